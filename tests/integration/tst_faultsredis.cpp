#include "HrTesting.h"

#include "support/DelayProxy.h"
#include "support/RedisProcess.h"

#include <QLoggingCategory>

using namespace hrcache;
using namespace std::chrono_literals;

class TestFaultsRedis final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { QLoggingCategory::setFilterRules(QStringLiteral("hrcache.redis=false")); }

    void aKilledRedisFailsNoRead();
    void aStoppedRedisCostsOneTimeoutAndFailsNoRead();
    void killedClientsFailNoRead();
    void anEmptiedRedisIsFilledAgain();
    void aFlushBetweenLeaseAndFillRefusesTheFill();
    void aFullRedisIsReadAndNotFilled();
    void aReplicaIsReadAndNotFilled();
    void aReaderWithoutWritesReadsAndStoresNothing();
    void withoutScriptsFillsAreStoredAndFenced();
    void aWriteWithoutRedisIsRefusedBeforeItIsDone();
    void aWriteThatCouldNotInvalidateIsMadeUpFor();
    void aDeleteWithoutReplyIsMadeUpFor();

private:
    TestDatabase m_database;
};

void TestFaultsRedis::aKilledRedisFailsNoRead()
{
    RedisProcess redis;
    HrStack stack(HrStack::redisAt(redis.port()), m_database.url());
    bool stop = false;
    ReadTally tally;
    std::vector<Task<>> readers;
    for (int number = 1; number <= 3; ++number)
        readers.push_back(keepReading(&stack, employeeQuery(number), &stop, &tally));
    readers.push_back(keepReading(&stack, listQuery(), &stop, &tally));
    for (int round = 0; round < 3; ++round) {
        const int hits = tally.hits;
        QTRY_VERIFY(tally.hits > hits + 50);
        const int unreachable = tally.unreachable;
        redis.kill();
        QTRY_VERIFY(tally.unreachable > unreachable + 50);
        QVERIFY(!tally.lastNote.isEmpty());
        redis.restart();
    }
    const int hits = tally.hits;
    QTRY_VERIFY(tally.hits > hits + 50);
    stop = true;
    QTRY_COMPARE(tally.running, 0);
    QVERIFY2(tally.failed == 0, qPrintable(tally.firstError));
}

void TestFaultsRedis::aStoppedRedisCostsOneTimeoutAndFailsNoRead()
{
    RedisProcess redis;
    HrStack stack(HrStack::redisAt(redis.port()), m_database.url());
    QCOMPARE(warm(stack, listQuery()), Reason::Hit);
    redis.pause();
    QElapsedTimer outage;
    outage.start();
    const DocumentResult first = readNow(stack, listQuery());
    QCOMPARE(reasonOf(first), Reason::CacheUnreachable);
    QCOMPARE(first->from.source, Source::Database);
    QVERIFY(!first->from.note.isEmpty());
    QVERIFY2(outage.elapsed() >= 450 && outage.elapsed() < 1500,
             qPrintable(QString::number(outage.elapsed())));
    // The next ones do not wait for the same silence again.
    for (int read = 0; read < 50; ++read) {
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(reasonOf(readNow(stack, listQuery())), Reason::CacheUnreachable);
        QVERIFY2(timer.elapsed() < 300, qPrintable(QString::number(timer.elapsed())));
    }
    redis.resume();
    QTRY_COMPARE(reasonOf(readNow(stack, listQuery())), Reason::Hit);
}

void TestFaultsRedis::killedClientsFailNoRead()
{
    RedisProcess redis;
    HrStack stack(HrStack::redisAt(redis.port()), m_database.url());
    bool stop = false;
    ReadTally tally;
    std::vector<Task<>> readers;
    for (int number = 0; number < 4; ++number)
        readers.push_back(keepReading(&stack, listQuery(), &stop, &tally));
    RedisPeer peer = redis.peer();
    for (int round = 0; round < 20; ++round) {
        const int hits = tally.hits;
        QTRY_VERIFY(tally.hits > hits + 10);
        peer.command({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
    }
    stop = true;
    QTRY_COMPARE(tally.running, 0);
    QVERIFY2(tally.failed == 0, qPrintable(tally.firstError));
}

void TestFaultsRedis::anEmptiedRedisIsFilledAgain()
{
    RedisProcess redis;
    HrStack stack(HrStack::redisAt(redis.port()), m_database.url());
    QCOMPARE(warm(stack, listQuery()), Reason::Hit);
    redis.peer().command({"FLUSHALL"});
    QCOMPARE(reasonOf(readNow(stack, listQuery())), Reason::Miss);
    QCOMPARE(warm(stack, listQuery()), Reason::Hit);
    redis.restart();
    QTRY_COMPARE(warm(stack, listQuery()), Reason::Hit);
    QCOMPARE(redis.peer().number({"DBSIZE"}), 1);
}

void TestFaultsRedis::aFlushBetweenLeaseAndFillRefusesTheFill()
{
    RedisProcess redis;
    DelayProxy line(QStringLiteral("127.0.0.1"), static_cast<std::uint16_t>(QUrl(m_database.url()).port()),
                    0ms);
    HrStack stack(HrStack::redisAt(redis.port()), HrStack::urlThrough(m_database.url(), line.port()));
    QVERIFY(readNow(stack, employeeQuery(2))); // both connections stand
    line.pause();
    auto reading = stack.service().read(owner(), listQuery());
    RedisPeer peer = redis.peer();
    const QByteArray key = CacheKey::of(owner(), listQuery());
    QTRY_COMPARE(peer.number({"EXISTS", key}), 1);
    QVERIFY(CacheEnvelope::isLease(peer.text({"GET", key})));
    peer.command({"FLUSHALL"});
    line.resume();
    const DocumentResult answer = awaitResult(std::move(reading));
    QCOMPARE(reasonOf(answer), Reason::Miss);
    stack.settle();
    QCOMPARE(stack.counts().refused, 1);
    QCOMPARE(peer.number({"EXISTS", key}), 0);
}

void TestFaultsRedis::aFullRedisIsReadAndNotFilled()
{
    RedisProcess redis;
    HrStack stack(HrStack::redisAt(redis.port()), m_database.url());
    QCOMPARE(warm(stack, listQuery()), Reason::Hit);
    redis.peer().command({"CONFIG", "SET", "maxmemory", "1"});
    QCOMPARE(reasonOf(readNow(stack, listQuery())), Reason::Hit);
    const DocumentResult missing = readNow(stack, employeeQuery());
    QVERIFY(missing);
    QCOMPARE(missing->from.source, Source::Database);
    QVERIFY(!missing->from.willStore);
    QVERIFY2(!missing->from.note.isEmpty(), "it is not said that nothing is stored");
    // DEL needs no memory, so writes go on.
    const auto written = moveTo(stack, "Nyon");
    QVERIFY2(written, written ? "" : qPrintable(written.error().message));
    QVERIFY(written->invalidation.acknowledged);
    QCOMPARE(redis.peer().number({"DBSIZE"}), 0);
}

void TestFaultsRedis::aReplicaIsReadAndNotFilled()
{
    RedisProcess primary;
    RedisProcess replica;
    HrStack writer(HrStack::redisAt(primary.port()), m_database.url());
    QCOMPARE(warm(writer, listQuery()), Reason::Hit);
    replica.peer().command({"REPLICAOF", "127.0.0.1", QByteArray::number(primary.port())});
    QTRY_COMPARE(replica.peer().number({"DBSIZE"}), 1);
    HrStack stack(HrStack::redisAt(replica.port()), m_database.url());
    QCOMPARE(reasonOf(readNow(stack, listQuery())), Reason::Hit);
    const DocumentResult missing = readNow(stack, employeeQuery());
    QVERIFY(missing);
    QCOMPARE(missing->from.source, Source::Database);
    QVERIFY(!missing->from.willStore);
    QVERIFY2(!missing->from.note.isEmpty(), "it is not said that nothing is stored");
    // Nothing can be invalidated there, so nothing is written.
    const auto written = moveTo(stack, "Rolle");
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::CannotInvalidate);
}

void TestFaultsRedis::aReaderWithoutWritesReadsAndStoresNothing()
{
    RedisProcess redis({QStringLiteral("--user"), QStringLiteral("reader"), QStringLiteral("on"),
                        QStringLiteral(">secret"), QStringLiteral("~*"), QStringLiteral("+@read"),
                        QStringLiteral("+@connection")});
    HrStack writer(HrStack::redisAt(redis.port()), m_database.url());
    QCOMPARE(warm(writer, listQuery()), Reason::Hit);
    RedisConfig config = HrStack::redisAt(redis.port());
    config.username = QStringLiteral("reader");
    config.password = QStringLiteral("secret");
    HrStack stack(config, m_database.url());
    for (int round = 0; round < 2; ++round) {
        QCOMPARE(reasonOf(readNow(stack, listQuery())), Reason::Hit);
        const DocumentResult missing = readNow(stack, employeeQuery());
        QVERIFY(missing);
        QCOMPARE(missing->from.source, Source::Database);
        QVERIFY(!missing->from.willStore);
        QVERIFY2(!missing->from.note.isEmpty(), "it is not said that nothing is stored");
    }
    stack.settle();
    QCOMPARE(redis.peer().number({"DBSIZE"}), 1);
    const auto written = moveTo(stack, "Rolle");
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::CannotInvalidate);
    // The other client's answer shows that the row is as it was.
    QVERIFY(cityOf(readNow(writer, employeeQuery())) != QStringLiteral("Rolle"));
}

void TestFaultsRedis::withoutScriptsFillsAreStoredAndFenced()
{
    RedisProcess redis({QStringLiteral("--user"), QStringLiteral("noscript"), QStringLiteral("on"),
                        QStringLiteral(">secret"), QStringLiteral("~*"), QStringLiteral("&*"),
                        QStringLiteral("+@all"), QStringLiteral("-@scripting")});
    DelayProxy line(QStringLiteral("127.0.0.1"), static_cast<std::uint16_t>(QUrl(m_database.url()).port()),
                    0ms);
    RedisConfig config = HrStack::redisAt(redis.port());
    config.username = QStringLiteral("noscript");
    config.password = QStringLiteral("secret");
    HrStack stack(config, HrStack::urlThrough(m_database.url(), line.port()));
    QCOMPARE(warm(stack, listQuery()), Reason::Hit);
    HrStack other(HrStack::redisAt(redis.port()), m_database.url());
    QCOMPARE(warm(stack, employeeQuery()), Reason::Hit);
    QVERIFY(moveTo(other, "before"));

    // A write between the SELECT and the fill.
    line.pause();
    auto reading = stack.service().read(owner(), employeeQuery());
    RedisPeer peer = redis.peer();
    const QByteArray key = CacheKey::of(owner(), employeeQuery());
    QTRY_COMPARE(peer.number({"EXISTS", key}), 1);
    QVERIFY(moveTo(other, "after"));
    line.resume();
    QVERIFY(awaitResult(std::move(reading)));
    stack.settle();
    QCOMPARE(stack.counts().refused, 1);
    QCOMPARE(peer.number({"EXISTS", key}), 0);
    QCOMPARE(cityOf(readNow(stack, employeeQuery())), QStringLiteral("after"));
}

void TestFaultsRedis::aWriteWithoutRedisIsRefusedBeforeItIsDone()
{
    RedisProcess redis;
    HrStack stack(HrStack::redisAt(redis.port()), m_database.url());
    QVERIFY(moveTo(stack, "here"));
    redis.kill();
    const auto refused = moveTo(stack, "there");
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::CannotInvalidate);
    const QString city = QStringLiteral("SELECT city FROM hr.employees WHERE identifier = 'EMP001'");
    QCOMPARE(m_database.value(city), QStringLiteral("here"));
    redis.restart();
    redis.pause();
    QElapsedTimer timer;
    timer.start();
    const auto silent = moveTo(stack, "there");
    QVERIFY(!silent);
    QCOMPARE(silent.error().code, ErrorCode::CannotInvalidate);
    QVERIFY2(timer.elapsed() < 6000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(m_database.value(city), QStringLiteral("here"));
    redis.resume();
}

void TestFaultsRedis::aWriteThatCouldNotInvalidateIsMadeUpFor()
{
    // A Redis that keeps its data: what was not deleted is there again.
    RedisProcess redis({QStringLiteral("--appendonly"), QStringLiteral("yes"),
                        QStringLiteral("--appendfsync"), QStringLiteral("always")});
    HrStack stack(HrStack::redisAt(redis.port()), m_database.url());
    QVERIFY(moveTo(stack, "old"));
    QCOMPARE(warm(stack, employeeQuery()), Reason::Hit);
    redis.kill();
    const auto written = moveTo(stack, "new", true);
    QVERIFY2(written, written ? "" : qPrintable(written.error().message));
    QVERIFY(!written->invalidation.acknowledged);
    QVERIFY(!written->invalidation.problem.isEmpty());
    QVERIFY(stack.cache().retry().pendingKeys() > 0);
    redis.restart();
    QTRY_COMPARE_WITH_TIMEOUT(stack.cache().retry().pendingKeys(), 0, 20'000);
    QCOMPARE(cityOf(readNow(stack, employeeQuery())), QStringLiteral("new"));
}

void TestFaultsRedis::aDeleteWithoutReplyIsMadeUpFor()
{
    RedisProcess redis;
    DelayProxy line(QStringLiteral("127.0.0.1"), redis.port(), 0ms);
    RedisConfig config = HrStack::redisAt(line.port());
    config.commandTimeout = 700ms;
    HrStack stack(config, m_database.url());
    QVERIFY(moveTo(stack, "old"));
    QCOMPARE(warm(stack, employeeQuery()), Reason::Hit);
    // The row is locked until the line has fallen silent, after the question whether it is there.
    PgPool other(PgConfig::parse(m_database.url()).value());
    auto holding = other.transaction(
        {{PgSql::once("UPDATE hr.employees SET phone = '1' WHERE identifier = 'EMP001'"), {}},
         {PgSql::once("SELECT pg_sleep(0.5)"), {}}});
    QTRY_COMPARE(m_database.value(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = "
                                                 "current_database() AND wait_event = 'PgSleep'")),
                 QStringLiteral("1"));
    auto writing = stack.service().write(owner(), employeeUpdate(sampleEmployee(1), {{"city", "new"}}));
    QTRY_COMPARE(m_database.value(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = "
                                                 "current_database() AND wait_event_type = 'Lock'")),
                 QStringLiteral("1"));
    line.pause();
    const auto written = awaitResult(std::move(writing));
    QVERIFY2(written, written ? "" : qPrintable(written.error().message));
    QVERIFY(!written->invalidation.acknowledged);
    QVERIFY(stack.cache().retry().pendingKeys() > 0);
    line.resume();
    QTRY_COMPARE_WITH_TIMEOUT(stack.cache().retry().pendingKeys(), 0, 20'000);
    QTRY_COMPARE(cityOf(readNow(stack, employeeQuery())), QStringLiteral("new"));
}

QTEST_GUILESS_MAIN(TestFaultsRedis)
#include "tst_faultsredis.moc"
