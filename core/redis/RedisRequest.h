#pragma once

#include "base/Clock.h"
#include "base/Completion.h"
#include "redis/RespCommands.h"
#include "redis/RespValue.h"

#include <vector>

namespace hrcache {

/// One reply for each command of a pipeline, in order; an error reply is a value among them
/// (redisReplyError() tells what it means). An Error: the pipeline as a whole got no answer.
using RedisReplies = Result<std::vector<RespValue>>;

/// How long a pipeline may take.
enum class RedisWait {
    Read,   ///< RedisConfig::readTimeout; fails at once while earlier replies are overdue
    Command ///< RedisConfig::commandTimeout
};

/// A pipeline on its way: waiting to be written, or waiting for its replies.
struct RedisRequest
{
    RespCommands commands; ///< empty once written
    Completer<RedisReplies> completer;
    std::vector<RespValue> replies;
    SteadyTime issued;
    SteadyTime deadline;
    int expected = 0;
    qint64 bytes = 0;
    RedisWait wait = RedisWait::Command;
    bool login = false;     ///< the connection's own AUTH, SELECT and PING
    bool abandoned = false; ///< timed out; its replies are awaited only to be dropped
    bool alone = false;     ///< nothing was under way when it was written
};

} // namespace hrcache
