#include "FakeHrStore.h"
#include "cache/HrCacheManager.h"
#include "cache/MemoryCacheStore.h"
#include "hr/HrService.h"
#include "metrics/CacheMetrics.h"
#include "metrics/KeyGroup.h"
#include "support/Await.h"

#include <QTest>

#include <random>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

const UserId user = *UserId::parse(u"uid_a", {});
const CompanyId company = *CompanyId::parse(u"11111111-1111-4111-8111-111111111111", {});
const QByteArray head = "cache:uid_a:11111111-1111-4111-8111-111111111111:hr:";
const char rows[] = R"([{"code": "A", "name": "Bern", "country_code": "CH"}])";

CacheEvent happening(CacheEvent::Type type, const char *group, std::chrono::microseconds duration = 100us)
{
    CacheEvent event;
    event.type = type;
    event.key = head + group;
    event.duration = duration;
    return event;
}

} // namespace

class TestMetrics : public QObject
{
    Q_OBJECT

private slots:
    void percentilesOfNothingAreNothing();
    void percentilesAreExactToAnEighth();
    void extremeDurationsAreKept();
    void histogramsAddUp();
    void keysAreGroupedByDataType();
    void eventsAreCountedByOperationAndGroup();
    void forcedReadsAreNeitherHitNorMiss();
    void theTimelineKeepsTenMinutes();
    void recentEventsAreBoundedAndNewestFirst();
    void restartForgetsEverything();
    void aServiceIsCountedFromItsEventsAndAnswers();
    void anotherFeedReplacesTheFirst();

private:
    ManualClock m_clock;
};

void TestMetrics::percentilesOfNothingAreNothing()
{
    const LatencyHistogram histogram;
    QCOMPARE(histogram.count(), quint64(0));
    QVERIFY(!histogram.percentile(0.5));
    QVERIFY(!histogram.longest());
    QVERIFY(!histogram.shortest());
}

void TestMetrics::percentilesAreExactToAnEighth()
{
    std::mt19937 random(7);
    std::lognormal_distribution<double> spread(7, 2);
    LatencyHistogram histogram;
    std::vector<qint64> values;
    for (int i = 0; i < 20'000; ++i) {
        values.push_back(static_cast<qint64>(spread(random)));
        histogram.record(std::chrono::microseconds(values.back()));
    }
    std::sort(values.begin(), values.end());
    for (const double part : {0.01, 0.5, 0.95, 0.99, 1.0}) {
        const auto rank = static_cast<size_t>(std::ceil(part * 20'000)) - 1;
        const auto exact = static_cast<double>(values[rank]);
        const auto found = static_cast<double>(histogram.percentile(part)->count());
        QVERIFY2(found >= exact && found <= exact * 1.126 + 1,
                 qPrintable(QStringLiteral("%1: %2 for %3").arg(part).arg(found).arg(exact)));
    }
    QCOMPARE(histogram.shortest()->count(), values.front());
    QCOMPARE(histogram.longest()->count(), values.back());
}

void TestMetrics::extremeDurationsAreKept()
{
    LatencyHistogram histogram;
    histogram.record(-5us);
    QCOMPARE(*histogram.percentile(1), 0us);
    histogram.record(std::chrono::hours(1000));
    QCOMPARE(histogram.count(), quint64(2));
    QCOMPARE(*histogram.percentile(0.5), 0us);
    QVERIFY(*histogram.percentile(1) >= std::chrono::hours(9));
}

void TestMetrics::histogramsAddUp()
{
    LatencyHistogram low;
    LatencyHistogram high;
    for (int i = 0; i < 10; ++i) {
        low.record(1ms);
        high.record(10ms);
    }
    low.add(high);
    low.add(LatencyHistogram());
    QCOMPARE(low.count(), quint64(20));
    QCOMPARE(*low.shortest(), 1ms);
    QCOMPARE(*low.percentile(1), 10ms);
    QVERIFY(*low.percentile(0.5) < 2ms);
    LatencyHistogram empty;
    empty.add(high);
    QCOMPARE(*empty.shortest(), 10ms);
}

void TestMetrics::keysAreGroupedByDataType()
{
    QCOMPARE(keyGroupOf(head + "employees"), QByteArray("employees"));
    QCOMPARE(keyGroupOf(head + "active_contract:22"), QByteArray("active_contract"));
    QCOMPARE(keyGroupOf("session:abc"), QByteArray("other"));
    QCOMPARE(keyGroupName("active_contract"), QStringLiteral("Active contract"));
    QCOMPARE(keyGroupName("payslips"), QStringLiteral("payslips"));
}

void TestMetrics::eventsAreCountedByOperationAndGroup()
{
    CacheMetrics metrics(m_clock);
    QVERIFY(!metrics.hitRate());
    for (int i = 0; i < 3; ++i)
        metrics.record(happening(CacheEvent::Type::Hit, "employees", 200us));
    metrics.record(happening(CacheEvent::Type::Miss, "contracts:1", 400us));
    CacheEvent stored = happening(CacheEvent::Type::Store, "contracts:1");
    stored.bytes = 2048;
    metrics.record(stored);
    metrics.record(happening(CacheEvent::Type::Invalidate, "employees"));

    QCOMPARE(metrics.of(MetricOperation::Hit).count, quint64(3));
    QCOMPARE(metrics.of(MetricOperation::Hit, "contracts").count, quint64(0));
    QCOMPARE(metrics.of(MetricOperation::Miss, "contracts").count, quint64(1));
    QCOMPARE(metrics.of(MetricOperation::Store, "contracts").bytes, quint64(2048));
    QCOMPARE(metrics.of(MetricOperation::Invalidate, "employees").count, quint64(1));
    QCOMPARE(*metrics.hitRate(), 0.75);
    QCOMPARE(metrics.cacheLatency().count(), quint64(4));
    QCOMPARE(*metrics.cacheLatency().percentile(1), 400us);
    QCOMPARE(metrics.groups(), (std::vector<QByteArray>{"contracts", "employees"}));
}

void TestMetrics::forcedReadsAreNeitherHitNorMiss()
{
    CacheMetrics metrics(m_clock);
    metrics.record(happening(CacheEvent::Type::Hit, "employees"));
    CacheEvent forced = happening(CacheEvent::Type::Miss, "employees");
    forced.text = reasonName(Reason::Forced);
    metrics.record(forced);
    CacheEvent unusable = happening(CacheEvent::Type::Miss, "employees");
    unusable.text = reasonName(Reason::Unusable);
    metrics.record(unusable);
    QCOMPARE(metrics.of(MetricOperation::Forced).count, quint64(1));
    QCOMPARE(metrics.of(MetricOperation::Miss).count, quint64(1));
    QCOMPARE(*metrics.hitRate(), 0.5);
    QCOMPARE(metrics.timeline().back().misses, quint64(1));
    QCOMPARE(metrics.cacheLatency().count(), quint64(3));
}

void TestMetrics::theTimelineKeepsTenMinutes()
{
    CacheMetrics metrics(m_clock);
    metrics.record(happening(CacheEvent::Type::Hit, "employees"));
    QCOMPARE(metrics.timeline().size(), MetricsTimeline::stepCount);
    QCOMPARE(metrics.timeline().back().hits, quint64(1));

    m_clock.advance(MetricsTimeline::stepLength * 59);
    metrics.record(happening(CacheEvent::Type::Miss, "employees", 900us));
    auto steps = metrics.timeline();
    QCOMPARE(steps.front().hits, quint64(1));
    QCOMPARE(steps.back().misses, quint64(1));
    QCOMPARE(*steps.back().cache.longest(), 900us);
    QCOMPARE(steps.back().hits, quint64(0));

    m_clock.advance(MetricsTimeline::stepLength);
    steps = metrics.timeline();
    QCOMPARE(steps[58].misses, quint64(1));
    for (const auto &step : steps)
        QCOMPARE(step.hits, quint64(0));

    m_clock.advance(std::chrono::hours(3));
    metrics.record(happening(CacheEvent::Type::Hit, "employees"));
    steps = metrics.timeline();
    QCOMPARE(steps.back().hits, quint64(1));
    for (size_t i = 0; i + 1 < steps.size(); ++i)
        QVERIFY(steps[i].hits == 0 && steps[i].misses == 0);
}

void TestMetrics::recentEventsAreBoundedAndNewestFirst()
{
    CacheMetrics metrics(m_clock);
    for (int i = 0; i < 500; ++i)
        metrics.record(happening(CacheEvent::Type::Hit, ("employee:" + QByteArray::number(i)).constData()));
    QCOMPARE(metrics.recentEvents().size(), CacheMetrics::recentEventCount);
    QVERIFY(metrics.recentEvents().front().key.endsWith(":499"));
    QVERIFY(metrics.recentEvents().back().key.endsWith(":300"));
    QCOMPARE(metrics.of(MetricOperation::Hit).count, quint64(500));
}

void TestMetrics::restartForgetsEverything()
{
    CacheMetrics metrics(m_clock);
    metrics.record(happening(CacheEvent::Type::Hit, "employees"));
    const quint64 before = metrics.revision();
    m_clock.advance(1min);
    metrics.restart();
    QVERIFY(metrics.revision() != before);
    QVERIFY(!metrics.hitRate());
    QVERIFY(metrics.recentEvents().empty());
    QVERIFY(metrics.groups().empty());
    QCOMPARE(metrics.startedAt(), m_clock.now());
    for (const auto &step : metrics.timeline())
        QCOMPARE(step.hits, quint64(0));
}

void TestMetrics::aServiceIsCountedFromItsEventsAndAnswers()
{
    FakeHrStore store;
    const HrQuery clusters = HrQuery::clusters(company, "CH");
    store.answers[static_cast<int>(clusters.kind)] = FakeHrStore::rows(rows);
    store.beforeReadReturns = [this] { m_clock.advance(7ms); };
    MemoryCacheStore memory(m_clock);
    MemoryInvalidationJournal journal;
    HrCacheManager cache(memory, journal, m_clock);
    HrService service(store, cache, m_clock);
    CacheMetrics metrics(m_clock);
    metrics.watch(cache.events());
    connect(&service, &HrService::answeredByDatabase, &metrics,
            [&metrics](const Provenance &from) { metrics.record(from); });

    const auto read = [&](ReadMode mode) {
        const auto answer = awaitResult(service.read(user, clusters, {mode, {}}));
        QVERIFY(answer.has_value());
        awaitResult(cache.idle());
    };
    read(ReadMode::CacheFirst);
    read(ReadMode::CacheFirst);
    read(ReadMode::CacheFirst);
    read(ReadMode::Forced);
    QCOMPARE(metrics.of(MetricOperation::Miss).count, quint64(1));
    QCOMPARE(metrics.of(MetricOperation::Hit, "clusters").count, quint64(2));
    QCOMPARE(metrics.of(MetricOperation::Forced).count, quint64(1));
    QCOMPARE(metrics.of(MetricOperation::Store).count, quint64(2));
    const auto database = metrics.of(MetricOperation::DatabaseRead, "clusters");
    QCOMPARE(database.count, quint64(2));
    QCOMPARE(*database.latency.shortest(), 7ms);
    QCOMPARE(database.bytes, quint64(2 * (sizeof rows - 1)));
    QCOMPARE(metrics.timeline().back().database.count(), quint64(2));
    cache.close();
}

void TestMetrics::anotherFeedReplacesTheFirst()
{
    CacheMetrics metrics(m_clock);
    CacheEventFeed second;
    {
        CacheEventFeed first;
        metrics.watch(first);
        first.announce(happening(CacheEvent::Type::Hit, "employees"));
        metrics.watch(second);
        first.announce(happening(CacheEvent::Type::Hit, "employees"));
        QVERIFY(!first.isWanted());
    }
    second.announce(happening(CacheEvent::Type::Hit, "employees"));
    QCOMPARE(metrics.of(MetricOperation::Hit).count, quint64(2));
}

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
