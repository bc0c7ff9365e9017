#pragma once

#include "base/Clock.h"
#include "metrics/LatencyHistogram.h"

#include <vector>

namespace hrcache {

/// What happened in the last ten minutes, in steps of ten seconds. Bounded. A value.
class MetricsTimeline
{
public:
    static constexpr std::chrono::seconds stepLength{10};
    static constexpr size_t stepCount = 60;

    struct Step
    {
        qint64 number = -1; ///< seconds of the steady clock, divided by the step's length
        quint64 hits = 0;
        quint64 misses = 0;
        LatencyHistogram cache;    ///< lookups in the cache
        LatencyHistogram database; ///< answers from the database
    };

    /// The step of now, to count in.
    [[nodiscard]] Step &at(SteadyTime now);

    /// Always stepCount steps, oldest first; the last one is the one of now and not over yet. Steps in which
    /// nothing happened are empty.
    [[nodiscard]] std::vector<Step> until(SteadyTime now) const;

    void clear() { m_ring.clear(); }

private:
    /// By number modulo stepCount; empty until something is counted.
    std::vector<Step> m_ring;
};

} // namespace hrcache
