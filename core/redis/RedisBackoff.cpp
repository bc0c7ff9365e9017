#include "redis/RedisBackoff.h"

#include <QRandomGenerator>

#include <algorithm>

namespace hrcache {

RedisBackoff::RedisBackoff(std::chrono::milliseconds first, std::chrono::milliseconds longest)
    : m_first(std::max(first, std::chrono::milliseconds(1)))
    , m_longest(std::max(longest, m_first))
{
}

std::chrono::milliseconds RedisBackoff::failed()
{
    const std::chrono::milliseconds bound = longestDelay();
    ++m_failures;
    return std::chrono::milliseconds(QRandomGenerator::global()->bounded(qint64(bound.count()) + 1));
}

std::chrono::milliseconds RedisBackoff::longestDelay() const
{
    // 2^20 times the first wait is beyond every sensible limit and far from an overflow.
    return std::min<std::chrono::milliseconds>(m_longest, m_first * (qint64(1) << std::min(m_failures, 20)));
}

bool RedisBackoff::mayAttempt(SteadyTime now, std::chrono::milliseconds pause) const
{
    return m_lastAttempt == SteadyTime::min() || now - m_lastAttempt >= pause;
}

} // namespace hrcache
