#include "RedisAsking.h"
#include "support/Await.h"

#include <QElapsedTimer>
#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

class TestRedisPipelines final : public QObject
{
    Q_OBJECT

private slots:
    void commandsOfOneTurnLeaveInOneWrite();
    void commandsOfOneReplyLeaveInOneWrite();
    void repliesKeepTheirOrder();
    void aPipelineMayBeLong();
    void aReplyMayArriveInPieces();
    void nothingIsSentTwice();
    void tooManyCommandsAreRefused();
    void tooManyBytesAreRefused();
    void endingFailsWhatIsUnderWay();
    void theClientMayDieInAResult();
    void aResultMayRunAnEventLoop();
};

void TestRedisPipelines::commandsOfOneTurnLeaveInOneWrite()
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

void TestRedisPipelines::commandsOfOneReplyLeaveInOneWrite()
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

void TestRedisPipelines::repliesKeepTheirOrder()
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

void TestRedisPipelines::aPipelineMayBeLong()
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

void TestRedisPipelines::aReplyMayArriveInPieces()
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

void TestRedisPipelines::nothingIsSentTwice()
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

void TestRedisPipelines::tooManyCommandsAreRefused()
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

void TestRedisPipelines::tooManyBytesAreRefused()
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

void TestRedisPipelines::endingFailsWhatIsUnderWay()
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

void TestRedisPipelines::theClientMayDieInAResult()
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

void TestRedisPipelines::aResultMayRunAnEventLoop()
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

QTEST_GUILESS_MAIN(TestRedisPipelines)
#include "tst_redispipelines.moc"
