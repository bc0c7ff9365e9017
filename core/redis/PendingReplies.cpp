#include "redis/PendingReplies.h"

namespace hrcache {

void PendingReplies::push(RedisRequest request)
{
    m_commands += request.expected;
    m_bytes += request.bytes;
    request.replies.reserve(size_t(request.expected));
    m_requests.push_back(std::move(request));
}

std::optional<RedisRequest> PendingReplies::take(RespValue reply)
{
    RedisRequest &oldest = m_requests.front();
    // The replies of an abandoned request are counted, not kept.
    if (oldest.abandoned)
        reply = RespValue();
    oldest.replies.push_back(std::move(reply));
    if (int(oldest.replies.size()) < oldest.expected)
        return std::nullopt;
    std::optional<RedisRequest> finished(std::move(oldest));
    m_requests.pop_front();
    m_commands -= finished->expected;
    m_bytes -= finished->bytes;
    m_overdue -= finished->abandoned ? 1 : 0;
    return finished;
}

std::vector<ExpiredRequest> PendingReplies::expire(SteadyTime now)
{
    std::vector<ExpiredRequest> expired;
    for (RedisRequest &request : m_requests) {
        if (request.abandoned || request.login || now < request.deadline)
            continue;
        request.abandoned = true;
        for (RespValue &reply : request.replies)
            reply = RespValue();
        ++m_overdue;
        expired.push_back({std::move(request.completer), request.wait});
    }
    return expired;
}

std::vector<RedisRequest> PendingReplies::takeAll()
{
    std::vector<RedisRequest> all(std::make_move_iterator(m_requests.begin()),
                                  std::make_move_iterator(m_requests.end()));
    m_requests.clear();
    m_overdue = 0;
    m_commands = 0;
    m_bytes = 0;
    return all;
}

} // namespace hrcache
