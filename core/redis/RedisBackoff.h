#pragma once

#include "base/Clock.h"

namespace hrcache {

/// When to try to connect again: exponential with full jitter, so that many clients of a server that comes
/// back do not all arrive together.
class RedisBackoff
{
public:
    RedisBackoff(std::chrono::milliseconds first, std::chrono::milliseconds longest);

    /// An attempt begins.
    void attempt(SteadyTime now) { m_lastAttempt = now; }

    /// The attempt failed: how long to wait before the next one, 0 to longestDelay() at random.
    [[nodiscard]] std::chrono::milliseconds failed();

    /// The server answered; if it is lost now, the next attempt need not wait.
    void succeeded()
    {
        m_failures = 0;
        m_lastAttempt = SteadyTime::min();
    }

    /// The upper end of the next wait.
    [[nodiscard]] std::chrono::milliseconds longestDelay() const;

    /// Whether a command that somebody is waiting for may try before the wait is over: not more often than
    /// once in `pause`.
    [[nodiscard]] bool mayAttempt(SteadyTime now, std::chrono::milliseconds pause) const;

private:
    std::chrono::milliseconds m_first;
    std::chrono::milliseconds m_longest;
    SteadyTime m_lastAttempt = SteadyTime::min();
    int m_failures = 0;
};

} // namespace hrcache
