#pragma once

#include "base/Clock.h"
#include "cache/CacheEvent.h"
#include "hr/Sourced.h"
#include "metrics/LatencyHistogram.h"
#include "metrics/MetricsTimeline.h"

#include <QObject>

#include <deque>
#include <map>

namespace hrcache {

/// What is counted.
enum class MetricOperation {
    Hit,          ///< lookups that the cache answered
    Miss,         ///< lookups that it could not answer
    Forced,       ///< lookups by which the entry was only to be replaced; neither hit nor miss
    Store,        ///< fills that were stored
    Refused,      ///< fills that were refused
    Invalidate,   ///< keys deleted
    Error,        ///< failures of the cache
    DatabaseRead, ///< answers from the database, from the call to the answer, its lookup included
};

/// Counters and latencies of what this program did with its cache and its database since start(). Lives on
/// the thread of the feed; memory is bounded.
class CacheMetrics : public QObject
{
    Q_OBJECT

public:
    static constexpr size_t recentEventCount = 200;

    struct Figures
    {
        quint64 count = 0;
        quint64 bytes = 0; ///< of the values, where they are known
        LatencyHistogram latency;

        void add(const Figures &other);
    };

    /// `clock` must outlive this object.
    explicit CacheMetrics(const Clock &clock, QObject *parent = nullptr);

    /// Counts what is announced there from now on. Ends with the feed, or by another call.
    void watch(const CacheEventFeed &feed);

    void record(const CacheEvent &event);
    /// Counts an answer that came from the database; one from the cache is known from its event.
    void record(const Provenance &answer);

    /// Forgets everything: figures of another profile mean nothing here.
    void restart();

    [[nodiscard]] WallTime startedAt() const { return m_startedAt; }

    /// Of one operation over all groups.
    [[nodiscard]] Figures of(MetricOperation operation) const;
    /// Of one operation and key group (see keyGroupOf()).
    [[nodiscard]] Figures of(MetricOperation operation, const QByteArray &group) const;
    /// Groups of which something was counted, in alphabetical order.
    [[nodiscard]] std::vector<QByteArray> groups() const;

    /// Hits by hits and misses, 0 to 1; none if there were neither.
    [[nodiscard]] std::optional<double> hitRate() const;
    /// Lookups in the cache, whether they found something or not.
    [[nodiscard]] LatencyHistogram cacheLatency() const;
    [[nodiscard]] LatencyHistogram databaseLatency() const;

    [[nodiscard]] std::vector<MetricsTimeline::Step> timeline() const;

    /// Newest first, at most recentEventCount.
    [[nodiscard]] const std::deque<CacheEvent> &recentEvents() const { return m_recent; }

    /// Another number after anything was counted.
    [[nodiscard]] quint64 revision() const { return m_revision; }

private:
    using Key = std::pair<MetricOperation, QByteArray>;

    const Clock &m_clock;
    WallTime m_startedAt;
    std::map<Key, Figures> m_figures;
    MetricsTimeline m_timeline;
    std::deque<CacheEvent> m_recent;
    QMetaObject::Connection m_feed;
    quint64 m_revision = 0;
};

} // namespace hrcache
