#pragma once

#include <QByteArray>

#include <chrono>

namespace hrcache {

using WallTime = std::chrono::sys_time<std::chrono::microseconds>;
using SteadyTime = std::chrono::steady_clock::time_point;

/// The time, replaceable in tests. Thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;

    /// Wall-clock time, UTC, microseconds.
    [[nodiscard]] virtual WallTime now() const = 0;
    /// Monotonic time, for durations and deadlines.
    [[nodiscard]] virtual SteadyTime steady() const = 0;

    /// The machine's clock; lives as long as the program.
    [[nodiscard]] static const Clock &system();
};

/// A clock that stands still until it is told to go on.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(WallTime start = WallTime(std::chrono::seconds(1'760'000'000)))
        : m_start(start)
    {
    }

    [[nodiscard]] WallTime now() const override { return m_start + m_elapsed; }

    [[nodiscard]] SteadyTime steady() const override { return SteadyTime(m_elapsed); }

    void advance(std::chrono::microseconds by) { m_elapsed += by; }

private:
    WallTime m_start;
    std::chrono::microseconds m_elapsed{};
};

/// `2026-01-16T11:30:00.123456`: local time without a zone, as the contract wants it in `cached_at`.
[[nodiscard]] QByteArray toLocalIso(WallTime time);

} // namespace hrcache
