#include "RedisTesting.h"
#include "support/RedisProcess.h"

#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

// A server with one more user, whose rights are `rules`, and a store of that user.
struct Restricted
{
    explicit Restricted(QStringList rules, QStringList arguments = {})
        : server(QStringList{QStringLiteral("--user"), QStringLiteral("restricted"), QStringLiteral("on"),
                             QStringLiteral(">secret")} +
                 rules + arguments)
        , store(config(server.port()))
    {
    }

    static RedisConfig config(std::uint16_t port)
    {
        RedisConfig made = redisConfig(port);
        made.username = QStringLiteral("restricted");
        made.password = QStringLiteral("secret");
        return made;
    }

    RedisProcess server;
    RedisCacheStore store;
};

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

bool mentions(const QStringList &list, const char *word)
{
    return list.filter(QString::fromLatin1(word)).size() == 1;
}

} // namespace

class TestRedisRights final : public QObject
{
    Q_OBJECT

private slots:
    void aReaderReadsAndStoresNothing();
    void aReaderIsToldWhatIsMissing();
    void foreignKeysAreOutOfReach();
    void withoutScriptsTransactionsStore();
    void competingTransactionsStoreOnce();
    void withoutTransactionsNothingIsStoredUnguarded();
    void withoutPublishARemovalStillRemoves();
    void aReplicaIsRead();
    void aPromotedReplicaIsWrittenTo();
    void aFullServerIsRead();
    void anotherTypeIsAnErrorOfItsKeyAlone();
    void aCheckTouchesNoForeignKey();
};

void TestRedisRights::aReaderReadsAndStoresNothing()
{
    RedisCacheStore writer(redisConfigFor("app"));
    RedisCacheStore reader(redisConfigFor("reader"));
    const QByteArray key = ownKey();
    const QByteArray missing = ownKey();
    QVERIFY(awaitResult(writer.set(key, "v", 60s)));
    for (int round = 0; round < 2; ++round) {
        const auto read = awaitResult(reader.getOrLease({{key, "L"}, {missing, "L"}}, 10s));
        QVERIFY(read[0] && read[1]);
        QCOMPARE(*read[0]->value, QByteArray("v"));
        QVERIFY(*read[0]->ttlLeft > 50s);
        QVERIFY(!read[0]->leased);
        QVERIFY(!read[1]->value);
        QVERIFY(!read[1]->leased);
    }
    QVERIFY(!getOne(writer, missing)->value);
    const auto written = awaitResult(reader.set(key, "w", 10s));
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::PermissionDenied);
    const auto removed = awaitResult(reader.remove({key}));
    QVERIFY(!removed);
    QCOMPARE(removed.error().code, ErrorCode::PermissionDenied);
    const auto swapped = swapOne(reader, {key, "v", "w", 10s});
    QVERIFY(!swapped);
    QCOMPARE(swapped.error().code, ErrorCode::PermissionDenied);
    const auto alive = awaitResult(reader.ping());
    QVERIFY(!alive);
    QCOMPARE(alive.error().code, ErrorCode::PermissionDenied);
}

void TestRedisRights::aReaderIsToldWhatIsMissing()
{
    RedisCacheStore reader(redisConfigFor("reader"));
    const auto status = awaitResult(reader.check());
    QVERIFY(status);
    QCOMPARE(status->user, QStringLiteral("reader"));
    QVERIFY(!status->canWrite);
    QVERIFY(!status->canScript);
    QVERIFY(!status->canPublish);
    QVERIFY(status->canScan);
    for (const char *command : {"(SET)", "(DEL)", "(EVAL)", "(PUBLISH)"})
        QVERIFY2(mentions(status->missingRights, command), command);
    QVERIFY(!mentions(status->missingRights, "(GET)"));

    RedisCacheStore app(redisConfigFor("app"));
    QVERIFY(awaitResult(app.check())->missingRights.isEmpty());
}

void TestRedisRights::foreignKeysAreOutOfReach()
{
    Restricted own(words("~cache:* &* +@all"));
    QVERIFY(leaseOne(own.store, "cache:a")->leased);
    const auto foreign = leaseOne(own.store, "session:a");
    QVERIFY(!foreign);
    QCOMPARE(foreign.error().code, ErrorCode::PermissionDenied);
    // One key out of reach says nothing of the others.
    QVERIFY(leaseOne(own.store, "cache:b")->leased);
    const auto swapped = swapOne(own.store, {"session:a", "x", "y", 10s});
    QVERIFY(!swapped);
    QCOMPARE(swapped.error().code, ErrorCode::PermissionDenied);
    QVERIFY(*swapOne(own.store, {"cache:b", "L", "y", 10s}));
    QVERIFY(awaitResult(own.store.ping()));
    QVERIFY(awaitResult(own.store.check())->missingRights.isEmpty());
}

void TestRedisRights::withoutScriptsTransactionsStore()
{
    RedisCacheStore store(redisConfigFor("noscript"));
    const auto status = awaitResult(store.check());
    QVERIFY(status && !status->canScript && status->canWrite);
    QVERIFY(mentions(status->missingRights, "(EVAL)"));
    const QByteArray key = ownKey();
    QVERIFY(leaseOne(store, key)->leased);
    const auto swapped = swapOne(store, {key, "L", "v", 60s});
    QVERIFY(swapped && *swapped);
    const auto read = getOne(store, key);
    QCOMPARE(*read->value, QByteArray("v"));
    QVERIFY(*read->ttlLeft > 50s);
}

void TestRedisRights::competingTransactionsStoreOnce()
{
    RedisCacheStore first(redisConfigFor("noscript"));
    RedisCacheStore second(redisConfigFor("noscript"));
    for (int round = 0; round < 30; ++round) {
        std::vector<QByteArray> keys;
        std::vector<ConditionalSet> mine;
        std::vector<ConditionalSet> theirs;
        for (int index = 0; index < 5; ++index) {
            keys.push_back(ownKey());
            QVERIFY(leaseOne(first, keys.back())->leased);
            mine.push_back({keys.back(), "L", "first", 60s});
            theirs.push_back({keys.back(), "L", "second", 60s});
        }
        std::vector<Task<std::vector<Result<bool>>>> tasks;
        tasks.push_back(first.setIfUnchanged(mine));
        tasks.push_back(second.setIfUnchanged(theirs));
        const auto results = awaitResult(whenAll(std::move(tasks)));
        for (size_t index = 0; index < keys.size(); ++index) {
            QVERIFY(results[0][index] && results[1][index]);
            const bool byFirst = *results[0][index];
            QVERIFY(byFirst != *results[1][index]);
            QCOMPARE(*getOne(first, keys[index])->value, QByteArray(byFirst ? "first" : "second"));
        }
    }
}

void TestRedisRights::withoutTransactionsNothingIsStoredUnguarded()
{
    for (const char *rules : {"~* &* +@all -@scripting -multi", "~* &* +@all -@scripting -exec",
                              "~* &* +@all -@scripting -watch"}) {
        Restricted role(words(rules));
        QVERIFY(leaseOne(role.store, "k")->leased);
        for (int round = 0; round < 2; ++round) {
            const auto swapped = swapOne(role.store, {"k", "L", "v", 60s});
            QVERIFY(!swapped);
            QCOMPARE(swapped.error().code, ErrorCode::PermissionDenied);
            QCOMPARE(*getOne(role.store, "k")->value, QByteArray("L"));
        }
    }
}

void TestRedisRights::withoutPublishARemovalStillRemoves()
{
    RedisCacheStore store(redisConfigFor("notracking"));
    const QByteArray key = ownKey();
    QVERIFY(awaitResult(store.set(key, "v", 60s)));
    const auto removed = awaitResult(store.remove({key}, "cache:invalidate:c", "m"));
    QVERIFY(removed);
    QCOMPARE(*removed, 1);
    const auto status = awaitResult(store.check());
    QVERIFY(!status->canPublish);
    QVERIFY(mentions(status->missingRights, "(PUBLISH)"));
}

void TestRedisRights::aReplicaIsRead()
{
    RedisProcess primary({QStringLiteral("--repl-diskless-sync-delay"), QStringLiteral("0")});
    RedisCacheStore writer(redisConfig(primary.port()));
    QVERIFY(awaitResult(writer.set("k", "v", 60s)));
    RedisProcess replica(
        {QStringLiteral("--replicaof"), QStringLiteral("127.0.0.1"), QString::number(primary.port())});
    RedisCacheStore store(redisConfig(replica.port()));
    QTRY_VERIFY_WITH_TIMEOUT(getOne(store, "k") && getOne(store, "k")->value, 20'000);
    for (int round = 0; round < 2; ++round) {
        const auto read = awaitResult(store.getOrLease({{"k", "L"}, {"missing", "L"}}, 10s));
        QVERIFY(read[0] && read[1]);
        QCOMPARE(*read[0]->value, QByteArray("v"));
        QVERIFY(!read[1]->value && !read[1]->leased);
    }
    const auto alive = awaitResult(store.ping());
    QVERIFY(!alive);
    QCOMPARE(alive.error().code, ErrorCode::ServerError);
    QCOMPARE(alive.error().serverCode, QStringLiteral("READONLY"));
    const auto removed = awaitResult(store.remove({"k"}));
    QVERIFY(!removed);
    QCOMPARE(removed.error().serverCode, QStringLiteral("READONLY"));
    const auto swapped = swapOne(store, {"k", "v", "w", 10s});
    QVERIFY(!swapped);
    QCOMPARE(swapped.error().serverCode, QStringLiteral("READONLY"));
    const auto status = awaitResult(store.check());
    QVERIFY(status);
    QVERIFY(!status->primary);
    QVERIFY(!status->canWrite);
}

void TestRedisRights::aPromotedReplicaIsWrittenTo()
{
    RedisProcess server({QStringLiteral("--replicaof"), QStringLiteral("127.0.0.1"), QStringLiteral("1")});
    RedisCacheStore store(redisConfig(server.port()));
    QVERIFY(!leaseOne(store, "k")->leased);
    QCOMPARE(server.peer().text({"REPLICAOF", "NO", "ONE"}), QByteArray("OK"));
    QTRY_VERIFY_WITH_TIMEOUT(leaseOne(store, ownKey())->leased, 10'000);
}

void TestRedisRights::aFullServerIsRead()
{
    RedisProcess server;
    RedisCacheStore store(redisConfig(server.port()));
    QVERIFY(awaitResult(store.set("k", "v", 60s)));
    QCOMPARE(server.peer().text({"CONFIG", "SET", "maxmemory", "1"}), QByteArray("OK"));
    const auto read = awaitResult(store.getOrLease({{"k", "L"}, {"missing", "L"}}, 10s));
    QVERIFY(read[0] && read[1]);
    QCOMPARE(*read[0]->value, QByteArray("v"));
    QVERIFY(!read[1]->value && !read[1]->leased);
    const auto written = awaitResult(store.set("k", "w", 60s));
    QVERIFY(!written);
    QCOMPARE(written.error().serverCode, QStringLiteral("OOM"));
    QVERIFY(written.error().retryable);
    QCOMPARE(*awaitResult(store.remove({"k"})), 1);
}

void TestRedisRights::anotherTypeIsAnErrorOfItsKeyAlone()
{
    RedisProcess server;
    RedisCacheStore store(redisConfig(server.port()));
    QVERIFY(awaitResult(store.set("string", "v", 60s)));
    QCOMPARE(server.peer().number({"RPUSH", "list", "a", "b"}), 2);
    const auto read = awaitResult(store.get({"list", "string"}));
    QVERIFY(!read[0]);
    QCOMPARE(read[0].error().serverCode, QStringLiteral("WRONGTYPE"));
    QCOMPARE(*read[1]->value, QByteArray("v"));
    const auto leased = awaitResult(store.getOrLease({{"list", "L"}, {"string", "L"}}, 10s));
    QVERIFY(!leased[0]);
    QCOMPARE(leased[0].error().serverCode, QStringLiteral("WRONGTYPE"));
    QCOMPARE(*leased[1]->value, QByteArray("v"));
    const auto swapped =
        awaitResult(store.setIfUnchanged({{"list", "L", "w", 10s}, {"string", "v", "w", 10s}}));
    QVERIFY(!swapped[0]);
    QCOMPARE(swapped[0].error().serverCode, QStringLiteral("WRONGTYPE"));
    QVERIFY(swapped[1] && *swapped[1]);
    const auto described = awaitResult(store.describe({"list", "string"}));
    QVERIFY(described[0]);
    QVERIFY(described[0]->exists);
    QCOMPARE(described[0]->bytes, 0);
    QVERIFY(!described[0]->ttlLeft);
    QCOMPARE(described[1]->bytes, 1);
    QCOMPARE(*awaitResult(store.remove({"list"})), 1);
}

void TestRedisRights::aCheckTouchesNoForeignKey()
{
    RedisProcess server;
    RedisPeer peer = server.peer();
    QCOMPARE(peer.text({"SET", "foreign", "v"}), QByteArray("OK"));
    RedisCacheStore store(redisConfig(server.port()));
    const auto status = awaitResult(store.check());
    QVERIFY(status);
    QCOMPARE(status->keys, 1);
    QVERIFY(awaitResult(store.ping()));
    QCOMPARE(peer.number({"DBSIZE"}), 1);
    QCOMPARE(peer.text({"GET", "foreign"}), QByteArray("v"));
}

QTEST_GUILESS_MAIN(TestRedisRights)
#include "tst_redisrights.moc"
