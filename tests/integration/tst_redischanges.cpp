#include "RedisTesting.h"
#include "cache/KeyChangeFeed.h"
#include "redis/RedisChangeFeed.h"
#include "support/RedisProcess.h"

#include <QElapsedTimer>
#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;
using State = KeyChangeFeed::State;

namespace {

/// What a feed told.
struct Listener
{
    explicit Listener(KeyChangeFeed &source)
        : feed(source)
    {
        QObject::connect(&feed, &KeyChangeFeed::keysChanged, &context,
                         [this](const std::vector<QByteArray> &changed) {
                             keys.insert(keys.end(), changed.begin(), changed.end());
                         });
        QObject::connect(&feed, &KeyChangeFeed::allMayHaveChanged, &context, [this] { ++alls; });
        QObject::connect(&feed, &KeyChangeFeed::stateChanged, &context,
                         [this] { states.push_back(feed.state()); });
    }

    [[nodiscard]] bool waitForLive() const
    {
        return QTest::qWaitFor([this] { return feed.isLive(); }, 10'000);
    }

    [[nodiscard]] bool has(const QByteArray &key) const
    {
        return std::find(keys.begin(), keys.end(), key) != keys.end();
    }

    KeyChangeFeed &feed;
    QObject context;
    std::vector<QByteArray> keys;
    std::vector<State> states;
    int alls = 0;
};

RedisConfig impatient(std::uint16_t port)
{
    RedisConfig config = redisConfig(port);
    config.backoffFirst = 20ms;
    config.backoffLongest = 200ms;
    return config;
}

/// Connections in pub/sub mode, by their ids.
QByteArrayList subscribers(RedisPeer &peer)
{
    QByteArrayList ids;
    const QByteArrayList lines = peer.text({"CLIENT", "LIST", "TYPE", "PUBSUB"}).split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("id="))
            ids << line.mid(3, line.indexOf(' ') - 3);
    }
    return ids;
}

} // namespace

class TestRedisChanges final : public QObject
{
    Q_OBJECT

private slots:
    void whatAnotherClientSetsAndDeletesIsAnnounced();
    void manyKeysOfOneCommandAreAllAnnounced();
    void keysOfOthersAreNotAnnounced();
    void anExpiredKeyIsAnnounced();
    void aFlushMeansThatAllMayHaveChanged_data();
    void aFlushMeansThatAllMayHaveChanged();
    void aKilledConnectionIsMadeAgain();
    void aServerThatFallsSilentIsNoticed();
    void aServerThatIsStartedAgainAnnouncesAgain();
    void passwordTlsAndDatabaseAreRespected_data();
    void passwordTlsAndDatabaseAreRespected();
    void aUserWithoutTheRightIsRefusedInWords_data();
    void aUserWithoutTheRightIsRefusedInWords();
    void nobodyWhoDoesNotAskOpensAConnection();
    void theConnectionEndsWithTheStore();
};

void TestRedisChanges::whatAnotherClientSetsAndDeletesIsAnnounced()
{
    RedisCacheStore store(redisConfig(TestServers::redisPort()));
    Listener told(*store.changes());
    QCOMPARE(store.changes(), &told.feed);
    QVERIFY(told.waitForLive());
    QCOMPARE(told.alls, 1);
    RedisPeer other(TestServers::redisPort());
    const QByteArray key = ownKey();
    QElapsedTimer since;
    since.start();
    QCOMPARE(other.text({"SET", key, "v", "EX", "60"}), QByteArray("OK"));
    QTRY_VERIFY(told.has(key));
    QVERIFY2(since.elapsed() < 1000, qPrintable(QString::number(since.elapsed())));
    told.keys.clear();
    QCOMPARE(other.number({"DEL", key}), 1);
    QTRY_VERIFY(told.has(key));
    QCOMPARE(told.alls, 1);
}

void TestRedisChanges::manyKeysOfOneCommandAreAllAnnounced()
{
    RedisCacheStore store(redisConfig(TestServers::redisPort()));
    Listener told(*store.changes());
    QVERIFY(told.waitForLive());
    RedisPeer other(TestServers::redisPort());
    const QByteArray stem = ownKey();
    QByteArrayList set{"MSET"};
    QByteArrayList remove{"DEL"};
    QByteArrayList names;
    for (int index = 0; index < 3000; ++index) {
        names << stem + ':' + QByteArray::number(index);
        set << names.back() << "v";
        remove << names.back();
    }
    QCOMPARE(other.text(set), QByteArray("OK"));
    const auto all = [&] {
        return std::all_of(names.begin(), names.end(), [&](const QByteArray &name) {
            return std::binary_search(told.keys.begin(), told.keys.end(), name);
        });
    };
    QTRY_VERIFY(told.keys.size() >= size_t(names.size()) &&
                (std::sort(told.keys.begin(), told.keys.end()), all()));
    told.keys.clear();
    QCOMPARE(other.number(remove), 3000);
    QTRY_VERIFY(told.keys.size() >= size_t(names.size()) &&
                (std::sort(told.keys.begin(), told.keys.end()), all()));
    QVERIFY(told.feed.isLive());
}

void TestRedisChanges::keysOfOthersAreNotAnnounced()
{
    RedisProcess server;
    RedisCacheStore store(redisConfig(server.port()));
    Listener told(*store.changes());
    QVERIFY(told.waitForLive());
    RedisPeer other = server.peer();
    QCOMPARE(other.text({"SET", "session:1", "v"}), QByteArray("OK"));
    QCOMPARE(other.text({"SET", "cache:1", "v"}), QByteArray("OK"));
    QTRY_VERIFY(!told.keys.empty());
    QCOMPARE(told.keys, std::vector<QByteArray>{"cache:1"});
}

void TestRedisChanges::anExpiredKeyIsAnnounced()
{
    RedisProcess server;
    RedisCacheStore store(redisConfig(server.port()));
    Listener told(*store.changes());
    QVERIFY(told.waitForLive());
    RedisPeer other = server.peer();
    QCOMPARE(other.text({"SET", "cache:1", "v", "PX", "100"}), QByteArray("OK"));
    QTRY_VERIFY(told.has("cache:1"));
    told.keys.clear();
    // The server removes it by itself, which nobody has to ask for.
    QTRY_VERIFY(told.has("cache:1"));
    QVERIFY(!getOne(store, "cache:1")->value);
}

void TestRedisChanges::aFlushMeansThatAllMayHaveChanged_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::newRow("all") << QByteArray("FLUSHALL");
    QTest::newRow("database") << QByteArray("FLUSHDB");
}

void TestRedisChanges::aFlushMeansThatAllMayHaveChanged()
{
    QFETCH(QByteArray, command);
    RedisProcess server;
    RedisCacheStore store(redisConfig(server.port()));
    Listener told(*store.changes());
    QVERIFY(told.waitForLive());
    RedisPeer other = server.peer();
    QCOMPARE(other.text({"SET", "cache:1", "v"}), QByteArray("OK"));
    QTRY_VERIFY(told.has("cache:1"));
    const int before = told.alls;
    QCOMPARE(other.text({command}), QByteArray("OK"));
    QTRY_VERIFY(told.alls > before);
    QVERIFY(told.feed.isLive());
}

void TestRedisChanges::aKilledConnectionIsMadeAgain()
{
    RedisProcess server;
    RedisCacheStore store(impatient(server.port()));
    Listener told(*store.changes());
    QVERIFY(told.waitForLive());
    RedisPeer other = server.peer();
    const QByteArrayList first = subscribers(other);
    QCOMPARE(first.size(), 1);
    told.states.clear();
    told.alls = 0;
    QCOMPARE(other.number({"CLIENT", "KILL", "ID", first.front()}), 1);
    QTRY_COMPARE(told.states, (std::vector<State>{State::Connecting, State::Live}));
    QCOMPARE(told.alls, 2);
    const QByteArrayList second = subscribers(other);
    QCOMPARE(second.size(), 1);
    QVERIFY(second != first);
    QCOMPARE(other.text({"SET", "cache:1", "v"}), QByteArray("OK"));
    QTRY_VERIFY(told.has("cache:1"));
}

void TestRedisChanges::aServerThatFallsSilentIsNoticed()
{
    RedisProcess server;
    RedisCacheStore store(impatient(server.port()));
    Listener told(*store.changes());
    QVERIFY(told.waitForLive());
    told.alls = 0;
    QElapsedTimer since;
    since.start();
    server.pause();
    const auto bound = RedisChangeFeed::pingPause + RedisChangeFeed::pingPatience + 1s;
    QTRY_COMPARE_WITH_TIMEOUT(told.feed.state(), State::Connecting, 15'000);
    QVERIFY2(since.elapsed() < bound.count(), qPrintable(QString::number(since.elapsed())));
    QCOMPARE(told.alls, 1);
    server.resume();
    QTRY_VERIFY_WITH_TIMEOUT(told.feed.isLive(), 15'000);
    RedisPeer other = server.peer();
    QCOMPARE(other.text({"SET", "cache:1", "v"}), QByteArray("OK"));
    QTRY_VERIFY(told.has("cache:1"));
}

void TestRedisChanges::aServerThatIsStartedAgainAnnouncesAgain()
{
    RedisProcess server;
    RedisCacheStore store(impatient(server.port()));
    Listener told(*store.changes());
    QVERIFY(told.waitForLive());
    told.alls = 0;
    server.kill();
    QTRY_COMPARE(told.feed.state(), State::Connecting);
    QCOMPARE(told.alls, 1);
    server.restart();
    QTRY_VERIFY_WITH_TIMEOUT(told.feed.isLive(), 15'000);
    QCOMPARE(told.alls, 2);
    RedisPeer other = server.peer();
    QCOMPARE(other.text({"SET", "cache:1", "v"}), QByteArray("OK"));
    QTRY_VERIFY(told.has("cache:1"));
}

void TestRedisChanges::passwordTlsAndDatabaseAreRespected_data()
{
    QTest::addColumn<RedisConfig>("config");
    RedisConfig password = redisConfig(TestServers::redisAuthPort());
    password.password = TestServers::redisPassword();
    QTest::newRow("password") << password;
    QTest::newRow("user") << redisConfigFor("app");
    RedisConfig tls = redisConfig(TestServers::redisTlsPort());
    tls.tls = true;
    tls.caFile = TestServers::caFile();
    QTest::newRow("tls") << tls;
    RedisConfig database = redisConfig(TestServers::redisPort());
    database.database = 7;
    QTest::newRow("database") << database;
}

void TestRedisChanges::passwordTlsAndDatabaseAreRespected()
{
    QFETCH(RedisConfig, config);
    RedisCacheStore store(config);
    Listener told(*store.changes());
    QVERIFY(told.waitForLive());
    RedisCacheStore other(config);
    const QByteArray key = ownKey();
    QVERIFY(awaitResult(other.set(key, "v", 60s)));
    QTRY_VERIFY(told.has(key));
}

void TestRedisChanges::aUserWithoutTheRightIsRefusedInWords_data()
{
    QTest::addColumn<QString>("rules");
    QTest::newRow("tracking") << QStringLiteral("~* &* +@all -client|tracking");
    QTest::newRow("id") << QStringLiteral("~* &* +@all -client|id");
    QTest::newRow("subscribe") << QStringLiteral("~* &* +@all -subscribe");
    QTest::newRow("channel") << QStringLiteral("~* resetchannels +@all");
}

void TestRedisChanges::aUserWithoutTheRightIsRefusedInWords()
{
    QFETCH(QString, rules);
    RedisProcess server(QStringList{QStringLiteral("--user"), QStringLiteral("restricted"),
                                    QStringLiteral("on"), QStringLiteral(">secret")} +
                        rules.split(QLatin1Char(' ')));
    RedisConfig config = redisConfig(server.port());
    config.username = QStringLiteral("restricted");
    config.password = QStringLiteral("secret");
    RedisCacheStore store(config);
    Listener told(*store.changes());
    QTRY_COMPARE(told.feed.state(), State::Refused);
    QVERIFY(told.feed.words().contains(QStringLiteral("CLIENT|TRACKING")));
    QCOMPARE(told.alls, 0);
    // Everything else works.
    QVERIFY(awaitResult(store.set("cache:1", "v", 60s)));
    RedisPeer other = server.peer();
    QTRY_COMPARE(subscribers(other).size(), 0);
}

void TestRedisChanges::nobodyWhoDoesNotAskOpensAConnection()
{
    RedisProcess server;
    RedisPeer other = server.peer();
    RedisCacheStore store(redisConfig(server.port()));
    store.prepare();
    QVERIFY(awaitResult(store.set("cache:1", "v", 60s)));
    QVERIFY(awaitResult(store.check()));
    QCOMPARE(other.text({"CLIENT", "LIST"}).count("\n"), 2);
    Listener told(*store.changes());
    QVERIFY(told.waitForLive());
    QCOMPARE(other.text({"CLIENT", "LIST"}).count("\n"), 3);
}

void TestRedisChanges::theConnectionEndsWithTheStore()
{
    RedisProcess server;
    RedisPeer other = server.peer();
    {
        RedisCacheStore live(redisConfig(server.port()));
        Listener told(*live.changes());
        QVERIFY(told.waitForLive());
        QCOMPARE(subscribers(other).size(), 1);
        // One that is still on its way.
        RedisCacheStore young(redisConfig(server.port()));
        QCOMPARE(young.changes()->state(), State::Connecting);
    }
    QTRY_COMPARE(subscribers(other).size(), 0);
}

QTEST_GUILESS_MAIN(TestRedisChanges)
#include "tst_redischanges.moc"
