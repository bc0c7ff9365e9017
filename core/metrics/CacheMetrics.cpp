#include "metrics/CacheMetrics.h"

#include "metrics/KeyGroup.h"

#include <algorithm>

namespace hrcache {

namespace {

MetricOperation operationOf(const CacheEvent &event)
{
    switch (event.type) {
    case CacheEvent::Type::Hit:
        return MetricOperation::Hit;
    case CacheEvent::Type::Miss:
        return event.text == reasonName(Reason::Forced) ? MetricOperation::Forced : MetricOperation::Miss;
    case CacheEvent::Type::Store:
        return MetricOperation::Store;
    case CacheEvent::Type::Refused:
        return MetricOperation::Refused;
    case CacheEvent::Type::Invalidate:
        return MetricOperation::Invalidate;
    case CacheEvent::Type::Error:
        break;
    }
    return MetricOperation::Error;
}

bool isLookup(MetricOperation operation)
{
    return operation == MetricOperation::Hit || operation == MetricOperation::Miss ||
           operation == MetricOperation::Forced;
}

} // namespace

void CacheMetrics::Figures::add(const Figures &other)
{
    count += other.count;
    bytes += other.bytes;
    latency.add(other.latency);
}

CacheMetrics::CacheMetrics(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_startedAt(clock.now())
{
}

void CacheMetrics::watch(const CacheEventFeed &feed)
{
    disconnect(m_feed);
    m_feed =
        connect(&feed, &CacheEventFeed::happened, this, [this](const CacheEvent &event) { record(event); });
}

void CacheMetrics::record(const CacheEvent &event)
{
    const MetricOperation operation = operationOf(event);
    Figures &figures = m_figures[{operation, keyGroupOf(event.key)}];
    ++figures.count;
    figures.bytes += static_cast<quint64>(std::max<qsizetype>(0, event.bytes));
    figures.latency.record(event.duration);
    if (isLookup(operation)) {
        MetricsTimeline::Step &step = m_timeline.at(m_clock.steady());
        step.hits += operation == MetricOperation::Hit ? 1 : 0;
        step.misses += operation == MetricOperation::Miss ? 1 : 0;
        step.cache.record(event.duration);
    }
    m_recent.push_front(event);
    if (m_recent.size() > recentEventCount)
        m_recent.pop_back();
    ++m_revision;
}

void CacheMetrics::record(const Provenance &answer)
{
    if (answer.fromCache())
        return;
    Figures &figures = m_figures[{MetricOperation::DatabaseRead, keyGroupOf(answer.key)}];
    ++figures.count;
    figures.bytes += static_cast<quint64>(std::max<qsizetype>(0, answer.bytes));
    figures.latency.record(answer.duration);
    m_timeline.at(m_clock.steady()).database.record(answer.duration);
    ++m_revision;
}

void CacheMetrics::restart()
{
    m_startedAt = m_clock.now();
    m_figures.clear();
    m_timeline.clear();
    m_recent.clear();
    ++m_revision;
}

CacheMetrics::Figures CacheMetrics::of(MetricOperation operation) const
{
    Figures sum;
    for (const auto &[key, figures] : m_figures) {
        if (key.first == operation)
            sum.add(figures);
    }
    return sum;
}

CacheMetrics::Figures CacheMetrics::of(MetricOperation operation, const QByteArray &group) const
{
    const auto found = m_figures.find({operation, group});
    return found == m_figures.end() ? Figures{} : found->second;
}

std::vector<QByteArray> CacheMetrics::groups() const
{
    std::vector<QByteArray> names;
    for (const auto &[key, figures] : m_figures)
        names.push_back(key.second);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::optional<double> CacheMetrics::hitRate() const
{
    const auto hits = static_cast<double>(of(MetricOperation::Hit).count);
    const auto misses = static_cast<double>(of(MetricOperation::Miss).count);
    return hits + misses == 0 ? std::nullopt : std::optional(hits / (hits + misses));
}

LatencyHistogram CacheMetrics::cacheLatency() const
{
    LatencyHistogram latency = of(MetricOperation::Hit).latency;
    latency.add(of(MetricOperation::Miss).latency);
    latency.add(of(MetricOperation::Forced).latency);
    return latency;
}

LatencyHistogram CacheMetrics::databaseLatency() const
{
    return of(MetricOperation::DatabaseRead).latency;
}

std::vector<MetricsTimeline::Step> CacheMetrics::timeline() const
{
    return m_timeline.until(m_clock.steady());
}

} // namespace hrcache
