#pragma once

#include <QByteArray>

#include <cstdint>
#include <span>

namespace hrcache {

/// The same numbers on every machine, unlike the distributions of <random>. SplitMix64.
class SampleRandom
{
public:
    explicit SampleRandom(uint64_t seed)
        : m_state(seed)
    {
    }

    uint64_t next()
    {
        uint64_t z = (m_state += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }

    /// 0 … limit - 1.
    int below(int limit) { return static_cast<int>(next() % static_cast<uint64_t>(limit)); }

    /// first … last.
    int between(int first, int last) { return first + below(last - first + 1); }

    bool chance(int percent) { return below(100) < percent; }

    template<typename T, size_t Extent>
    const T &pick(std::span<const T, Extent> choices)
    {
        return choices[static_cast<size_t>(below(static_cast<int>(choices.size())))];
    }

    /// Numbers of their own for a part whose draws may vary in number, so that nothing else varies with it.
    SampleRandom fork() { return SampleRandom(next()); }

    /// A version 4 UUID.
    QByteArray uuid()
    {
        const uint64_t high = (next() & ~uint64_t(0xf000)) | 0x4000;
        const uint64_t low = (next() & ~(uint64_t(3) << 62)) | (uint64_t(2) << 62);
        const QByteArray hex = QByteArray::number(high, 16).rightJustified(16, '0') +
                               QByteArray::number(low, 16).rightJustified(16, '0');
        return hex.mid(0, 8) + '-' + hex.mid(8, 4) + '-' + hex.mid(12, 4) + '-' + hex.mid(16, 4) + '-' +
               hex.mid(20);
    }

private:
    uint64_t m_state;
};

} // namespace hrcache
