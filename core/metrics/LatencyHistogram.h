#pragma once

#include <QtGlobal>

#include <array>
#include <chrono>
#include <optional>

namespace hrcache {

/// Counts durations in buckets of at most an eighth of their value, so that percentiles of any number of
/// durations take one kilobyte. A value.
class LatencyHistogram
{
public:
    /// Durations below zero count as zero, those of more than nine hours as nine hours.
    void record(std::chrono::microseconds duration);

    /// Adds everything that the other one counted.
    void add(const LatencyHistogram &other);

    [[nodiscard]] quint64 count() const { return m_count; }

    /// The duration that `part` (0 to 1) of all do not exceed, exact to an eighth; none if nothing was
    /// counted.
    [[nodiscard]] std::optional<std::chrono::microseconds> percentile(double part) const;

    /// Exact; none if nothing was counted.
    [[nodiscard]] std::optional<std::chrono::microseconds> shortest() const;
    [[nodiscard]] std::optional<std::chrono::microseconds> longest() const;

private:
    static constexpr int subBits = 3;
    static constexpr int octaves = 32;
    static constexpr size_t bucketCount = static_cast<size_t>(octaves + 1) << subBits;

    static size_t bucketOf(quint64 value);
    static quint64 upperEndOf(size_t bucket);

    std::array<quint32, bucketCount> m_buckets{};
    quint64 m_count = 0;
    quint64 m_shortest = 0;
    quint64 m_longest = 0;
};

} // namespace hrcache
