#include "RedisAsking.h"
#include "support/Await.h"

#include <QElapsedTimer>
#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

class TestRedisOutages final : public QObject
{
    Q_OBJECT

private slots:
    void aSilentServerCostsOneTimeout();
    void aLateReplyIsDropped();
    void aReadThatCouldNotBeSentInTimeIsNotSent();
    void aSilentConnectionIsDropped();
    void aSilentServerIsTrustedAfterItsAnswer();
    void aRefusedConnectionFailsAtOnce();
    void aServerThatComesBackIsFoundSoon();
    void theBackgroundFindsAServerThatComesBack();
    void anAttemptWithoutEndTimesOut();
    void aBusyThreadIsNoTimeout();
};

void TestRedisOutages::aSilentServerCostsOneTimeout()
{
    ScriptedRedis server(echo);
    RedisConfig config = configFor(server);
    config.readTimeout = 200ms;
    RedisClient client(config);
    Asked warm(client, get("a"));
    QTRY_VERIFY(warm.isDone());
    server.setScript({});

    QElapsedTimer timer;
    timer.start();
    Asked slow(client, get("slow"), RedisWait::Read);
    Asked command(client, get("patient"));
    QTRY_VERIFY(slow.isDone());
    QVERIFY(timer.elapsed() >= 200);
    QVERIFY(timer.elapsed() < 1000);
    QCOMPARE(slow.error(), ErrorCode::Timeout);
    QVERIFY(slow.result().error().retryable);

    Asked next(client, get("next"), RedisWait::Read);
    QVERIFY(next.isDone());
    QCOMPARE(next.error(), ErrorCode::Timeout);
    QVERIFY(!command.isDone());
    Asked another(client, get("another"));
    QVERIFY(!another.isDone());
}

void TestRedisOutages::aLateReplyIsDropped()
{
    ScriptedRedis server(echo);
    RedisConfig config = configFor(server);
    config.readTimeout = 100ms;
    RedisClient client(config);
    Asked warm(client, get("a"));
    QTRY_VERIFY(warm.isDone());
    server.setScript({});
    RespCommands both = get("slow");
    both.add("GET", "slow too");
    Asked slow(client, std::move(both), RedisWait::Read);
    Asked command(client, get("patient"));
    QTRY_VERIFY(slow.isDone());
    QCOMPARE(slow.error(), ErrorCode::Timeout);

    server.send(wireBulk("late") + wireBulk("later") + wireBulk("in time"));
    QTRY_VERIFY(command.isDone());
    QCOMPARE(command.text(), QByteArray("in time"));
    server.setScript(echo);
    Asked read(client, get("read"), RedisWait::Read);
    QTRY_VERIFY(read.isDone());
    QCOMPARE(read.text(), QByteArray("read"));
    QCOMPARE(server.connections(), 1);
}

void TestRedisOutages::aReadThatCouldNotBeSentInTimeIsNotSent()
{
    ScriptedRedis server(
        [](const QByteArrayList &command) { return command[0] == "SELECT" ? "" : echo(command); });
    RedisConfig config = configFor(server);
    config.database = 1;
    config.readTimeout = 100ms;
    RedisClient client(config);
    Asked read(client, get("a"), RedisWait::Read);
    Asked command(client, get("b"));
    QTRY_VERIFY(read.isDone());
    QCOMPARE(read.error(), ErrorCode::Timeout);
    Asked next(client, get("c"), RedisWait::Read);
    QVERIFY(next.isDone());
    server.send("+OK\r\n+PONG\r\n");
    QTRY_VERIFY(command.isDone());
    QCOMPARE(server.names(), (QByteArrayList{"SELECT", "PING", "GET"}));
    QCOMPARE(server.commands().back().value(1), QByteArray("b"));
}

void TestRedisOutages::aSilentConnectionIsDropped()
{
    ScriptedRedis server(echo);
    RedisConfig config = configFor(server);
    config.readTimeout = 50ms;
    config.silenceTimeout = 300ms;
    RedisClient client(config);
    Asked warm(client, get("a"));
    QTRY_VERIFY(warm.isDone());
    server.setScript({});
    QElapsedTimer timer;
    timer.start();
    Asked command(client, get("b"));
    QTRY_VERIFY(command.isDone());
    QVERIFY(timer.elapsed() >= 300);
    QVERIFY(timer.elapsed() < 1500);
    QCOMPARE(command.error(), ErrorCode::Timeout);
    QTRY_COMPARE(server.connections(), 2);
}

void TestRedisOutages::aSilentServerIsTrustedAfterItsAnswer()
{
    ScriptedRedis server(echo);
    RedisConfig config = configFor(server);
    config.readTimeout = 50ms;
    config.silenceTimeout = 100ms;
    RedisClient client(config);
    Asked warm(client, get("a"));
    QTRY_VERIFY(warm.isDone());
    server.setScript({});
    Asked lost(client, get("b"));
    QTRY_VERIFY(lost.isDone());
    QTRY_COMPARE(server.connections(), 2);
    // Connected, but whether it answers is not known: a read does not wait for that.
    Asked early(client, get("early"), RedisWait::Read);
    QVERIFY(early.isDone());
    QCOMPARE(early.error(), ErrorCode::Timeout);
    QTRY_VERIFY(server.names().contains("PING"));
    server.send("+PONG\r\n");
    server.setScript(echo);
    QTRY_VERIFY(client.isConnected());
    Asked read(client, get("k"), RedisWait::Read);
    QTRY_VERIFY(read.isDone());
    QVERIFY(read.result());
    QVERIFY(!server.commands().contains(QByteArrayList{"GET", "early"}));
}

void TestRedisOutages::aRefusedConnectionFailsAtOnce()
{
    ScriptedRedis server(echo);
    server.setListening(false);
    RedisClient client(configFor(server));
    QElapsedTimer timer;
    timer.start();
    Asked first(client, get("a"), RedisWait::Read);
    Asked second(client, get("b"));
    QTRY_VERIFY(first.isDone() && second.isDone());
    QVERIFY(timer.elapsed() < 300);
    QCOMPARE(first.error(), ErrorCode::Unreachable);
    QCOMPARE(second.error(), ErrorCode::Unreachable);
    // Within the pause after an attempt the answer is known without another one.
    Asked third(client, get("c"), RedisWait::Read);
    QVERIFY(third.isDone());
    QCOMPARE(third.error(), ErrorCode::Unreachable);
}

void TestRedisOutages::aServerThatComesBackIsFoundSoon()
{
    ScriptedRedis server(echo);
    RedisClient client(configFor(server));
    Asked warm(client, get("a"));
    QTRY_VERIFY(warm.isDone());
    server.setListening(false);
    server.reset();
    QElapsedTimer outage;
    outage.start();
    while (outage.elapsed() < 1500) {
        Asked failing(client, get("b"), RedisWait::Read);
        QTRY_VERIFY(failing.isDone());
        QTest::qWait(10);
    }
    server.setListening(true);
    QElapsedTimer timer;
    timer.start();
    std::unique_ptr<Asked> again;
    QTRY_VERIFY((again = std::make_unique<Asked>(client, get("c")), QTest::qWait(10), again->isDone()) &&
                again->result());
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
}

void TestRedisOutages::theBackgroundFindsAServerThatComesBack()
{
    ScriptedRedis server(echo);
    RedisConfig config = configFor(server);
    config.backoffLongest = 200ms;
    RedisClient client(config);
    Asked warm(client, get("a"));
    QTRY_VERIFY(warm.isDone());
    server.setListening(false);
    server.reset();
    QTRY_VERIFY(!client.isConnected());
    QTest::qWait(300);
    server.setListening(true);
    QTRY_COMPARE(server.connections(), 2);
}

void TestRedisOutages::anAttemptWithoutEndTimesOut()
{
    QTcpServer deaf;
    QVERIFY(deaf.listen(QHostAddress::LocalHost));
    RedisConfig config;
    config.host = QStringLiteral("127.0.0.1");
    config.port = deaf.serverPort();
    config.tls = true;
    config.connectTimeout = 300ms;
    config.readTimeout = 100ms;
    RedisClient client(config);
    QElapsedTimer timer;
    timer.start();
    Asked read(client, get("a"), RedisWait::Read);
    Asked command(client, get("b"));
    QTRY_VERIFY(read.isDone());
    QCOMPARE(read.error(), ErrorCode::Timeout);
    QVERIFY(timer.elapsed() < 300);
    QTRY_VERIFY(command.isDone());
    QCOMPARE(command.error(), ErrorCode::Timeout);
    QVERIFY(timer.elapsed() >= 300);
    // From here on it is known that attempts take long.
    Asked next(client, get("c"), RedisWait::Read);
    QVERIFY(next.isDone());
}

void TestRedisOutages::aBusyThreadIsNoTimeout()
{
    ScriptedRedis server(echo);
    RedisConfig config = configFor(server);
    config.readTimeout = 100ms;
    RedisClient client(config);
    Asked warm(client, get("a"));
    QTRY_VERIFY(warm.isDone());
    server.setScript({});
    Asked read(client, get("b"), RedisWait::Read);
    QTRY_COMPARE(server.commands().size(), 2);
    server.send(wireBulk("B"));
    // The reply is on its way while this thread, and with it the client, does something else.
    QElapsedTimer busy;
    busy.start();
    while (busy.elapsed() < 250) {
    }
    QTRY_VERIFY(read.isDone());
    QVERIFY(read.result());
    QCOMPARE(read.text(), QByteArray("B"));
}

QTEST_GUILESS_MAIN(TestRedisOutages)
#include "tst_redisoutages.moc"
