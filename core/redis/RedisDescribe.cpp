#include "redis/RedisDescribe.h"

#include "redis/RedisError.h"

#include <algorithm>
#include <deque>

namespace hrcache {

namespace {

constexpr size_t keysPerPipeline = 1000;
constexpr size_t pipelinesUnderWay = 2;
constexpr size_t commandsPerKey = 3;
constexpr int tailBytes = 512;

bool isOtherType(const RespValue &reply)
{
    return reply.errorCode() == "WRONGTYPE";
}

Result<CacheKeyInfo> describeKey(QByteArray key, RespValue *replies)
{
    const RespValue &length = replies[0];
    const RespValue &ttl = replies[1];
    RespValue &tail = replies[2];
    // PTTL tells whether the key exists. A role without the right to the others knows less of it.
    if (ttl.isError())
        return failure(redisReplyError(ttl));
    for (const RespValue *reply : {&length, static_cast<const RespValue *>(&tail)}) {
        if (reply->isError() && !isOtherType(*reply) && reply->errorCode() != "NOPERM")
            return failure(redisReplyError(*reply));
    }
    if (!ttl.isInteger())
        return failure(redisUnexpectedReply());
    CacheKeyInfo info;
    info.key = std::move(key);
    // PTTL: -2 no such key, -1 no TTL.
    info.exists = ttl.integer != -2;
    if (ttl.integer >= 0)
        info.ttlLeft = std::chrono::milliseconds(ttl.integer);
    if (length.isInteger())
        info.bytes = length.integer;
    if (tail.isBulk())
        info.tail = std::move(tail.text);
    return info;
}

RespCommands encode(const std::vector<QByteArray> &keys, size_t first, size_t last)
{
    RespCommands commands;
    for (size_t index = first; index < last; ++index) {
        const QByteArray &key = keys[index];
        commands.add("STRLEN", key).add("PTTL", key).add("GETRANGE", key, -tailBytes, -1);
    }
    return commands;
}

} // namespace

Task<std::vector<Result<CacheKeyInfo>>> redisDescribe(std::shared_ptr<RedisClient> client,
                                                      std::vector<QByteArray> keys)
{
    std::vector<Result<CacheKeyInfo>> results;
    results.reserve(keys.size());
    std::deque<Completion<RedisReplies>> underWay;
    size_t sent = 0;
    while (results.size() < keys.size()) {
        while (sent < keys.size() && underWay.size() < pipelinesUnderWay) {
            const size_t last = std::min(keys.size(), sent + keysPerPipeline);
            underWay.push_back(client->send(encode(keys, sent, last), RedisWait::Command));
            sent = last;
        }
        Completion<RedisReplies> oldest = std::move(underWay.front());
        underWay.pop_front();
        RedisReplies replies = co_await std::move(oldest);
        const size_t first = results.size();
        const size_t last = std::min(keys.size(), first + keysPerPipeline);
        for (size_t index = first; index < last; ++index) {
            if (replies)
                results.push_back(
                    describeKey(std::move(keys[index]), replies->data() + commandsPerKey * (index - first)));
            else
                results.push_back(failure(replies.error()));
        }
    }
    co_return results;
}

} // namespace hrcache
