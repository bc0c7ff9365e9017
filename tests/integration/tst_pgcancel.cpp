#include "integration/PgTesting.h"
#include "support/DelayProxy.h"
#include "support/TestDatabase.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <cstdio>

using namespace hrcache;
using namespace hrcache::pgtesting;

namespace {

Task<int> destroyWhenAnswered(std::unique_ptr<PgPool> pool, const char *sql)
{
    auto completion = pool->read({{PgSql::once(sql), {}}});
    const auto reply = co_await std::move(completion);
    pool.reset();
    co_return reply ? 1 : 0;
}

/// What the process does that aProgramThatEndsDoesNotWaitForADistantServer() starts.
int leaveWithAQueryUnderWay(const QString &url)
{
    PgPool pool(config(url));
    if (value(pool, "SELECT 1") != "1")
        return 1;
    std::stop_source source;
    auto task = asTask(pool.read({{PgSql::once("SELECT pg_sleep(60)"), {}}}, source.get_token()));
    source.request_stop();
    const bool cancelled = !awaitResult(std::move(task));
    std::puts("leaving");
    std::fflush(stdout);
    return cancelled ? 0 : 1;
}

} // namespace

class TestPgCancel : public QObject
{
    Q_OBJECT

private slots:
    void aCancelledQueryEndsOnTheServerAndKeepsItsConnection();
    void aQueryThatWaitsCanBeCancelled();
    void cancellingAfterTheAnswerDoesNothing();
    void aCancellationFromAnotherThreadIsHeard();
    void aProgramThatEndsDoesNotWaitForADistantServer();
    void destroyingThePoolFailsWhatIsUnderWay();
    void aCallerMayDestroyThePoolWhenItIsAnswered();
};

void TestPgCancel::aCancelledQueryEndsOnTheServerAndKeepsItsConnection()
{
    TestDatabase database(TestDatabase::Content::Empty);
    PgPool pool(config(database.url()), {1, 100});
    const QByteArray process = value(pool, "SELECT pg_backend_pid()");
    const QString active =
        QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = "
                       "current_database() AND state = 'active' AND query LIKE '%pg_sleep%' "
                       "AND pid <> pg_backend_pid()");
    for (int i = 0; i < 5; ++i) {
        std::stop_source source;
        auto task = asTask(pool.read(
            {{PgSql::once("SELECT pg_sleep(60)"), {}}, {PgSql::once("SELECT 2"), {}}}, source.get_token()));
        QTRY_COMPARE(database.value(active), QStringLiteral("1"));
        QElapsedTimer timer;
        timer.start();
        source.request_stop();
        const auto reply = awaitResult(std::move(task));
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::Cancelled);
        QVERIFY(timer.elapsed() < 5'000);
        QTRY_COMPARE(database.value(active), QStringLiteral("0"));
        QCOMPARE(value(pool, "SELECT pg_backend_pid()"), process);
    }
}

void TestPgCancel::aQueryThatWaitsCanBeCancelled()
{
    TestDatabase database(TestDatabase::Content::Empty);
    PgPool pool(config(database.url()), {1, 100});
    std::stop_source source;
    auto first = asTask(pool.read({{PgSql::once("SELECT pg_sleep(0.2), 1"), {}}}));
    auto second = asTask(pool.read({{PgSql::once("SELECT 2"), {}}}, source.get_token()));
    auto third = asTask(pool.read({{PgSql::once("SELECT 3"), {}}}));
    source.request_stop();
    QCOMPARE(awaitResult(std::move(second)).error().code, ErrorCode::Cancelled);
    QVERIFY(awaitResult(std::move(first)));
    QCOMPARE(valueOf(awaitResult(std::move(third))), "3");
}

void TestPgCancel::cancellingAfterTheAnswerDoesNothing()
{
    TestDatabase database(TestDatabase::Content::Empty);
    PgPool pool(config(database.url()), {1, 100});
    for (int i = 0; i < 20; ++i) {
        std::stop_source source;
        QCOMPARE(valueOf(query(pool, "SELECT 1", source.get_token())), "1");
        source.request_stop();
        QCOMPARE(valueOf(query(pool, "SELECT pg_sleep(0.001), 1")), "");
    }
}

void TestPgCancel::aCancellationFromAnotherThreadIsHeard()
{
    TestDatabase database(TestDatabase::Content::Empty);
    PgPool pool(config(database.url()));
    for (int i = 0; i < 20; ++i) {
        std::stop_source source;
        auto task = asTask(pool.read({{PgSql::once("SELECT pg_sleep(60)"), {}}}, source.get_token()));
        const std::unique_ptr<QThread> thread(QThread::create([&source] { source.request_stop(); }));
        thread->start();
        QCOMPARE(awaitResult(std::move(task)).error().code, ErrorCode::Cancelled);
        QVERIFY(thread->wait());
    }
    QCOMPARE(value(pool, "SELECT 1"), "1");
}

void TestPgCancel::aProgramThatEndsDoesNotWaitForADistantServer()
{
    TestDatabase database(TestDatabase::Content::Empty);
    const DelayProxy proxy(QStringLiteral("127.0.0.1"), portOf(database.url()),
                           std::chrono::milliseconds(400));
    QProcess program;
    program.start(QCoreApplication::applicationFilePath(),
                  {QStringLiteral("leave"), throughPort(database.url(), proxy.port())});
    QVERIFY(program.waitForReadyRead(30'000));
    QElapsedTimer timer;
    timer.start();
    QVERIFY(program.waitForFinished(30'000));
    QVERIFY2(timer.elapsed() < 1'000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
}

void TestPgCancel::destroyingThePoolFailsWhatIsUnderWay()
{
    TestDatabase database(TestDatabase::Content::Empty);
    database.exec(QStringLiteral("CREATE TABLE t (a integer)"));
    auto pool = std::make_unique<PgPool>(config(database.url()), PgPool::Limits{2, 100});
    QCOMPARE(value(*pool, "SELECT 1"), "1");
    std::vector<Task<Result<PgReply>>> reads;
    auto transaction = asTask(pool->transaction({{PgSql::once("SELECT pg_sleep(0.1)"), {}}}));
    for (int i = 0; i < 5; ++i)
        reads.push_back(asTask(pool->read({{PgSql::once("SELECT pg_sleep(60)"), {}}})));
    pool.reset();
    // Nobody can tell whether what was sent will be done.
    QCOMPARE(awaitResult(std::move(transaction)).error().code, ErrorCode::CommitUnknown);
    for (auto &read : reads)
        QCOMPARE(awaitResult(std::move(read)).error().code, ErrorCode::Cancelled);
}

void TestPgCancel::aCallerMayDestroyThePoolWhenItIsAnswered()
{
    TestDatabase database(TestDatabase::Content::Empty);
    for (int i = 0; i < 10; ++i)
        QCOMPARE(
            awaitResult(destroyWhenAnswered(std::make_unique<PgPool>(config(database.url())), "SELECT 1")),
            1);
    const auto nowhere = QStringLiteral("postgresql://u@127.0.0.1:1/d");
    for (int i = 0; i < 10; ++i)
        QCOMPARE(awaitResult(destroyWhenAnswered(std::make_unique<PgPool>(config(nowhere)), "SELECT 1")), 0);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "leave") == 0)
        return leaveWithAQueryUnderWay(QString::fromLocal8Bit(argv[2]));
    TestPgCancel test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_pgcancel.moc"
