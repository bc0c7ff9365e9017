#include "integration/PgTesting.h"
#include "postgres/PgHrStore.h"
#include "support/DelayProxy.h"
#include "support/PostgresProcess.h"
#include "support/TestDatabase.h"

#include <QElapsedTimer>
#include <QTest>

using namespace hrcache;
using namespace hrcache::pgtesting;
using std::chrono::milliseconds;

namespace {

const auto killAll = QStringLiteral("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                                    "WHERE datname = current_database() AND pid <> pg_backend_pid()");
const auto countActive =
    QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                   "AND state = 'active' AND pid <> pg_backend_pid()");
const auto cityOfDupont = QStringLiteral("SELECT city FROM hr.employees WHERE identifier = 'EMP001'");

} // namespace

class TestPgFaults : public QObject
{
    Q_OBJECT

private slots:
    void aConnectionKilledBetweenReadsIsReplaced();
    void aReadWhoseConnectionIsKilledIsDoneOnAnother();
    void readsSurviveAStormOfKills();
    void writesAreNeverDoneTwice();
    void aWriteOnADeadConnectionUsesAnother();
    void aKilledWriteIsKnownToBeUndone();
    void aCommitWhoseAnswerIsLostIsUnknown();
    void aStoppedServerIsUnreachableAndComesBack();
    void aSilentServerTimesOut();
    void aSilentServerLeavesAWriteUnknown();
    void aServerThatDoesNotAnswerTheLoginTimesOut();
    void aResetInTheLoginIsUnreachable();
    void anAnswerCutAnywhereFailsOrIsRepeated();
};

void TestPgFaults::aConnectionKilledBetweenReadsIsReplaced()
{
    TestDatabase database;
    PgHrStore store(config(database.url()));
    for (int i = 0; i < 10; ++i) {
        const auto rows = awaitResult(store.read({HrQuery::employees(company())}));
        QVERIFY2(rows[0], rows[0] ? "" : qPrintable(rows[0].error().message));
        QCOMPARE(rows[0]->count, 3);
        // Blocks this thread, so the next read is sent before its end can be noticed.
        QVERIFY(database.value(killAll).toInt() >= 1);
    }
}

void TestPgFaults::aReadWhoseConnectionIsKilledIsDoneOnAnother()
{
    TestDatabase database;
    PgPool pool(config(database.url()));
    QCOMPARE(value(pool, "SELECT 1"), "1");
    auto task = asTask(pool.read({{PgSql::once("SELECT 7, pg_sleep(0.3)"), {}}}));
    QTRY_COMPARE(database.value(countActive), QStringLiteral("1"));
    QCOMPARE(database.value(killAll), QStringLiteral("1"));
    QCOMPARE(valueOf(awaitResult(std::move(task))), "7");

    // What has been answered is kept.
    task = asTask(pool.read({{PgSql::once("SELECT pg_backend_pid(), repeat('x', 100000)"), {}},
                             {PgSql::once("SELECT pg_backend_pid(), pg_sleep(0.3)"), {}}}));
    QTRY_COMPARE(database.value(countActive), QStringLiteral("1"));
    QCOMPARE(database.value(killAll), QStringLiteral("1"));
    const auto both = awaitResult(std::move(task));
    QVERIFY(both);
    QVERIFY((*both)[0]->bytes(0, 0).toInt() > 0);
    QVERIFY((*both)[1]->bytes(0, 0).toInt() > 0);
    QVERIFY((*both)[0]->bytes(0, 0) != (*both)[1]->bytes(0, 0));

    // Not for ever: twice is enough.
    task = asTask(pool.read({{PgSql::once("SELECT pg_sleep(60)"), {}}}));
    for (int i = 0; i < 2; ++i) {
        QTRY_COMPARE(database.value(countActive), QStringLiteral("1"));
        QVERIFY(database.value(killAll).toInt() >= 1);
    }
    const auto reply = awaitResult(std::move(task));
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Unreachable);
    QVERIFY(reply.error().retryable);
    QCOMPARE(value(pool, "SELECT 1"), "1");
}

namespace {

struct Tally
{
    bool stopped = false;
    int good = 0;
    int bad = 0;
    QStringList problems;
};

Task<> readUntilStopped(PgHrStore *store, Tally *tally)
{
    while (!tally->stopped) {
        std::vector<HrQuery> queries{HrQuery::employees(company()),
                                     HrQuery::references(company(), "CH", "fr"),
                                     HrQuery::contracts(company(), dupont())};
        const auto rows = co_await store->read(std::move(queries));
        const qsizetype counts[] = {3, 10, 2};
        bool right = rows.size() == std::size(counts);
        for (size_t i = 0; i < rows.size(); ++i) {
            right = right && rows[i] && rows[i]->count == counts[i];
            if (!rows[i])
                tally->problems << rows[i].error().message + QLatin1Char('|') + rows[i].error().detail;
        }
        ++(right ? tally->good : tally->bad);
    }
}

} // namespace

void TestPgFaults::readsSurviveAStormOfKills()
{
    TestDatabase database;
    PgHrStore store(config(database.url()));
    Tally tally;
    std::vector<Task<>> readers;
    for (int i = 0; i < 6; ++i)
        readers.push_back(readUntilStopped(&store, &tally));
    QTimer killer;
    constexpr int storms = 15;
    int done = 0;
    int killed = 0;
    connect(&killer, &QTimer::timeout, &killer, [&] {
        killed += database.value(killAll).toInt();
        tally.stopped = ++done >= storms;
        if (tally.stopped)
            killer.stop();
    });
    killer.start(150);
    for (auto &reader : readers)
        awaitResult(std::move(reader));
    QVERIFY(killed > storms);
    // What has no answer is sent once more; only a read that meets two kills in a row may fail.
    QVERIFY2(tally.bad <= storms / 5, qPrintable(tally.problems.join(QLatin1Char('\n'))));
    QVERIFY(tally.good > 100);
}

void TestPgFaults::writesAreNeverDoneTwice()
{
    TestDatabase database;
    database.exec(QStringLiteral("CREATE TABLE public.log (n integer)"));
    PgPool pool(config(database.url()));
    int known = 0;
    int unknown = 0;
    int undone = 0;
    const int total = 60;
    for (int i = 0; i < total; ++i) {
        const auto number = QByteArray::number(i);
        auto task = asTask(pool.transaction({{PgSql::once("INSERT INTO public.log VALUES ($1)"), {number}}}));
        if (i % 3 == 0)
            QVERIFY(database.value(killAll).toInt() >= 0);
        const auto reply = awaitResult(std::move(task));
        if (reply && reply->front())
            ++known;
        else if (!reply && reply.error().code == ErrorCode::CommitUnknown)
            ++unknown;
        else
            ++undone;
        const QString rows =
            database.value(QStringLiteral("SELECT count(*) FROM public.log WHERE n = %1").arg(i));
        QVERIFY(rows.toInt() <= 1);
        if (reply && reply->front())
            QCOMPARE(rows, QStringLiteral("1"));
        else if (reply || reply.error().code != ErrorCode::CommitUnknown)
            QCOMPARE(rows, QStringLiteral("0"));
    }
    QCOMPARE(known + unknown + undone, total);
    QVERIFY(known >= total * 2 / 3 - 5);
}

void TestPgFaults::aWriteOnADeadConnectionUsesAnother()
{
    TestDatabase database;
    PgHrStore store(config(database.url()));
    for (int i = 0; i < 5; ++i) {
        QVERIFY(awaitResult(store.holders(company())));
        QVERIFY(database.value(killAll).toInt() >= 1);
        QTRY_COMPARE(database.value(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = "
                                                   "current_database() AND pid <> pg_backend_pid()")),
                     QStringLiteral("0"));
        const auto city = QByteArray("City ") + QByteArray::number(i);
        const auto outcome = awaitResult(store.write(moveTo(city.constData())));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
        QCOMPARE(database.value(cityOfDupont).toUtf8(), city);
    }
}

void TestPgFaults::aKilledWriteIsKnownToBeUndone()
{
    TestDatabase database;
    database.exec(QStringLiteral("CREATE TABLE public.log (n integer)"));
    PgPool pool(config(database.url()));
    auto task = asTask(pool.transaction(
        {{PgSql::once("INSERT INTO public.log VALUES (1)"), {}}, {PgSql::once("SELECT pg_sleep(60)"), {}}}));
    QTRY_COMPARE(database.value(countActive), QStringLiteral("1"));
    QCOMPARE(database.value(killAll), QStringLiteral("1"));
    const auto reply = awaitResult(std::move(task));
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Unreachable);
    QCOMPARE(database.value(QStringLiteral("SELECT count(*) FROM public.log")), QStringLiteral("0"));
}

void TestPgFaults::aCommitWhoseAnswerIsLostIsUnknown()
{
    TestDatabase database;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), portOf(database.url()), milliseconds(0));
    PgHrStore store(config(throughPort(database.url(), proxy.port())));
    QVERIFY(awaitResult(store.holders(company())));
    proxy.cutAfter(10); // the server does it, the answer does not arrive
    const auto outcome = awaitResult(store.write(moveTo("Lausanne")));
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::CommitUnknown);
    QVERIFY(!outcome.error().retryable);
    QVERIFY(outcome.error().message.contains(QLatin1String("may not have been saved")));
    QTRY_COMPARE(database.value(cityOfDupont), QStringLiteral("Lausanne"));
    proxy.cutAfter(-1);
    QVERIFY(awaitResult(store.write(moveTo("Genève"))));
}

void TestPgFaults::aStoppedServerIsUnreachableAndComesBack()
{
    PostgresProcess server;
    PgPool pool(config(server.url()));
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(value(pool, "SELECT 1"), "1");
        auto running = asTask(pool.read({{PgSql::once("SELECT pg_sleep(60)"), {}}}));
        auto waiting = asTask(pool.transaction({{PgSql::once("SELECT pg_sleep(60)"), {}}}));
        server.kill();
        const auto lost = awaitResult(std::move(running));
        QVERIFY(!lost);
        QCOMPARE(lost.error().code, ErrorCode::Unreachable);
        QVERIFY(lost.error().retryable);
        QVERIFY(!awaitResult(std::move(waiting)));
        const auto refused = query(pool, "SELECT 1");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unreachable);
        QCOMPARE(await(pool.transaction({{PgSql::once("SELECT 1"), {}}})).error().code,
                 ErrorCode::Unreachable);
        QCOMPARE(pool.openConnections(), 0);
        server.restart();
    }
    QCOMPARE(value(pool, "SELECT 1"), "1");
}

void TestPgFaults::aSilentServerTimesOut()
{
    TestDatabase database(TestDatabase::Content::Empty);
    DelayProxy proxy(QStringLiteral("127.0.0.1"), portOf(database.url()), milliseconds(0));
    PgConfig settings = config(throughPort(database.url(), proxy.port()));
    settings.queryTimeout = milliseconds(300);
    PgPool pool(settings);
    QCOMPARE(value(pool, "SELECT 1"), "1");
    proxy.pause();
    QElapsedTimer timer;
    timer.start();
    const auto reply = query(pool, "SELECT 1");
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Timeout);
    QVERIFY(reply.error().retryable);
    QVERIFY(timer.elapsed() >= 290);
    QVERIFY(timer.elapsed() < 5'000);
    proxy.resume();
    QCOMPARE(value(pool, "SELECT 1"), "1");
}

void TestPgFaults::aSilentServerLeavesAWriteUnknown()
{
    TestDatabase database;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), portOf(database.url()), milliseconds(0));
    PgConfig settings = config(throughPort(database.url(), proxy.port()));
    settings.queryTimeout = milliseconds(300);
    PgHrStore store(settings);
    QVERIFY(awaitResult(store.holders(company())));
    proxy.pause();
    const auto outcome = awaitResult(store.write(moveTo("Lausanne")));
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::CommitUnknown);
    proxy.resume();
}

void TestPgFaults::aServerThatDoesNotAnswerTheLoginTimesOut()
{
    TestDatabase database(TestDatabase::Content::Empty);
    DelayProxy proxy(QStringLiteral("127.0.0.1"), portOf(database.url()), milliseconds(0));
    PgConfig settings = config(throughPort(database.url(), proxy.port()));
    settings.connectTimeout = milliseconds(300);
    PgPool pool(settings);
    proxy.pause();
    const auto reply = query(pool, "SELECT 1");
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Timeout);
    proxy.resume();
    QCOMPARE(value(pool, "SELECT 1"), "1");
}

void TestPgFaults::aResetInTheLoginIsUnreachable()
{
    TestDatabase database(TestDatabase::Content::Empty);
    DelayProxy proxy(QStringLiteral("127.0.0.1"), portOf(database.url()), milliseconds(0));
    PgPool pool(config(throughPort(database.url(), proxy.port())));
    for (const qint64 bytes : {0, 1, 8, 30, 100, 150}) {
        proxy.cutAfter(bytes);
        const auto reply = query(pool, "SELECT 1");
        QVERIFY(!reply);
        QVERIFY2(reply.error().code == ErrorCode::Unreachable, qPrintable(reply.error().message));
        QVERIFY(reply.error().retryable);
    }
    proxy.cutAfter(-1);
    QCOMPARE(value(pool, "SELECT 1"), "1");
}

void TestPgFaults::anAnswerCutAnywhereFailsOrIsRepeated()
{
    TestDatabase database;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), portOf(database.url()), milliseconds(0));
    const auto settings = config(throughPort(database.url(), proxy.port()));
    int cut = 0;
    for (qint64 bytes = 0; bytes < 1'200; bytes += 37) {
        PgHrStore store(settings);
        QVERIFY(awaitResult(store.holders(company())));
        proxy.cutAfter(bytes);
        auto task = store.read({HrQuery::references(company(), "CH", "fr"), HrQuery::employees(company())});
        QTRY_VERIFY(proxy.counts().total.bytesToClient > 0);
        const auto rows = awaitResult(std::move(task));
        QCOMPARE(rows.size(), size_t(2));
        for (const auto &one : rows) {
            if (!one) {
                QCOMPARE(one.error().code, ErrorCode::Unreachable);
                ++cut;
            }
        }
        if (rows[0])
            QCOMPARE(rows[0]->count, 10);
        if (rows[1])
            QCOMPARE(rows[1]->count, 3);
        proxy.cutAfter(-1);
        const auto again = awaitResult(store.read({HrQuery::employees(company())}));
        QVERIFY(again[0]);
    }
    QVERIFY(cut > 0);
}

QTEST_GUILESS_MAIN(TestPgFaults)
#include "tst_pgfaults.moc"
