#include "HrTesting.h"

#include "support/DelayProxy.h"
#include "support/PostgresProcess.h"
#include "support/RedisProcess.h"

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

constexpr auto each = 15ms;

/// A client at a distance from both servers, and what passes on the way.
struct Distant
{
    Distant()
        : database(TestDatabase::Content::Sample, postgres.url())
        , toRedis(QStringLiteral("127.0.0.1"), redis.port(), each)
        , toDatabase(QStringLiteral("127.0.0.1"), postgres.port(), each)
        , stack(HrStack::redisAt(toRedis.port()), HrStack::urlThrough(database.url(), toDatabase.port()))
    {
    }

    /// Both connections stand, statements are prepared, the cache is empty, and nothing was counted yet.
    void begin(const std::vector<HrQuery> &queries)
    {
        QVERIFY(awaitResult(stack.service().readAll(owner(), queries)).front());
        stack.settle();
        redis.peer().command({"FLUSHALL"});
        resetCounts();
    }

    void resetCounts()
    {
        toRedis.resetCounts();
        toDatabase.resetCounts();
    }

    /// Round trips to Redis and to PostgreSQL since then.
    [[nodiscard]] std::pair<int, int> trips()
    {
        return {toRedis.counts().total.roundTrips, toDatabase.counts().total.roundTrips};
    }

    RedisProcess redis;
    PostgresProcess postgres{
        {QStringLiteral("-c"), QStringLiteral("shared_preload_libraries=pg_stat_statements")}};
    TestDatabase database;
    DelayProxy toRedis;
    DelayProxy toDatabase;
    HrStack stack;
};

HrQuery references()
{
    return HrQuery::references(sampleCompany(), "CH", "fr");
}

} // namespace

class TestFaultsSharing final : public QObject
{
    Q_OBJECT

private slots:
    void identicalReadsInFlightShareOneSelect();
    void clientsThatMeetALeaseStoreOnce();
    void aMissIsOneRoundTripToEachAndAHitIsOne_data();
    void aMissIsOneRoundTripToEachAndAHitIsOne();
    void aWriteIsTwoRoundTripsToEach();
    void theFirstReadTakesAtMostFiveRoundTrips();
    void aReadAfterAnAcknowledgedWriteSharesNoOlderOne();
    void aReaderWithoutAccessKeepsNothingOld();

private:
    Distant m_distant;
};

void TestFaultsSharing::identicalReadsInFlightShareOneSelect()
{
    m_distant.database.exec(QStringLiteral("CREATE EXTENSION IF NOT EXISTS pg_stat_statements"));
    m_distant.begin({listQuery()});
    m_distant.database.exec(QStringLiteral("SELECT pg_stat_statements_reset()"));
    std::vector<Task<DocumentResult>> reads;
    for (int count = 0; count < 20; ++count)
        reads.push_back(m_distant.stack.service().read(owner(), listQuery()));
    // Some more when the first ones are under way already.
    awaitResult(pauseFor(each));
    for (int count = 0; count < 20; ++count)
        reads.push_back(m_distant.stack.service().read(owner(), listQuery()));
    const auto answers = awaitResult(whenAll(std::move(reads)));
    for (const DocumentResult &answer : answers) {
        QVERIFY(answer);
        QCOMPARE(answer->data.itemCount(), size_t(3));
    }
    const QString selects =
        QStringLiteral("SELECT coalesce(sum(calls), 0) FROM pg_stat_statements JOIN pg_database d "
                       "ON d.oid = dbid WHERE d.datname = current_database() AND query LIKE "
                       "'%FROM hr.employees%ORDER BY%'");
    QCOMPARE(m_distant.database.value(selects), QStringLiteral("1"));
    QCOMPARE(m_distant.trips().second, 1);
    m_distant.stack.settle();
    QCOMPARE(reasonOf(readNow(m_distant.stack, listQuery())), Reason::Hit);
}

void TestFaultsSharing::clientsThatMeetALeaseStoreOnce()
{
    m_distant.begin({listQuery()});
    HrStack other(HrStack::redisAt(m_distant.redis.port()), m_distant.database.url());
    QVERIFY(readNow(other, employeeQuery(2)));
    auto slow = m_distant.stack.service().read(owner(), listQuery());
    RedisPeer peer = m_distant.redis.peer();
    const QByteArray key = CacheKey::of(owner(), listQuery());
    QTRY_COMPARE(peer.number({"EXISTS", key}), 1);
    const DocumentResult meanwhile = readNow(other, listQuery());
    QCOMPARE(reasonOf(meanwhile), Reason::BeingFilled);
    QVERIFY(!meanwhile->from.willStore);
    other.settle();
    QVERIFY(CacheEnvelope::isLease(peer.text({"GET", key})));
    QCOMPARE(reasonOf(awaitResult(std::move(slow))), Reason::Miss);
    m_distant.stack.settle();
    QCOMPARE(reasonOf(readNow(other, listQuery())), Reason::Hit);
}

void TestFaultsSharing::aMissIsOneRoundTripToEachAndAHitIsOne_data()
{
    QTest::addColumn<std::vector<HrQuery>>("queries");
    const CompanyId company = sampleCompany();
    QTest::newRow("employees") << std::vector<HrQuery>{listQuery()};
    QTest::newRow("employee") << std::vector<HrQuery>{employeeQuery()};
    QTest::newRow("contracts") << std::vector<HrQuery>{HrQuery::contracts(company, sampleEmployee(1))};
    QTest::newRow("references") << std::vector<HrQuery>{references()};
    std::vector<HrQuery> all{listQuery(), HrQuery::clusters(company), HrQuery::clusters(company, "CH"),
                             references()};
    for (int number = 1; number <= 3; ++number)
        all.push_back(employeeQuery(number));
    all.push_back(HrQuery::contracts(company, sampleEmployee(1)));
    all.push_back(HrQuery::activeContract(company, sampleEmployee(1)));
    QTest::newRow("everything at once") << all;
}

void TestFaultsSharing::aMissIsOneRoundTripToEachAndAHitIsOne()
{
    QFETCH(std::vector<HrQuery>, queries);
    m_distant.begin(queries);
    const auto missed = awaitResult(m_distant.stack.service().readAll(owner(), queries));
    // The fill is not on the way of the answer.
    QCOMPARE(m_distant.trips(), std::pair(1, 1));
    for (const DocumentResult &answer : missed)
        QCOMPARE(reasonOf(answer), Reason::Miss);
    m_distant.stack.settle();
    QCOMPARE(m_distant.trips(), std::pair(2, 1));
    m_distant.resetCounts();
    const auto hit = awaitResult(m_distant.stack.service().readAll(owner(), queries));
    for (const DocumentResult &answer : hit)
        QCOMPARE(reasonOf(answer), Reason::Hit);
    m_distant.stack.settle();
    QCOMPARE(m_distant.trips(), std::pair(1, 0));
}

void TestFaultsSharing::aWriteIsTwoRoundTripsToEach()
{
    QVERIFY(moveTo(m_distant.stack, "Nyon"));
    m_distant.resetCounts();
    QVERIFY(moveTo(m_distant.stack, "Rolle"));
    // Whether it can be invalidated, and DEL with PUBLISH; what is needed to judge it, and the transaction.
    QCOMPARE(m_distant.trips(), std::pair(2, 2));
}

void TestFaultsSharing::theFirstReadTakesAtMostFiveRoundTrips()
{
    m_distant.redis.peer().command({"FLUSHALL"});
    constexpr auto far = 50ms;
    m_distant.toRedis.setDelay(far);
    m_distant.toDatabase.setDelay(far);
    HrStack fresh(HrStack::redisAt(m_distant.toRedis.port()),
                  HrStack::urlThrough(m_distant.database.url(), m_distant.toDatabase.port()));
    QElapsedTimer timer;
    timer.start();
    fresh.redis().prepare();
    fresh.database().prepare();
    QCOMPARE(reasonOf(readNow(fresh, listQuery())), Reason::Miss);
    const auto elapsed = timer.elapsed();
    m_distant.toRedis.setDelay(each);
    m_distant.toDatabase.setDelay(each);
    // The handshake of TCP is one of them; half of one is for the machine.
    QVERIFY2(elapsed < 11 * far.count(), qPrintable(QString::number(elapsed)));
}

void TestFaultsSharing::aReadAfterAnAcknowledgedWriteSharesNoOlderOne()
{
    HrStack near(HrStack::redisAt(m_distant.redis.port()), m_distant.database.url());
    QVERIFY(moveTo(near, "old"));
    QCOMPARE(warm(near, employeeQuery()), Reason::Hit);
    RedisPeer peer = m_distant.redis.peer();
    // Two reads in one turn of the event loop, between which the first was sent and another program wrote.
    std::optional<Task<DocumentResult>> second;
    auto first = near.service().read(owner(), employeeQuery());
    QMetaObject::invokeMethod(
        this,
        [&] {
            m_distant.database.exec(
                QStringLiteral("UPDATE hr.employees SET city = 'new' WHERE identifier = 'EMP001'"));
            peer.command({"DEL", CacheKey::of(owner(), employeeQuery())});
            second.emplace(near.service().read(owner(), employeeQuery()));
        },
        Qt::QueuedConnection);
    QTRY_VERIFY(second.has_value());
    QVERIFY(awaitResult(std::move(first)));
    QCOMPARE(cityOf(awaitResult(std::move(*second))), QStringLiteral("new"));
}

void TestFaultsSharing::aReaderWithoutAccessKeepsNothingOld()
{
    HrStack near(HrStack::redisAt(m_distant.redis.port()), m_distant.database.url());
    QVERIFY(moveTo(near, "old"));
    const UserId stranger = userId(QStringLiteral("nobody-knows"));
    QVERIFY(awaitResult(near.service().read(stranger, employeeQuery())));
    near.settle();
    const DocumentResult kept = awaitResult(near.service().read(stranger, employeeQuery()));
    QCOMPARE(kept->from.reason, Reason::Hit);
    QVERIFY(moveTo(near, "new"));
    QCOMPARE(cityOf(awaitResult(near.service().read(stranger, employeeQuery()))), QStringLiteral("new"));
}

QTEST_GUILESS_MAIN(TestFaultsSharing)
#include "tst_faultssharing.moc"
