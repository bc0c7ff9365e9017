#include "RedisAsking.h"
#include "support/Await.h"

#include <QElapsedTimer>
#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

class TestRedisAnswers final : public QObject
{
    Q_OBJECT

private slots:
    void theFirstCommandLeavesWithTheLogin();
    void theUserNameIsSent();
    void nothingReachesADatabaseThatIsNotSelected();
    void aKnownDatabaseCostsNoRoundTrip();
    void aRefusedLoginFailsEverythingWaiting();
    void anErrorReplyIsAValue();
    void anUnaskedErrorIsTheReason();
    void aReplyCutInTheMiddleFailsWhatWaits();
    void whatIsNoReplyEndsTheConnection_data();
    void whatIsNoReplyEndsTheConnection();
    void repliesBeforeGarbageAreDelivered();
};

void TestRedisAnswers::theFirstCommandLeavesWithTheLogin()
{
    ScriptedRedis server(echo);
    RedisConfig config = configFor(server);
    config.password = QStringLiteral("secret");
    RedisClient client(config);
    Asked asked(client, get("k"));
    QTRY_VERIFY(asked.isDone());
    QCOMPARE(server.commands(), (QList<QByteArrayList>{{"AUTH", "secret"}, {"GET", "k"}}));
    QCOMPARE(server.bursts(), 1);
    QCOMPARE(asked.text(), QByteArray("k"));
}

void TestRedisAnswers::theUserNameIsSent()
{
    ScriptedRedis server(echo);
    RedisConfig config = configFor(server);
    config.username = QStringLiteral("café");
    config.password = QStringLiteral("sëcret");
    RedisClient client(config);
    Asked asked(client, get("k"));
    QTRY_VERIFY(asked.isDone());
    QCOMPARE(server.commands()[0], (QByteArrayList{"AUTH", "caf\xc3\xa9",
                                                   "s\xc3\xab"
                                                   "cret"}));
}

void TestRedisAnswers::nothingReachesADatabaseThatIsNotSelected()
{
    ScriptedRedis server([](const QByteArrayList &command) -> QByteArray {
        return command[0] == "SELECT" ? "-ERR DB index is out of range\r\n" : echo(command);
    });
    RedisConfig config = configFor(server);
    config.database = 99;
    RedisClient client(config);
    RespCommands deletion;
    deletion.add("DEL", "k");
    Asked asked(client, std::move(deletion));
    QTRY_VERIFY(asked.isDone());
    QCOMPARE(asked.error(), ErrorCode::ServerError);
    QVERIFY(asked.result().error().message.contains(QStringLiteral("99")));
    QVERIFY(!server.names().contains("DEL"));
}

void TestRedisAnswers::aKnownDatabaseCostsNoRoundTrip()
{
    ScriptedRedis server(echo);
    RedisConfig config = configFor(server);
    config.database = 3;
    // The attempt is to be the command's, not one of the background.
    config.backoffFirst = 10s;
    RedisClient client(config);
    Asked first(client, get("a"));
    QTRY_VERIFY(first.isDone());
    QVERIFY(first.result());
    QCOMPARE(server.commands()[0], (QByteArrayList{"SELECT", "3"}));
    const int bursts = server.bursts();
    const qsizetype commands = server.commands().size();
    server.reset();
    QTRY_VERIFY(!client.isConnected());
    Asked again(client, get("b"));
    QTRY_VERIFY(again.isDone());
    QVERIFY(again.result());
    QCOMPARE(server.commands().mid(commands), (QList<QByteArrayList>{{"SELECT", "3"}, {"GET", "b"}}));
    QCOMPARE(server.bursts() - bursts, 1);
}

void TestRedisAnswers::aRefusedLoginFailsEverythingWaiting()
{
    ScriptedRedis server([](const QByteArrayList &command) -> QByteArray {
        return command[0] == "AUTH" ? "-WRONGPASS invalid username-password pair or user is disabled.\r\n"
                                    : "-NOAUTH Authentication required.\r\n";
    });
    RedisConfig config = configFor(server);
    config.password = QStringLiteral("hunter2");
    RedisClient client(config);
    Asked read(client, get("a"), RedisWait::Read);
    Asked other(client, get("b"));
    QTRY_VERIFY(read.isDone() && other.isDone());
    QCOMPARE(read.error(), ErrorCode::AuthFailed);
    QCOMPARE(other.error(), ErrorCode::AuthFailed);
    QCOMPARE(read.result().error().serverCode, QStringLiteral("WRONGPASS"));
    for (const QString &text : {read.result().error().message, read.result().error().detail})
        QVERIFY(!text.contains(QStringLiteral("hunter2")));
    // Known already: no further attempt for it.
    Asked next(client, get("c"));
    QVERIFY(next.isDone());
    QCOMPARE(next.error(), ErrorCode::AuthFailed);
    QCOMPARE(server.connections(), 1);
}

void TestRedisAnswers::anErrorReplyIsAValue()
{
    ScriptedRedis server([](const QByteArrayList &command) -> QByteArray {
        return command.value(1) == "bad" ? "-WRONGTYPE Operation against a key\r\n" : echo(command);
    });
    RedisClient client(configFor(server));
    RespCommands commands = get("good");
    commands.add("GET", "bad").add("GET", "fine");
    Asked asked(client, std::move(commands));
    QTRY_VERIFY(asked.isDone());
    QVERIFY(asked.result());
    QCOMPARE(asked.text(0), QByteArray("good"));
    QCOMPARE((*asked.result())[1].errorCode(), QByteArray("WRONGTYPE"));
    QCOMPARE(asked.text(2), QByteArray("fine"));

    const Result<RespValue> single = awaitResult(client.command(get("bad"), RedisWait::Read));
    QVERIFY(!single);
    QCOMPARE(single.error().serverCode, QStringLiteral("WRONGTYPE"));
    QCOMPARE(server.connections(), 1);
    QVERIFY(client.isConnected());
}

void TestRedisAnswers::anUnaskedErrorIsTheReason()
{
    ScriptedRedis server(echo);
    RedisClient client(configFor(server));
    Asked warm(client, get("a"));
    QTRY_VERIFY(warm.isDone());
    server.setListening(false);
    server.send("-ERR max number of clients reached\r\n");
    QTRY_VERIFY(!client.isConnected());
    Asked next(client, get("b"));
    QTRY_VERIFY(next.isDone());
    QVERIFY(!next.result());
}

void TestRedisAnswers::aReplyCutInTheMiddleFailsWhatWaits()
{
    ScriptedRedis server;
    RedisClient client(configFor(server));
    Asked first(client, get("a"));
    Asked second(client, get("b"));
    QTRY_COMPARE(server.commands().size(), 2);
    server.send("$100\r\nonly a part of it");
    server.hangUp();
    QTRY_VERIFY(first.isDone() && second.isDone());
    QCOMPARE(first.error(), ErrorCode::Unreachable);
    QCOMPARE(second.error(), ErrorCode::Unreachable);
    QVERIFY(first.result().error().retryable);

    server.setScript(echo);
    QTRY_COMPARE(server.connections(), 2);
    Asked third(client, get("c"));
    QTRY_VERIFY(third.isDone());
    QVERIFY(third.result());
}

void TestRedisAnswers::whatIsNoReplyEndsTheConnection_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("garbage") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
    QTest::newRow("array of 16 GiB") << QByteArray("*2147483647\r\n");
    QTest::newRow("bulk of 1 TiB") << QByteArray("$1099511627776\r\n");
    QTest::newRow("deep nesting") << QByteArray("*1\r\n").repeated(8);
    QTest::newRow("endless line") << '+' + QByteArray(200'000, 'x');
}

void TestRedisAnswers::whatIsNoReplyEndsTheConnection()
{
    QFETCH(QByteArray, bytes);
    ScriptedRedis server([bytes](const QByteArrayList &) { return bytes; });
    RedisClient client(configFor(server));
    Asked first(client, get("a"));
    Asked second(client, get("b"));
    QTRY_VERIFY(first.isDone() && second.isDone());
    QCOMPARE(first.error(), ErrorCode::Protocol);
    QCOMPARE(second.error(), ErrorCode::Protocol);
    server.setScript(echo);
    std::unique_ptr<Asked> again;
    QTRY_VERIFY((again = std::make_unique<Asked>(client, get("c")), QTest::qWait(20), again->isDone()) &&
                again->result());
}

void TestRedisAnswers::repliesBeforeGarbageAreDelivered()
{
    ScriptedRedis server;
    RedisClient client(configFor(server));
    Asked first(client, get("a"));
    Asked second(client, get("b"));
    QTRY_COMPARE(server.commands().size(), 2);
    server.send("$1\r\nA\r\nwhat?");
    QTRY_VERIFY(first.isDone() && second.isDone());
    QVERIFY(first.result());
    QCOMPARE(first.text(), QByteArray("A"));
    QCOMPARE(second.error(), ErrorCode::Protocol);
}

QTEST_GUILESS_MAIN(TestRedisAnswers)
#include "tst_redisanswers.moc"
