#include "RedisAsking.h"
#include "redis/RedisChangeFeed.h"

#include <QSignalSpy>
#include <QTest>

using namespace hrcache;
using State = KeyChangeFeed::State;

namespace {

const QByteArray subscribed = "*3\r\n" + wireBulk("subscribe") + wireBulk("__redis__:invalidate") + ":1\r\n";

// As a Redis that tracks answers.
QByteArray tracking(const QByteArrayList &command)
{
    if (command[0] == "CLIENT")
        return command[1] == "ID" ? ":42\r\n" : "+OK\r\n";
    if (command[0] == "SUBSCRIBE")
        return subscribed;
    return "*2\r\n" + wireBulk("pong") + wireBulk({});
}

QByteArray message(const QByteArray &payload)
{
    return "*3\r\n" + wireBulk("message") + wireBulk("__redis__:invalidate") + payload;
}

RedisConfig quick(const ScriptedRedis &server)
{
    RedisConfig config = configFor(server);
    config.backoffFirst = config.backoffLongest = std::chrono::milliseconds(10);
    return config;
}

} // namespace

class TestRedisChangeFeed final : public QObject
{
    Q_OBJECT

private slots:
    void itTracksOnItsOwnConnection();
    void messagesAreTakenApartFromReplies();
    void aServerThatIsTooOldIsRefusedInWords_data();
    void aServerThatIsTooOldIsRefusedInWords();
    void aServerThatIsNotReadyIsAskedAgain();
    void whatItHearsBeforeItIsSubscribedEndsTheConnection();
    void anAnswerThatIsNoneEndsTheConnection();
    void theDatabaseIsNotSelected();
};

void TestRedisChangeFeed::itTracksOnItsOwnConnection()
{
    ScriptedRedis server{tracking};
    RedisChangeFeed feed(quick(server), "cache:");
    QCOMPARE(feed.state(), State::Connecting);
    QTRY_COMPARE(feed.state(), State::Live);
    QCOMPARE(server.commands(), (QList<QByteArrayList>{{"CLIENT", "ID"},
                                                       {"CLIENT", "TRACKING", "ON", "REDIRECT", "42", "BCAST",
                                                        "PREFIX", "cache:"},
                                                       {"SUBSCRIBE", "__redis__:invalidate"}}));
}

void TestRedisChangeFeed::messagesAreTakenApartFromReplies()
{
    // One before the answer to SUBSCRIBE, and one before the answer to PING.
    ScriptedRedis server{[](const QByteArrayList &command) {
        const QByteArray key = command[0] == "PING" ? "cache:b" : "cache:a";
        const bool before = command[0] == "PING" || command[0] == "SUBSCRIBE";
        return (before ? message("*1\r\n" + wireBulk(key)) : QByteArray()) + tracking(command);
    }};
    RedisChangeFeed feed(quick(server), "cache:");
    std::vector<QByteArray> keys;
    connect(&feed, &KeyChangeFeed::keysChanged, this, [&](const std::vector<QByteArray> &changed) {
        keys.insert(keys.end(), changed.begin(), changed.end());
    });
    QTRY_COMPARE(feed.state(), State::Live);
    QCOMPARE(keys, std::vector<QByteArray>{"cache:a"});
    QSignalSpy all(&feed, &KeyChangeFeed::allMayHaveChanged);
    server.send(message("$-1\r\n"));
    QTRY_COMPARE(all.count(), 1);
    server.send(message("*-1\r\n"));
    QTRY_COMPARE(all.count(), 2);
    QTRY_COMPARE_WITH_TIMEOUT(keys, (std::vector<QByteArray>{"cache:a", "cache:b"}), 10'000);
    server.send(message("*2\r\n" + wireBulk("cache:c") + wireBulk("cache:d")));
    QTRY_COMPARE(keys.size(), size_t(4));
    QCOMPARE(feed.state(), State::Live);
    QCOMPARE(server.connections(), 1);
}

void TestRedisChangeFeed::aServerThatIsTooOldIsRefusedInWords_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");
    QTest::newRow("4") << QByteArray("-ERR Syntax error, try CLIENT (LIST | KILL | GETNAME)\r\n")
                       << QByteArray();
    QTest::newRow("5") << QByteArray(":42\r\n")
                       << QByteArray("-ERR Unknown subcommand or wrong number of arguments for 'tracking'. "
                                     "Try CLIENT HELP\r\n");
    QTest::newRow("proxy") << QByteArray("-ERR unknown command 'CLIENT'\r\n") << QByteArray();
}

void TestRedisChangeFeed::aServerThatIsTooOldIsRefusedInWords()
{
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, second);
    ScriptedRedis server{[=](const QByteArrayList &command) {
        if (command[0] == "CLIENT")
            return command[1] == "ID" ? first : second;
        return tracking(command);
    }};
    RedisChangeFeed feed(quick(server), "cache:");
    QSignalSpy all(&feed, &KeyChangeFeed::allMayHaveChanged);
    QTRY_COMPARE(feed.state(), State::Refused);
    QVERIFY2(feed.words().contains(QLatin1Char('6')), qPrintable(feed.words()));
    QCOMPARE(all.count(), 0);
    QCOMPARE(server.connections(), 1);
}

void TestRedisChangeFeed::aServerThatIsNotReadyIsAskedAgain()
{
    ScriptedRedis server{
        [](const QByteArrayList &) -> QByteArray { return "-LOADING Redis is loading the dataset\r\n"; }};
    RedisChangeFeed feed(quick(server), "cache:");
    QTRY_VERIFY(server.connections() >= 3);
    QCOMPARE(feed.state(), State::Connecting);
    server.setScript(tracking);
    QTRY_COMPARE(feed.state(), State::Live);
}

void TestRedisChangeFeed::whatItHearsBeforeItIsSubscribedEndsTheConnection()
{
    // A message that nobody subscribed to is no answer to CLIENT ID.
    ScriptedRedis server{[](const QByteArrayList &) { return message("*0\r\n"); }};
    RedisChangeFeed feed(quick(server), "cache:");
    QTRY_VERIFY(server.connections() >= 2);
    server.setScript(tracking);
    QTRY_COMPARE(feed.state(), State::Live);
}

void TestRedisChangeFeed::anAnswerThatIsNoneEndsTheConnection()
{
    ScriptedRedis server{tracking};
    RedisChangeFeed feed(quick(server), "cache:");
    QTRY_COMPARE(feed.state(), State::Live);
    QSignalSpy states(&feed, &KeyChangeFeed::stateChanged);
    server.send("?\r\n");
    QTRY_COMPARE(states.count(), 2);
    QCOMPARE(feed.state(), State::Live);
    QCOMPARE(server.connections(), 2);
}

void TestRedisChangeFeed::theDatabaseIsNotSelected()
{
    ScriptedRedis server{tracking};
    RedisConfig config = quick(server);
    config.database = 3;
    RedisChangeFeed feed(config, "cache:");
    QTRY_COMPARE(feed.state(), State::Live);
    QVERIFY(!server.names().contains("SELECT"));
}

QTEST_GUILESS_MAIN(TestRedisChangeFeed)
#include "tst_redischangefeed.moc"
