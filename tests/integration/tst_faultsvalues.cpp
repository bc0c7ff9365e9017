#include "HrTesting.h"

#include "support/RedisProcess.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace hrcache;
using namespace std::chrono_literals;

class TestFaultsValues final : public QObject
{
    Q_OBJECT

private slots:
    void whatIsNoEntryIsReplaced_data();
    void whatIsNoEntryIsReplaced();
    void aKeyOfAnotherTypeIsReadFromTheDatabaseUntilAWriteRemovesIt();
    void aLargeForeignEntryIsAHit();
    void aListOverTheLimitIsNotStoredAndThisIsSaid();
    void anEntryReplacedWhileItWasReadIsNotOverwritten();

private:
    TestDatabase m_database;
    RedisProcess m_redis;
};

void TestFaultsValues::whatIsNoEntryIsReplaced_data()
{
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *name, const QByteArray &value) { QTest::newRow(name) << value; };
    const QByteArray whole =
        R"({"id":"22222222-2222-4222-8222-000000000001","identifier":"E","first_name":"A",)"
        R"("last_name":"B","birth_date":"1990-01-15","cluster_code":"CH-GE",)"
        R"("hire_date":"2024-01-01","is_active":true,"created_at":"2026-01-16T10:30:00+00:00"})";
    const QByteArray tail =
        R"(,"cached_at":"2026-01-16T11:30:00.000001","ttl_seconds":3600,"source":"hr.employees"})";
    row("nothing", "");
    row("a word", "garbage");
    row("bytes", QByteArray("\x00\xff\xfe\x80", 4));
    row("half an object", R"({"data":[{"id":")");
    row("cut", R"({"data":[)" + whole);
    row("more behind it", R"({"data":[)" + whole + "]" + tail + "{}");
    row("a number", "42");
    row("null", "null");
    row("a list", "[]");
    row("no data", R"({"cached_at":"2026-01-16T11:30:00.000001"})");
    row("data null", R"({"data":null)" + tail);
    row("data empty", R"({"data":[])" + tail);
    row("data an object", R"({"data":{"id":"x"})" + tail);
    row("data a text", R"({"data":"rows")" + tail);
    row("a row that is no object", R"({"data":[1])" + tail);
    row("a row without id", R"({"data":[{"first_name":"A"}])" + tail);
    row("an id that is a number", QByteArray(R"({"data":[)" + whole + "]" + tail)
                                      .replace("\"22222222-2222-4222-8222-000000000001\"", "7"));
    row("another version",
        R"({"schema":999,"data":[)" + whole + "]" + tail.chopped(1) + R"(,"schema_version":999})");
    row("nested deeply", QByteArray(200'000, '['));
    row("12 MB of nothing", QByteArray(12 * 1024 * 1024, 'x'));
    row("12 MB in a text without end", R"({"data":[{"id":")" + QByteArray(12 * 1024 * 1024, 'x'));
}

void TestFaultsValues::whatIsNoEntryIsReplaced()
{
    QFETCH(QByteArray, value);
    HrStack stack(HrStack::redisAt(m_redis.port()), m_database.url());
    RedisPeer peer = m_redis.peer();
    const QByteArray key = CacheKey::of(owner(), listQuery());
    peer.command({"SET", key, value, "EX", "3600"});
    const DocumentResult answer = readNow(stack, listQuery());
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
    if (QTest::currentDataTag() == QByteArray("another version") && answer->from.fromCache())
        QFAIL("an entry of another version was served");
    QCOMPARE(answer->from.reason, Reason::Unusable);
    QCOMPARE(answer->data.itemCount(), size_t(3));
    QVERIFY(answer->from.willStore);
    stack.settle();
    const DocumentResult again = readNow(stack, listQuery());
    QCOMPARE(reasonOf(again), Reason::Hit);
    QCOMPARE(again->data.itemCount(), size_t(3));
}

void TestFaultsValues::aKeyOfAnotherTypeIsReadFromTheDatabaseUntilAWriteRemovesIt()
{
    HrStack stack(HrStack::redisAt(m_redis.port()), m_database.url());
    RedisPeer peer = m_redis.peer();
    const QByteArray key = CacheKey::of(owner(), listQuery());
    peer.command({"DEL", key});
    peer.command({"HSET", key, "field", "value"});
    const DocumentResult answer = readNow(stack, listQuery());
    QCOMPARE(reasonOf(answer), Reason::Unusable);
    QCOMPARE(answer->data.itemCount(), size_t(3));
    QVERIFY(!answer->from.note.isEmpty());
    stack.settle();
    QCOMPARE(peer.text({"TYPE", key}), QByteArray("hash"));
    // The other keys of the same pipeline do not suffer.
    QCOMPARE(warm(stack, employeeQuery()), Reason::Hit);
    const auto both = awaitResult(stack.service().readAll(owner(), {listQuery(), employeeQuery()}));
    QCOMPARE(reasonOf(both[0]), Reason::Unusable);
    QCOMPARE(reasonOf(both[1]), Reason::Hit);
    QVERIFY(moveTo(stack, "Nyon"));
    QCOMPARE(warm(stack, listQuery()), Reason::Hit);
}

void TestFaultsValues::aLargeForeignEntryIsAHit()
{
    HrStack stack(HrStack::redisAt(m_redis.port()), m_database.url());
    RedisPeer peer = m_redis.peer();
    const QByteArray key = CacheKey::of(owner(), employeeQuery());
    peer.command({"DEL", key});
    QCOMPARE(warm(stack, employeeQuery()), Reason::Hit);
    QJsonObject entry = QJsonDocument::fromJson(peer.text({"GET", key})).object();
    QJsonObject employee = entry.value(QLatin1String("data")).toObject();
    employee.insert(QLatin1String("notes"), QString(12 * 1024 * 1024, QLatin1Char('n')));
    entry.insert(QLatin1String("data"), employee);
    peer.command({"SET", key, QJsonDocument(entry).toJson(QJsonDocument::Compact), "EX", "3600"});
    const DocumentResult answer = readNow(stack, employeeQuery());
    QCOMPARE(reasonOf(answer), Reason::Hit);
    QCOMPARE(Employee::from(answer->data)->identifier, QStringLiteral("EMP001"));
}

void TestFaultsValues::aListOverTheLimitIsNotStoredAndThisIsSaid()
{
    TestDatabase database;
    database.exec(QStringLiteral("ALTER TABLE hr.employees ADD COLUMN notes text; "
                                 "UPDATE hr.employees SET notes = repeat('n', 11 * 1024 * 1024) "
                                 "WHERE identifier = 'EMP001'"));
    HrStack stack(HrStack::redisAt(m_redis.port()), database.url());
    RedisPeer peer = m_redis.peer();
    const QByteArray key = CacheKey::of(owner(), employeeQuery());
    peer.command({"DEL", key});
    for (int round = 0; round < 2; ++round) {
        const DocumentResult answer = readNow(stack, employeeQuery());
        QCOMPARE(reasonOf(answer), Reason::Miss);
        QVERIFY(!answer->from.willStore);
        QVERIFY(!answer->from.note.isEmpty());
        QVERIFY(answer->from.bytes > 11'000'000);
        stack.settle();
        // The lease is given back, too.
        QCOMPARE(peer.number({"EXISTS", key}), 0);
    }
}

void TestFaultsValues::anEntryReplacedWhileItWasReadIsNotOverwritten()
{
    HrStack stack(HrStack::redisAt(m_redis.port()), m_database.url());
    RedisPeer peer = m_redis.peer();
    const QByteArray key = CacheKey::of(owner(), listQuery());
    // Broken, small and large: the bytes that stand there are the fence, compared as they are or by hash.
    for (const QByteArray &broken : {QByteArray("x"), QByteArray(100'000, 'x')}) {
        peer.command({"SET", key, broken, "EX", "3600"});
        auto answers = awaitResult(stack.cache().lookUp(owner(), {listQuery()}, ReadMode::CacheFirst));
        QCOMPARE(answers.front().reason, Reason::Unusable);
        QVERIFY(answers.front().ticket);
        auto rows = awaitResult(stack.database().read({listQuery()}));
        peer.command({"SET", key, broken + "y", "EX", "3600"});
        stack.cache().fill(std::move(answers.front().ticket), std::move(*rows.front()));
        stack.settle();
        QCOMPARE(peer.text({"GET", key}), broken + "y");
    }
}

QTEST_GUILESS_MAIN(TestFaultsValues)
#include "tst_faultsvalues.moc"
