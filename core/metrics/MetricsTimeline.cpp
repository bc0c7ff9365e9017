#include "metrics/MetricsTimeline.h"

namespace hrcache {

namespace {

qint64 numberOf(SteadyTime now)
{
    return std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()) / MetricsTimeline::stepLength;
}

size_t placeOf(qint64 number)
{
    return static_cast<size_t>(number) % MetricsTimeline::stepCount;
}

} // namespace

MetricsTimeline::Step &MetricsTimeline::at(SteadyTime now)
{
    m_ring.resize(stepCount);
    const qint64 number = numberOf(now);
    Step &step = m_ring[placeOf(number)];
    if (step.number != number) {
        step = {};
        step.number = number;
    }
    return step;
}

std::vector<MetricsTimeline::Step> MetricsTimeline::until(SteadyTime now) const
{
    std::vector<Step> steps(stepCount);
    const qint64 last = numberOf(now);
    for (size_t i = 0; i < stepCount; ++i) {
        const qint64 number = last - static_cast<qint64>(stepCount - 1 - i);
        if (!m_ring.empty() && number >= 0 && m_ring[placeOf(number)].number == number)
            steps[i] = m_ring[placeOf(number)];
        steps[i].number = number;
    }
    return steps;
}

} // namespace hrcache
