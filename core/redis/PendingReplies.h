#pragma once

#include "redis/RedisRequest.h"

#include <deque>
#include <optional>

namespace hrcache {

/// What timed out: to be finished by whoever took it.
struct ExpiredRequest
{
    Completer<RedisReplies> completer;
    RedisWait wait = RedisWait::Command;
};

/// The requests that were written to one connection and the replies they still wait for, in order.
class PendingReplies
{
public:
    void push(RedisRequest request);

    /// Gives the next reply to the oldest request; that request, if this was its last reply.
    /// There must be one (isEmpty() is false).
    [[nodiscard]] std::optional<RedisRequest> take(RespValue reply);

    /// Marks what is past its deadline as abandoned.
    [[nodiscard]] std::vector<ExpiredRequest> expire(SteadyTime now);

    /// Removes every request, abandoned ones too.
    [[nodiscard]] std::vector<RedisRequest> takeAll();

    [[nodiscard]] bool isEmpty() const { return m_requests.empty(); }

    /// Requests that timed out and whose replies are still to come.
    [[nodiscard]] int overdue() const { return m_overdue; }

    /// When the oldest request was issued. There must be one.
    [[nodiscard]] SteadyTime oldest() const { return m_requests.front().issued; }

    [[nodiscard]] qint64 commands() const { return m_commands; }

    [[nodiscard]] qint64 bytes() const { return m_bytes; }

private:
    std::deque<RedisRequest> m_requests;
    int m_overdue = 0;
    qint64 m_commands = 0;
    qint64 m_bytes = 0;
};

} // namespace hrcache
