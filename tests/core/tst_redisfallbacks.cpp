#include "ScriptedRedis.h"
#include "redis/RedisCacheStore.h"
#include "support/Await.h"

#include <QTest>

#include <map>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

// A Redis of version 6 as far as the store uses it: SET takes NX or GET, not both.
class OldRedis
{
public:
    QByteArray operator()(const QByteArrayList &command)
    {
        const QByteArray &name = command[0];
        if (name == "SET") {
            if (command.contains("NX") && command.contains("GET"))
                return "-ERR syntax error\r\n";
            if (command.contains("NX") && m_values->contains(command[1]))
                return "$-1\r\n";
            (*m_values)[command[1]] = command[2];
            return "+OK\r\n";
        }
        if (name == "GET") {
            const auto found = m_values->find(command[1]);
            return found == m_values->end() ? QByteArray("$-1\r\n") : wireBulk(found->second);
        }
        if (name == "PTTL")
            return m_values->contains(command[1]) ? ":5000\r\n" : ":-2\r\n";
        return "-ERR unknown command `" + name + "`, with args beginning with: \r\n";
    }

private:
    std::shared_ptr<std::map<QByteArray, QByteArray>> m_values =
        std::make_shared<std::map<QByteArray, QByteArray>>();
};

RedisConfig configFor(const ScriptedRedis &server)
{
    RedisConfig config;
    config.host = QStringLiteral("127.0.0.1");
    config.port = server.port();
    return config;
}

Result<CacheValue> lease(CacheStore &store, const QByteArray &key)
{
    return awaitResult(store.getOrLease({{key, "L"}}, 10s)).front();
}

} // namespace

class TestRedisFallbacks final : public QObject
{
    Q_OBJECT

private slots:
    void beforeRedis7AMissTakesTheLeaseToo();
    void whatWasLearnedEndsWithTheConnection();
    void aRefusedWriteIsRemembered_data();
    void aRefusedWriteIsRemembered();
    void aRefusedKeyIsNotRememberedForOthers();
    void otherErrorsAreGivenAsTheyAre();
    void aTtlThatIsNotToldIsUnknown();
    void repliesOfAnotherKindAreErrors();
};

void TestRedisFallbacks::beforeRedis7AMissTakesTheLeaseToo()
{
    ScriptedRedis server{OldRedis()};
    RedisCacheStore store(configFor(server));
    const auto first = awaitResult(store.getOrLease({{"a", "L1"}, {"b", "L2"}, {"a", "L3"}}, 10s));
    QVERIFY(first[0] && first[1] && first[2]);
    QVERIFY(first[0]->leased && first[1]->leased);
    QVERIFY(!first[2]->leased);
    QCOMPARE(*first[2]->value, QByteArray("L1"));
    QCOMPARE(first[2]->ttlLeft->count(), 5000);

    const qsizetype before = server.commands().size();
    const auto second = lease(store, "a");
    QVERIFY(second && !second->leased);
    QCOMPARE(*second->value, QByteArray("L1"));
    QCOMPARE(server.names().mid(before), (QByteArrayList{"GET", "SET", "PTTL"}));
    QCOMPARE(server.commands()[before + 1], (QByteArrayList{"SET", "a", "L", "NX", "PX", "10000"}));
}

void TestRedisFallbacks::whatWasLearnedEndsWithTheConnection()
{
    ScriptedRedis server{OldRedis()};
    RedisCacheStore store(configFor(server));
    QVERIFY(lease(store, "a"));
    server.reset();
    QTRY_COMPARE(server.connections(), 2);
    const qsizetype before = server.commands().size();
    QTRY_VERIFY(lease(store, "a"));
    QCOMPARE(server.commands()[before], (QByteArrayList{"SET", "a", "L", "NX", "GET", "PX", "10000"}));
}

void TestRedisFallbacks::aRefusedWriteIsRemembered_data()
{
    QTest::addColumn<QByteArray>("refusal");
    QTest::newRow("right") << QByteArray("-NOPERM this user has no permissions to run the 'set' command\r\n");
    QTest::newRow("replica") << QByteArray("-READONLY You can't write against a read only replica.\r\n");
    QTest::newRow("memory") << QByteArray("-OOM command not allowed when used memory > 'maxmemory'.\r\n");
    QTest::newRow("disk") << QByteArray("-MISCONF Redis is configured to save RDB snapshots\r\n");
    QTest::newRow("replicas") << QByteArray("-NOREPLICAS Not enough good replicas to write.\r\n");
}

void TestRedisFallbacks::aRefusedWriteIsRemembered()
{
    QFETCH(QByteArray, refusal);
    ScriptedRedis server([refusal](const QByteArrayList &command) -> QByteArray {
        if (command[0] == "SET")
            return refusal;
        if (command[0] == "PTTL")
            return ":5000\r\n";
        return command[1] == "missing" ? QByteArray("$-1\r\n") : wireBulk("v");
    });
    RedisCacheStore store(configFor(server));
    for (int round = 0; round < 2; ++round) {
        const auto found = lease(store, "k");
        QVERIFY(found);
        QCOMPARE(*found->value, QByteArray("v"));
        QVERIFY(!found->leased);
        const auto missing = lease(store, "missing");
        QVERIFY(missing);
        QVERIFY(!missing->value && !missing->leased);
    }
    QCOMPARE(server.names().count("SET"), 1);
}

void TestRedisFallbacks::aRefusedKeyIsNotRememberedForOthers()
{
    ScriptedRedis server([](const QByteArrayList &command) -> QByteArray {
        if (command[0] == "PTTL")
            return ":-2\r\n";
        if (command[1] == "foreign")
            return "-NOPERM this user has no permissions to access one of the keys used as arguments\r\n";
        return "$-1\r\n";
    });
    RedisCacheStore store(configFor(server));
    const auto foreign = lease(store, "foreign");
    QVERIFY(!foreign);
    QCOMPARE(foreign.error().code, ErrorCode::PermissionDenied);
    QVERIFY(lease(store, "own")->leased);
}

void TestRedisFallbacks::otherErrorsAreGivenAsTheyAre()
{
    ScriptedRedis server(
        [](const QByteArrayList &) { return QByteArray("-LOADING Redis is loading the dataset\r\n"); });
    RedisCacheStore store(configFor(server));
    const auto read = lease(store, "k");
    QVERIFY(!read);
    QCOMPARE(read.error().serverCode, QStringLiteral("LOADING"));
    QVERIFY(read.error().retryable);
    QCOMPARE(server.names().count("SET"), 1);
    const auto alive = awaitResult(store.ping());
    QVERIFY(!alive);
    QCOMPARE(alive.error().serverCode, QStringLiteral("LOADING"));
    QVERIFY(!awaitResult(store.check()));
}

void TestRedisFallbacks::aTtlThatIsNotToldIsUnknown()
{
    ScriptedRedis server([](const QByteArrayList &command) -> QByteArray {
        return command[0] == "PTTL" ? QByteArray("-NOPERM no permissions to run the 'pttl' command\r\n")
                                    : wireBulk("v");
    });
    RedisCacheStore store(configFor(server));
    const auto read = lease(store, "k");
    QVERIFY(read);
    QCOMPARE(*read->value, QByteArray("v"));
    QVERIFY(!read->ttlLeft);
}

void TestRedisFallbacks::repliesOfAnotherKindAreErrors()
{
    ScriptedRedis server([](const QByteArrayList &command) -> QByteArray {
        return command[0] == "DEL" ? "+OK\r\n" : "*1\r\n:1\r\n";
    });
    RedisCacheStore store(configFor(server));
    const auto code = [](const auto &result) { return result ? ErrorCode::Internal : result.error().code; };
    QCOMPARE(code(awaitResult(store.get({"k"})).front()), ErrorCode::Protocol);
    QCOMPARE(code(lease(store, "k")), ErrorCode::Protocol);
    QCOMPARE(code(awaitResult(store.remove({"k"}))), ErrorCode::Protocol);
    QCOMPARE(code(awaitResult(store.scan("*", "0", 10))), ErrorCode::Protocol);
    QCOMPARE(code(awaitResult(store.keyCount())), ErrorCode::Protocol);
    QCOMPARE(code(awaitResult(store.describe({"k"})).front()), ErrorCode::Protocol);
    QCOMPARE(code(awaitResult(store.setIfUnchanged({{"k", "L", "v", 1s}})).front()), ErrorCode::Protocol);
    QCOMPARE(server.connections(), 1);
}

QTEST_GUILESS_MAIN(TestRedisFallbacks)
#include "tst_redisfallbacks.moc"
