#include "ui/overview/MetricCharts.h"

#include "metrics/KeyGroup.h"
#include "ui/base/Format.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace hrcache::charts {

namespace {

struct MetricCharts
{
    Q_DECLARE_TR_FUNCTIONS(MetricCharts)
};

QDateTime localTime(WallTime time)
{
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(since.count());
}

void setTimes(ChartData &data, size_t count, WallTime now)
{
    data.categoryName = MetricCharts::tr("Time");
    constexpr auto step = MetricsTimeline::stepLength;
    constexpr int stepsToMinute = static_cast<int>(std::chrono::minutes(1) / step);
    for (size_t i = 0; i < count; ++i) {
        const auto back = static_cast<int>(count - 1 - i);
        data.categories << localTime(now - step * back).toString(QStringLiteral("HH:mm:ss"));
        if (back == 0)
            data.axisTexts << MetricCharts::tr("now");
        else if (back % (2 * stepsToMinute) == 0)
            data.axisTexts << MetricCharts::tr("%1 min").arg(-back / stepsToMinute);
        else
            data.axisTexts << QString();
    }
}

QString inWords(std::optional<std::chrono::microseconds> value)
{
    return value ? format::duration(*value) : QString();
}

} // namespace

ChartData hitsAndMisses(const std::vector<MetricsTimeline::Step> &steps, WallTime now)
{
    ChartData data;
    setTimes(data, steps.size(), now);
    ChartSeries hits{MetricCharts::tr("Hits"),
                     ChartSeries::Ink::First,
                     ChartSeries::Pattern::Plain,
                     ChartSeries::Mark::None,
                     {}};
    ChartSeries misses{MetricCharts::tr("Misses"),
                       ChartSeries::Ink::Second,
                       ChartSeries::Pattern::Hatched,
                       ChartSeries::Mark::None,
                       {}};
    quint64 hitSum = 0;
    quint64 missSum = 0;
    quint64 most = 0;
    qsizetype busiest = 0;
    for (size_t i = 0; i < steps.size(); ++i) {
        const MetricsTimeline::Step &step = steps[i];
        hits.values.emplace_back(static_cast<double>(step.hits));
        misses.values.emplace_back(static_cast<double>(step.misses));
        hitSum += step.hits;
        missSum += step.misses;
        if (step.hits + step.misses > most) {
            most = step.hits + step.misses;
            busiest = static_cast<qsizetype>(i);
        }
    }
    data.series = {std::move(hits), std::move(misses)};
    data.format = [](double value) { return format::count(static_cast<qint64>(value)); };
    data.empty = MetricCharts::tr("No lookups in the last 10 minutes");
    data.description =
        most == 0 ? data.empty
                  : MetricCharts::tr("In the last 10 minutes %1 hits and %2 misses, in steps of 10 seconds. "
                                     "The busiest step, at %3, had %4 lookups.")
                        .arg(format::count(static_cast<qint64>(hitSum)),
                             format::count(static_cast<qint64>(missSum)), data.categories[busiest],
                             format::count(static_cast<qint64>(most)));
    return data;
}

ChartData latency(const std::vector<MetricsTimeline::Step> &steps, WallTime now)
{
    ChartData data;
    setTimes(data, steps.size(), now);
    using Pattern = ChartSeries::Pattern;
    using Mark = ChartSeries::Mark;
    using Ink = ChartSeries::Ink;
    data.series = {{MetricCharts::tr("Cache p50"), Ink::First, Pattern::Plain, Mark::Circle, {}},
                   {MetricCharts::tr("Cache p95"), Ink::First, Pattern::Dashed, Mark::OpenCircle, {}},
                   {MetricCharts::tr("Database p50"), Ink::Second, Pattern::Plain, Mark::Square, {}},
                   {MetricCharts::tr("Database p95"), Ink::Second, Pattern::Dotted, Mark::OpenSquare, {}}};
    LatencyHistogram cache;
    LatencyHistogram database;
    const auto add = [](ChartSeries &series, const LatencyHistogram &histogram, double part) {
        const auto value = histogram.percentile(part);
        // A logarithmic scale has no zero.
        series.values.push_back(
            value ? std::optional(std::max(0.001, static_cast<double>(value->count()) / 1000.0))
                  : std::nullopt);
    };
    for (const MetricsTimeline::Step &step : steps) {
        add(data.series[0], step.cache, 0.5);
        add(data.series[1], step.cache, 0.95);
        add(data.series[2], step.database, 0.5);
        add(data.series[3], step.database, 0.95);
        cache.add(step.cache);
        database.add(step.database);
    }
    data.format = [](double value) {
        constexpr double tenMicroseconds = 0.0095;
        if (value < tenMicroseconds)
            return MetricCharts::tr("%1 µs").arg(std::lround(value * 1000));
        return format::duration(std::chrono::microseconds(static_cast<qint64>(value * 1000 + 0.5)));
    };
    data.empty = MetricCharts::tr("Nothing was read in the last 10 minutes");
    QStringList sentences;
    if (cache.count() > 0) {
        sentences << MetricCharts::tr(
                         "In the last 10 minutes half of the cache lookups took at most %1, 95 % of "
                         "them at most %2.")
                         .arg(inWords(cache.percentile(0.5)), inWords(cache.percentile(0.95)));
    }
    if (database.count() > 0) {
        sentences << MetricCharts::tr(
                         "Half of the answers of the database took at most %1, 95 % of them at most "
                         "%2.")
                         .arg(inWords(database.percentile(0.5)), inWords(database.percentile(0.95)));
    }
    data.description = sentences.isEmpty() ? data.empty : sentences.join(QLatin1Char(' '));
    return data;
}

ChartData keysByType(const CacheStats &stats)
{
    std::vector<std::pair<QByteArray, qint64>> types(stats.dataTypes.begin(), stats.dataTypes.end());
    std::sort(types.begin(), types.end(), [](const auto &a, const auto &b) { return a.second > b.second; });
    ChartData data;
    data.categoryName = MetricCharts::tr("Type");
    ChartSeries keys{MetricCharts::tr("Keys"),
                     ChartSeries::Ink::First,
                     ChartSeries::Pattern::Plain,
                     ChartSeries::Mark::None,
                     {}};
    QStringList parts;
    for (const auto &[type, count] : types) {
        data.categories << keyGroupName(type);
        keys.values.emplace_back(static_cast<double>(count));
        parts << QStringLiteral("%1 %2").arg(keyGroupName(type), format::count(count));
    }
    data.series = {std::move(keys)};
    data.format = [](double value) { return format::count(static_cast<qint64>(value)); };
    data.empty = MetricCharts::tr("No keys of this user and company");
    data.description = parts.isEmpty()
                           ? data.empty
                           : MetricCharts::tr("Keys by type: %1.").arg(parts.join(QStringLiteral(", ")));
    return data;
}

} // namespace hrcache::charts
