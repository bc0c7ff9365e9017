#include "ScriptedRedis.h"
#include "redis/RedisClient.h"
#include "support/Await.h"

#include <QElapsedTimer>
#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

// A pipeline under way, and its result once there is one.
class Asked
{
public:
    Asked(RedisClient &client, RespCommands commands, RedisWait wait = RedisWait::Command)
        : m_task(run(client.send(std::move(commands), wait), m_result))
    {
    }

    [[nodiscard]] bool isDone() const { return m_result->has_value(); }

    [[nodiscard]] const RedisReplies &result() const { return **m_result; }

    [[nodiscard]] ErrorCode error() const { return result() ? ErrorCode::Internal : result().error().code; }

    [[nodiscard]] QByteArray text(size_t index = 0) const { return (*result())[index].text; }

private:
    static Task<> run(Completion<RedisReplies> completion,
                      std::shared_ptr<std::optional<RedisReplies>> result)
    {
        RedisReplies replies = co_await std::move(completion);
        result->emplace(std::move(replies));
    }

    std::shared_ptr<std::optional<RedisReplies>> m_result = std::make_shared<std::optional<RedisReplies>>();
    Task<> m_task;
};

RespCommands get(const QByteArray &key)
{
    RespCommands commands;
    commands.add("GET", key);
    return commands;
}

// Answers as a small Redis would: GET gives the key back.
QByteArray echo(const QByteArrayList &command)
{
    if (command[0] == "GET")
        return wireBulk(command[1]);
    return command[0] == "PING" ? "+PONG\r\n" : "+OK\r\n";
}

RedisConfig configFor(const ScriptedRedis &server)
{
    RedisConfig config;
    config.host = QStringLiteral("127.0.0.1");
    config.port = server.port();
    return config;
}

} // namespace

class TestRedisConnection final : public QObject
{
    Q_OBJECT

private slots:
    void commandsOfOneTurnLeaveInOneWrite();
    void commandsOfOneReplyLeaveInOneWrite();
    void repliesKeepTheirOrder();
    void aPipelineMayBeLong();
    void aReplyMayArriveInPieces();
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
    void nothingIsSentTwice();
    void aSilentServerCostsOneTimeout();
    void aLateReplyIsDropped();
    void aReadThatCouldNotBeSentInTimeIsNotSent();
    void aSilentConnectionIsDropped();
    void aSilentServerIsTrustedAfterItsAnswer();
    void aRefusedConnectionFailsAtOnce();
    void aServerThatComesBackIsFoundSoon();
    void theBackgroundFindsAServerThatComesBack();
    void anAttemptWithoutEndTimesOut();
    void tooManyCommandsAreRefused();
    void tooManyBytesAreRefused();
    void endingFailsWhatIsUnderWay();
    void theClientMayDieInAResult();
    void aResultMayRunAnEventLoop();
    void aBusyThreadIsNoTimeout();
};

void TestRedisConnection::commandsOfOneTurnLeaveInOneWrite()
{
    ScriptedRedis server(echo);
    RedisClient client(configFor(server));
    Asked first(client, get("warm"));
    QTRY_VERIFY(first.isDone());
    const int before = server.bursts();
    Asked a(client, get("a"));
    Asked b(client, get("b"));
    Asked c(client, get("c"));
    QTRY_VERIFY(a.isDone() && b.isDone() && c.isDone());
    QCOMPARE(server.bursts() - before, 1);
    QCOMPARE(c.text(), QByteArray("c"));
}

void TestRedisConnection::commandsOfOneReplyLeaveInOneWrite()
{
    ScriptedRedis server(echo);
    RedisClient client(configFor(server));
    Asked warm(client, get("warm"));
    QTRY_VERIFY(warm.isDone());
    const int before = server.bursts();
    std::vector<std::unique_ptr<Asked>> followers;
    const auto chain = [](RedisClient *asked, std::vector<std::unique_ptr<Asked>> *made) -> Task<> {
        auto completion = asked->send(get("head"), RedisWait::Read);
        RedisReplies replies = co_await std::move(completion);
        for (int index = 0; index < 3; ++index)
            made->push_back(std::make_unique<Asked>(*asked, get(QByteArray::number(index))));
    };
    const Task<> running = chain(&client, &followers);
    QTRY_VERIFY(followers.size() == 3 && followers.back()->isDone());
    QCOMPARE(server.bursts() - before, 2);
}

void TestRedisConnection::repliesKeepTheirOrder()
{
    ScriptedRedis server(echo);
    RedisClient client(configFor(server));
    std::vector<std::unique_ptr<Asked>> asked;
    for (int index = 0; index < 500; ++index) {
        RespCommands commands = get(QByteArray::number(index));
        commands.add("GET", -index);
        asked.push_back(std::make_unique<Asked>(client, std::move(commands)));
    }
    QTRY_VERIFY(asked.back()->isDone());
    for (int index = 0; index < 500; ++index) {
        QCOMPARE(asked[size_t(index)]->text(0), QByteArray::number(index));
        QCOMPARE(asked[size_t(index)]->text(1), QByteArray::number(-index));
    }
}

void TestRedisConnection::aPipelineMayBeLong()
{
    ScriptedRedis server(echo);
    RedisClient client(configFor(server));
    RespCommands commands;
    for (int index = 0; index < 20'000; ++index)
        commands.add("GET", index);
    Asked asked(client, std::move(commands));
    QTRY_VERIFY(asked.isDone());
    QCOMPARE(asked.result()->size(), size_t(20'000));
    QCOMPARE(asked.text(19'999), QByteArray("19999"));
}

void TestRedisConnection::aReplyMayArriveInPieces()
{
    ScriptedRedis server;
    RedisClient client(configFor(server));
    Asked asked(client, get("k"));
    QTRY_COMPARE(server.commands().size(), 1);
    const QByteArray reply = wireBulk("piecemeal\r\n");
    for (char byte : reply) {
        QVERIFY(!asked.isDone());
        server.send(QByteArray(1, byte));
        QTest::qWait(1);
    }
    QTRY_VERIFY(asked.isDone());
    QCOMPARE(asked.text(), QByteArray("piecemeal\r\n"));
}

void TestRedisConnection::theFirstCommandLeavesWithTheLogin()
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

void TestRedisConnection::theUserNameIsSent()
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

void TestRedisConnection::nothingReachesADatabaseThatIsNotSelected()
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

void TestRedisConnection::aKnownDatabaseCostsNoRoundTrip()
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

void TestRedisConnection::aRefusedLoginFailsEverythingWaiting()
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

void TestRedisConnection::anErrorReplyIsAValue()
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

void TestRedisConnection::anUnaskedErrorIsTheReason()
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

void TestRedisConnection::aReplyCutInTheMiddleFailsWhatWaits()
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

void TestRedisConnection::whatIsNoReplyEndsTheConnection_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("garbage") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
    QTest::newRow("array of 16 GiB") << QByteArray("*2147483647\r\n");
    QTest::newRow("bulk of 1 TiB") << QByteArray("$1099511627776\r\n");
    QTest::newRow("deep nesting") << QByteArray("*1\r\n").repeated(8);
    QTest::newRow("endless line") << '+' + QByteArray(200'000, 'x');
}

void TestRedisConnection::whatIsNoReplyEndsTheConnection()
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

void TestRedisConnection::repliesBeforeGarbageAreDelivered()
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

void TestRedisConnection::nothingIsSentTwice()
{
    ScriptedRedis server;
    RedisClient client(configFor(server));
    RespCommands write;
    write.add("INCR", "n");
    Asked asked(client, std::move(write));
    QTRY_COMPARE(server.commands().size(), 1);
    server.setScript(echo);
    server.reset();
    QTRY_VERIFY(asked.isDone());
    QCOMPARE(asked.error(), ErrorCode::Unreachable);
    QTRY_COMPARE(server.connections(), 2);
    Asked next(client, get("k"));
    QTRY_VERIFY(next.isDone());
    QCOMPARE(server.names().count("INCR"), 1);
}

void TestRedisConnection::aSilentServerCostsOneTimeout()
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

void TestRedisConnection::aLateReplyIsDropped()
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

void TestRedisConnection::aReadThatCouldNotBeSentInTimeIsNotSent()
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

void TestRedisConnection::aSilentConnectionIsDropped()
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

void TestRedisConnection::aSilentServerIsTrustedAfterItsAnswer()
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

void TestRedisConnection::aRefusedConnectionFailsAtOnce()
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

void TestRedisConnection::aServerThatComesBackIsFoundSoon()
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

void TestRedisConnection::theBackgroundFindsAServerThatComesBack()
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

void TestRedisConnection::anAttemptWithoutEndTimesOut()
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

void TestRedisConnection::tooManyCommandsAreRefused()
{
    ScriptedRedis server;
    RedisConfig config = configFor(server);
    config.queuedCommands = 3;
    RedisClient client(config);
    RespCommands two = get("a");
    two.add("GET", "b");
    Asked first(client, std::move(two));
    Asked second(client, get("c"));
    Asked third(client, get("d"));
    QVERIFY(third.isDone());
    QCOMPARE(third.error(), ErrorCode::TooLarge);
    QTRY_COMPARE(server.commands().size(), 3);
    Asked fourth(client, get("e"));
    QVERIFY(fourth.isDone());
    QCOMPARE(fourth.error(), ErrorCode::TooLarge);
    server.send(wireBulk("A") + wireBulk("B") + wireBulk("C"));
    QTRY_VERIFY(second.isDone());
    QCOMPARE(second.text(), QByteArray("C"));
    server.setScript(echo);
    Asked fifth(client, get("f"));
    QTRY_VERIFY(fifth.isDone());
    QCOMPARE(fifth.text(), QByteArray("f"));
}

void TestRedisConnection::tooManyBytesAreRefused()
{
    ScriptedRedis server;
    RedisConfig config = configFor(server);
    config.queuedBytes = 1000;
    RedisClient client(config);
    Asked first(client, get(QByteArray(600, 'a')));
    Asked second(client, get(QByteArray(600, 'b')));
    QVERIFY(second.isDone());
    QCOMPARE(second.error(), ErrorCode::TooLarge);
    Asked third(client, get("small"));
    QVERIFY(!third.isDone());
}

void TestRedisConnection::endingFailsWhatIsUnderWay()
{
    ScriptedRedis server;
    auto client = std::make_unique<RedisClient>(configFor(server));
    Asked first(*client, get("a"));
    QTRY_COMPARE(server.commands().size(), 1);
    client->shutDown();
    QVERIFY(first.isDone());
    QCOMPARE(first.error(), ErrorCode::Cancelled);
    Asked second(*client, get("b"));
    QCOMPARE(second.error(), ErrorCode::Cancelled);
    client.reset();

    auto other = std::make_unique<RedisClient>(configFor(server));
    Asked third(*other, get("c"));
    other.reset();
    QVERIFY(third.isDone());
    QCOMPARE(third.error(), ErrorCode::Cancelled);
}

void TestRedisConnection::theClientMayDieInAResult()
{
    ScriptedRedis server(echo);
    auto client = std::make_unique<RedisClient>(configFor(server));
    const auto deleting = [](std::unique_ptr<RedisClient> *owner) -> Task<> {
        auto completion = (*owner)->send(get("a"), RedisWait::Read);
        RedisReplies replies = co_await std::move(completion);
        owner->reset();
    };
    const Task<> running = deleting(&client);
    Asked other(*client, get("b"));
    QTRY_VERIFY(!client);
    QVERIFY(other.isDone());
    QCOMPARE(other.error(), ErrorCode::Cancelled);

    // The same when it is an error that is delivered.
    client = std::make_unique<RedisClient>(configFor(server));
    server.setScript([](const QByteArrayList &) { return QByteArray("garbage"); });
    const Task<> failing = deleting(&client);
    QTRY_VERIFY(!client);
}

void TestRedisConnection::aResultMayRunAnEventLoop()
{
    ScriptedRedis server(echo);
    RedisClient client(configFor(server));
    QByteArray inner;
    const auto nesting = [](RedisClient *asked, QByteArray *text) -> Task<> {
        auto completion = asked->send(get("outer"), RedisWait::Read);
        RedisReplies replies = co_await std::move(completion);
        Asked first(*asked, get("inner"), RedisWait::Read);
        QEventLoop loop;
        QTimer::singleShot(300ms, &loop, &QEventLoop::quit);
        loop.exec();
        *text = first.isDone() && first.result() ? first.text() : QByteArray("nothing");
    };
    const Task<> running = nesting(&client, &inner);
    QTRY_COMPARE(inner, QByteArray("inner"));
}

void TestRedisConnection::aBusyThreadIsNoTimeout()
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

QTEST_GUILESS_MAIN(TestRedisConnection)
#include "tst_redisconnection.moc"
