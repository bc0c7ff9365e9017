#include "metrics/LatencyHistogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hrcache {

size_t LatencyHistogram::bucketOf(quint64 value)
{
    constexpr quint64 linear = quint64(1) << subBits;
    if (value < linear)
        return static_cast<size_t>(value);
    const int octave = static_cast<int>(std::bit_width(value)) - 1 - subBits;
    const auto sub = static_cast<size_t>((value >> octave) & (linear - 1));
    return std::min((static_cast<size_t>(octave + 1) << subBits) + sub, bucketCount - 1);
}

quint64 LatencyHistogram::upperEndOf(size_t bucket)
{
    constexpr size_t linear = size_t(1) << subBits;
    if (bucket < linear)
        return bucket;
    const size_t octave = (bucket >> subBits) - 1;
    return ((quint64(linear + (bucket & (linear - 1))) + 1) << octave) - 1;
}

void LatencyHistogram::record(std::chrono::microseconds duration)
{
    const auto value = static_cast<quint64>(std::max<qint64>(0, duration.count()));
    ++m_buckets[bucketOf(value)];
    m_shortest = m_count == 0 ? value : std::min(m_shortest, value);
    m_longest = std::max(m_longest, value);
    ++m_count;
}

void LatencyHistogram::add(const LatencyHistogram &other)
{
    if (other.m_count == 0)
        return;
    for (size_t i = 0; i < bucketCount; ++i)
        m_buckets[i] += other.m_buckets[i];
    m_shortest = m_count == 0 ? other.m_shortest : std::min(m_shortest, other.m_shortest);
    m_longest = std::max(m_longest, other.m_longest);
    m_count += other.m_count;
}

std::optional<std::chrono::microseconds> LatencyHistogram::percentile(double part) const
{
    if (m_count == 0)
        return std::nullopt;
    const double wanted = std::ceil(std::clamp(part, 0.0, 1.0) * static_cast<double>(m_count));
    const quint64 rank = std::max<quint64>(1, static_cast<quint64>(wanted));
    quint64 seen = 0;
    for (size_t i = 0; i < bucketCount; ++i) {
        seen += m_buckets[i];
        if (seen >= rank) {
            const quint64 value = std::clamp(upperEndOf(i), m_shortest, m_longest);
            return std::chrono::microseconds(static_cast<qint64>(value));
        }
    }
    return longest();
}

std::optional<std::chrono::microseconds> LatencyHistogram::shortest() const
{
    if (m_count == 0)
        return std::nullopt;
    return std::chrono::microseconds(static_cast<qint64>(m_shortest));
}

std::optional<std::chrono::microseconds> LatencyHistogram::longest() const
{
    if (m_count == 0)
        return std::nullopt;
    return std::chrono::microseconds(static_cast<qint64>(m_longest));
}

} // namespace hrcache
