#include "HrTesting.h"

#include "support/DelayProxy.h"
#include "support/PostgresProcess.h"
#include "support/RedisProcess.h"

#include <QLoggingCategory>
#include <QThread>

#include <atomic>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

/// Own servers, one client.
struct Bench
{
    explicit Bench(std::chrono::milliseconds queryTimeout = 30s)
        : database(TestDatabase::Content::Sample, postgres.url())
    {
        PgConfig config =
            PgConfig::parse(HrStack::urlThrough(database.url(), postgres.port(), QStringLiteral("client")))
                .value();
        config.queryTimeout = queryTimeout;
        stack = std::make_unique<HrStack>(HrStack::redisAt(redis.port()), config);
    }

    [[nodiscard]] qlonglong exists(const HrQuery &query)
    {
        return redis.peer().number({"EXISTS", CacheKey::of(owner(), query)});
    }

    RedisProcess redis;
    PostgresProcess postgres;
    TestDatabase database;
    std::unique_ptr<HrStack> stack;
};

const QString waitingForLock = QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = "
                                              "current_database() AND wait_event_type = 'Lock'");
const QString asleep = QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = "
                                      "current_database() AND wait_event = 'PgSleep'");
const QString city = QStringLiteral("SELECT city FROM hr.employees WHERE identifier = 'EMP001'");

/// Holds the row of the first employee until it is destroyed.
class RowLock
{
public:
    explicit RowLock(const TestDatabase &database)
        : m_pool(PgConfig::parse(database.url()).value())
        , m_held(m_pool.transaction(
              {{PgSql::once("UPDATE hr.employees SET phone = '1' WHERE identifier = 'EMP001'"), {}},
               {PgSql::once("SELECT pg_sleep(30)"), {}}}))
    {
    }

    /// Ends the transaction that holds it.
    static void release(const TestDatabase &database)
    {
        database.exec(QStringLiteral("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                                     "current_database() AND wait_event = 'PgSleep'"));
    }

private:
    PgPool m_pool;
    Completion<Result<PgReply>> m_held;
};

} // namespace

class TestFaultsPostgres final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { QLoggingCategory::setFilterRules(QStringLiteral("hrcache.*=false")); }

    void aKilledDatabaseLeavesHitsAlone();
    void aSilentDatabaseLeavesHitsAloneAndEndsInATimeout();
    void aReadThatFailedGivesItsLeaseBack();
    void aBackendTerminatedInAWriteTellsTheTruth();
    void writesUnderTerminationsAreNeverMisreported();
    void aWriteWhoseLineWasCutIsInvalidated();
    void aCommitThatComesAfterTheLineWasCutLeavesNothingOld();
    void aWriteIntoSilenceIsUnknownAndInvalidated();
    void withBothServersDownTheErrorSaysSoAndBothAreFoundAgain();
};

void TestFaultsPostgres::aKilledDatabaseLeavesHitsAlone()
{
    Bench bench;
    QCOMPARE(warm(*bench.stack, listQuery()), Reason::Hit);
    bool stop = false;
    ReadTally cached;
    ReadTally missing;
    std::vector<Task<>> readers;
    readers.push_back(keepReading(bench.stack.get(), listQuery(), &stop, &cached));
    // Never cached, so it asks the database each time.
    readers.push_back(
        keepReading(bench.stack.get(), HrQuery::payrollResults(sampleCompany()), &stop, &missing));
    for (int round = 0; round < 2; ++round) {
        const int read = missing.reads - missing.failed;
        QTRY_VERIFY(missing.reads - missing.failed > read + 20);
        const int failed = missing.failed;
        const int hits = cached.hits;
        bench.postgres.kill();
        QTRY_VERIFY(missing.failed > failed + 20);
        QTRY_VERIFY(cached.hits > hits + 20);
        const DocumentResult miss = readNow(*bench.stack, employeeQuery());
        QVERIFY(!miss);
        QCOMPARE(miss.error().code, ErrorCode::Unreachable);
        QVERIFY(miss.error().retryable);
        bench.postgres.restart();
    }
    QTRY_VERIFY(readNow(*bench.stack, employeeQuery()));
    stop = true;
    QTRY_COMPARE(cached.running + missing.running, 0);
    QVERIFY2(cached.failed == 0, qPrintable(cached.firstError));
    QCOMPARE(cached.hits, cached.reads);
}

void TestFaultsPostgres::aSilentDatabaseLeavesHitsAloneAndEndsInATimeout()
{
    Bench bench(800ms);
    QCOMPARE(warm(*bench.stack, listQuery()), Reason::Hit);
    bench.postgres.pause();
    QElapsedTimer timer;
    timer.start();
    auto waiting = bench.stack->service().read(owner(), employeeQuery());
    QCOMPARE(reasonOf(readNow(*bench.stack, listQuery())), Reason::Hit);
    QVERIFY(timer.elapsed() < 700);
    const DocumentResult answer = awaitResult(std::move(waiting));
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Timeout);
    bench.stack->settle();
    QCOMPARE(bench.exists(employeeQuery()), 0);
    bench.postgres.resume();
    QTRY_COMPARE(warm(*bench.stack, employeeQuery()), Reason::Hit);
}

void TestFaultsPostgres::aReadThatFailedGivesItsLeaseBack()
{
    Bench bench;
    QVERIFY(readNow(*bench.stack, listQuery()));
    bench.postgres.kill();
    const auto both =
        awaitResult(bench.stack->service().readAll(owner(), {employeeQuery(1), employeeQuery(2)}));
    QVERIFY(!both[0] && !both[1]);
    QCOMPARE(both[0].error().code, ErrorCode::Unreachable);
    bench.stack->settle();
    QCOMPARE(bench.exists(employeeQuery(1)) + bench.exists(employeeQuery(2)), 0);
    // A refresh that fails leaves the entry that it was to replace.
    QCOMPARE(bench.exists(listQuery()), 1);
    QVERIFY(!readNow(*bench.stack, listQuery(), ReadMode::Forced));
    bench.stack->settle();
    QCOMPARE(reasonOf(readNow(*bench.stack, listQuery())), Reason::Hit);
    bench.postgres.restart();
    // At once, not after the ten seconds of a lease.
    QTRY_COMPARE(warm(*bench.stack, employeeQuery(1)), Reason::Hit);
}

void TestFaultsPostgres::aBackendTerminatedInAWriteTellsTheTruth()
{
    Bench bench;
    QVERIFY(moveTo(*bench.stack, "before"));
    QCOMPARE(warm(*bench.stack, employeeQuery()), Reason::Hit);
    const RowLock lock(bench.database);
    QTRY_COMPARE(bench.database.value(asleep), QStringLiteral("1"));
    auto writing =
        bench.stack->service().write(owner(), employeeUpdate(sampleEmployee(1), {{"city", "after"}}));
    QTRY_COMPARE(bench.database.value(waitingForLock), QStringLiteral("1"));
    bench.database.exec(
        QStringLiteral("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname "
                       "= current_database() AND wait_event_type = 'Lock'"));
    const auto written = awaitResult(std::move(writing));
    QVERIFY(!written);
    QCOMPARE(bench.database.value(city), QStringLiteral("before"));
    // The server said that it ended the transaction; if that was lost, the entry must be gone.
    QVERIFY(written.error().code != ErrorCode::CommitUnknown || bench.exists(employeeQuery()) == 0);
    RowLock::release(bench.database);
    QTRY_VERIFY(moveTo(*bench.stack, "at last"));
    QCOMPARE(cityOf(readNow(*bench.stack, employeeQuery())), QStringLiteral("at last"));
}

void TestFaultsPostgres::writesUnderTerminationsAreNeverMisreported()
{
    Bench bench;
    HrStack reader(
        HrStack::redisAt(bench.redis.port()),
        HrStack::urlThrough(bench.database.url(), bench.postgres.port(), QStringLiteral("client")));
    QString last = QStringLiteral("w0");
    QVERIFY(moveTo(*bench.stack, "w0"));
    int failed = 0;
    int unknown = 0;
    std::atomic<bool> stop{false};
    // Terminated from another thread, so that it strikes anywhere in a write.
    const std::unique_ptr<QThread> killer(QThread::create([&bench, &stop] {
        while (!stop) {
            bench.database.exec(QStringLiteral("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                                               "application_name = 'client'"));
        }
    }));
    killer->start();
    for (int number = 1; number <= 150; ++number) {
        const QByteArray text = "w" + QByteArray::number(number);
        // Keeps entries and leases coming; a read may fail under these conditions.
        [[maybe_unused]] const DocumentResult before = readNow(reader, employeeQuery());
        const auto written = moveTo(*bench.stack, text.constData());
        const bool isUnknown = !written && written.error().code == ErrorCode::CommitUnknown;
        unknown += isUnknown ? 1 : 0;
        failed += !written && !isUnknown ? 1 : 0;
        if (isUnknown)
            QCOMPARE(bench.exists(employeeQuery()), 0);
        const QString now = bench.database.value(city);
        if (written)
            QCOMPARE(now, QString::fromLatin1(text));
        else if (!isUnknown)
            QCOMPARE(now, last);
        last = now;
        const DocumentResult after = readNow(reader, employeeQuery());
        if (after)
            QCOMPARE(cityOf(after), now);
    }
    stop = true;
    killer->wait();
    qInfo("%d of 150 writes failed, %d unknown", failed, unknown);
    QVERIFY(failed + unknown > 0);
    QVERIFY(failed + unknown < 150);
}

void TestFaultsPostgres::aWriteWhoseLineWasCutIsInvalidated()
{
    Bench bench;
    DelayProxy line(QStringLiteral("127.0.0.1"), bench.postgres.port(), 0ms);
    HrStack stack(HrStack::redisAt(bench.redis.port()),
                  HrStack::urlThrough(bench.database.url(), line.port()));
    QVERIFY(moveTo(stack, "before"));
    QCOMPARE(warm(stack, employeeQuery()), Reason::Hit);
    {
        const RowLock lock(bench.database);
        QTRY_COMPARE(bench.database.value(asleep), QStringLiteral("1"));
        auto writing = stack.service().write(owner(), employeeUpdate(sampleEmployee(1), {{"city", "after"}}));
        QTRY_COMPARE(bench.database.value(waitingForLock), QStringLiteral("1"));
        line.kill();
        const auto written = awaitResult(std::move(writing));
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::CommitUnknown);
        QVERIFY(!written.error().retryable);
        QCOMPARE(bench.exists(employeeQuery()), 0);
        RowLock::release(bench.database);
    }
    // Whatever became of it, the reader sees what the database has.
    QTRY_COMPARE(bench.database.value(waitingForLock), QStringLiteral("0"));
    QCOMPARE(cityOf(readNow(stack, employeeQuery())), bench.database.value(city));
}

void TestFaultsPostgres::aCommitThatComesAfterTheLineWasCutLeavesNothingOld()
{
    Bench bench;
    DelayProxy line(QStringLiteral("127.0.0.1"), bench.postgres.port(), 0ms);
    HrStack writer(HrStack::redisAt(bench.redis.port()),
                   HrStack::urlThrough(bench.database.url(), line.port()));
    QVERIFY(moveTo(writer, "before"));
    {
        const RowLock lock(bench.database);
        QTRY_COMPARE(bench.database.value(asleep), QStringLiteral("1"));
        auto writing =
            writer.service().write(owner(), employeeUpdate(sampleEmployee(1), {{"city", "after"}}));
        QTRY_COMPARE(bench.database.value(waitingForLock), QStringLiteral("1"));
        line.kill();
        const auto written = awaitResult(std::move(writing));
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::CommitUnknown);
        // The transaction still waits on the server, and somebody reads the row as it is.
        QCOMPARE(bench.database.value(waitingForLock), QStringLiteral("1"));
        QCOMPARE(warm(*bench.stack, employeeQuery()), Reason::Hit);
        RowLock::release(bench.database);
    }
    QTRY_COMPARE(bench.database.value(waitingForLock), QStringLiteral("0"));
    const QString now = bench.database.value(city);
    QCOMPARE(now, QStringLiteral("after"));
    QEXPECT_FAIL("",
                 "a commit of unknown end is invalidated once, when the line is lost, and not when it ends",
                 Continue);
    QCOMPARE(cityOf(readNow(*bench.stack, employeeQuery())), now);
}

void TestFaultsPostgres::aWriteIntoSilenceIsUnknownAndInvalidated()
{
    Bench bench(1s);
    QVERIFY(moveTo(*bench.stack, "before"));
    QCOMPARE(warm(*bench.stack, employeeQuery()), Reason::Hit);
    const RowLock lock(bench.database);
    QTRY_COMPARE(bench.database.value(asleep), QStringLiteral("1"));
    auto writing =
        bench.stack->service().write(owner(), employeeUpdate(sampleEmployee(1), {{"city", "after"}}));
    QTRY_COMPARE(bench.database.value(waitingForLock), QStringLiteral("1"));
    bench.postgres.pause();
    const auto written = awaitResult(std::move(writing));
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::CommitUnknown);
    QCOMPARE(bench.exists(employeeQuery()), 0);
    bench.postgres.resume();
    RowLock::release(bench.database);
    QTRY_COMPARE(bench.database.value(waitingForLock), QStringLiteral("0"));
    QTRY_COMPARE(cityOf(readNow(*bench.stack, employeeQuery())), bench.database.value(city));
}

void TestFaultsPostgres::withBothServersDownTheErrorSaysSoAndBothAreFoundAgain()
{
    Bench bench;
    QCOMPARE(warm(*bench.stack, listQuery()), Reason::Hit);
    bench.redis.kill();
    bench.postgres.kill();
    for (int round = 0; round < 20; ++round) {
        QElapsedTimer timer;
        timer.start();
        const DocumentResult read = readNow(*bench.stack, listQuery());
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Unreachable);
        QVERIFY(!read.error().message.isEmpty());
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    }
    const auto written = moveTo(*bench.stack, "nowhere", true);
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::Unreachable);
    bench.redis.restart();
    bench.postgres.restart();
    QTRY_COMPARE(warm(*bench.stack, listQuery()), Reason::Hit);
    QVERIFY(moveTo(*bench.stack, "somewhere"));
}

QTEST_GUILESS_MAIN(TestFaultsPostgres)
#include "tst_faultspostgres.moc"
