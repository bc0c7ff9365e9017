#include "HrTesting.h"

#include "cache/CacheKey.h"
#include "cache/UnlistedHolders.h"
#include "hr/EmployeeListReader.h"
#include "support/DelayProxy.h"
#include "support/RedisProcess.h"
#include "support/TestServers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QUrl>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

constexpr int added = 2'497; // employees beside the three of the sample
constexpr int people = added + 3;
constexpr int pageCount = 3;

using Answer = Result<Sourced<EmployeePages>>;

QStringList idsOf(const EmployeePages &pages)
{
    QStringList ids;
    for (const EmployeeList &page : pages.pages) {
        for (size_t i = 0; i < page.size(); ++i)
            ids << page.at(i).id();
    }
    return ids;
}

UserId stranger()
{
    return userId(QStringLiteral("uid_stranger"));
}

HrWrite newEmployee(int number)
{
    HrWrite write;
    write.kind = HrWrite::Kind::CreateEmployee;
    write.company = sampleCompany();
    write.fields = {{"identifier", "N" + QByteArray::number(number)},
                    {"first_name", "Nora"},
                    {"last_name", number % 2 == 0 ? "Aaa" : "Zzz"},
                    {"birth_date", "1995-04-03"},
                    {"cluster_code", "CH-GE"},
                    {"hire_date", "2025-02-01"}};
    return write;
}

HrWrite deletionOf(const QString &id)
{
    HrWrite write;
    write.kind = HrWrite::Kind::DeleteEmployee;
    write.company = sampleCompany();
    write.employee = *EmployeeId::parse(id, {});
    return write;
}

} // namespace

/// A list of employees that is kept in pages, on a real Redis and a real PostgreSQL.
class TestEmployeePages final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void noRowIsTwiceOrMissingWhileOthersWrite();
    void aWriteWhileTheListIsReadLeavesNoIndex();
    void theContractsKeyOfAnotherProgramIsAHit();
    void aWriteOfAnotherProgramMakesThePagesUnreadable();
    void aReadOfAnotherProgramPutsTheWholeListInTheirPlace();
    void whatIsIncompleteIsAMissWithTheRightRows_data();
    void whatIsIncompleteIsAMissWithTheRightRows();
    void anInvalidationRemovesEveryKey();
    void whoIsNotListedHoldsNoOldPages();
    void whoCannotBeRegisteredGetsNoPages();

private:
    Answer read(const UserId &user = owner(), ReadMode mode = ReadMode::CacheFirst)
    {
        EmployeeListReader reader(m_stack->database(), m_stack->cache(), Clock::system());
        auto answer = awaitResult(reader.read(user, sampleCompany(), {mode, {}}));
        m_stack->settle();
        return answer;
    }

    [[nodiscard]] QStringList idsInDatabase() const
    {
        QStringList ids;
        const auto rows = m_database->exec(
            QStringLiteral("SELECT id FROM hr.employees WHERE company_id = '%1' AND is_active "
                           "ORDER BY last_name, first_name, id")
                .arg(sampleCompany().toString()));
        for (const QStringList &row : rows)
            ids << row.front();
        return ids;
    }

    [[nodiscard]] QByteArrayList keysOfList(const UserId &user = owner()) const
    {
        QByteArrayList keys;
        const QByteArray pattern = "cache:" + user.bytes() + ':' + sampleCompany().bytes() + ":hr:employees*";
        for (const QVariant &key : m_redis->peer().command({"KEYS", pattern}).toList())
            keys << key.toByteArray();
        return keys;
    }

    Task<> writeMeanwhile(int round);

    std::unique_ptr<RedisProcess> m_redis;
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<DelayProxy> m_toRedis;
    std::unique_ptr<DelayProxy> m_toDatabase;
    std::unique_ptr<HrStack> m_stack; ///< who reads, at a distance
    std::unique_ptr<HrStack> m_near;  ///< who writes
    QStringList m_initial;            ///< ids, in the order of the list
    QSet<QString> m_created;          ///< acknowledged
    QSet<QString> m_leaving;          ///< their deletion was begun
    QSet<QString> m_gone;             ///< acknowledged
    QString m_problem;
};

void TestEmployeePages::initTestCase()
{
    m_redis = std::make_unique<RedisProcess>();
}

void TestEmployeePages::init()
{
    m_stack.reset();
    m_near.reset();
    m_redis->peer().command({"FLUSHALL"});
    m_created.clear();
    m_leaving.clear();
    m_gone.clear();
    m_problem.clear();
    m_database = std::make_unique<TestDatabase>(TestDatabase::Content::Sample);
    m_database->exec(
        QStringLiteral("INSERT INTO hr.employees (company_id, identifier, first_name, last_name, birth_date, "
                       "cluster_code, hire_date) SELECT '%1', 'X' || n, 'Anna', 'Mm' || n % 40, "
                       "'1990-01-01', 'CH-GE', '2020-01-01' FROM generate_series(1, %2) n")
            .arg(sampleCompany().toString())
            .arg(added));
    m_toRedis = std::make_unique<DelayProxy>(QStringLiteral("127.0.0.1"), m_redis->port(), 1ms);
    const auto databasePort = static_cast<std::uint16_t>(QUrl(m_database->url()).port());
    m_toDatabase = std::make_unique<DelayProxy>(QStringLiteral("127.0.0.1"), databasePort, 2ms);
    m_stack = std::make_unique<HrStack>(HrStack::redisAt(m_toRedis->port()),
                                        HrStack::urlThrough(m_database->url(), m_toDatabase->port()));
    m_near = std::make_unique<HrStack>(HrStack::redisAt(m_redis->port()), m_database->url());
    m_initial = idsInDatabase();
    QCOMPARE(m_initial.size(), people);
}

/// Somebody comes, somebody goes, and somebody's place in the list changes from one end to the other.
Task<> TestEmployeePages::writeMeanwhile(int round)
{
    HrService &service = m_near->service();
    const QString mover = m_initial[100 + round % 20];
    HrWrite move = employeeUpdate(*EmployeeId::parse(mover, {}),
                                  {{"last_name", QByteArray(round % 2 == 0 ? "Zzzz" : "Aaaa")}});
    const QString leaver = m_initial[m_initial.size() - 1 - round * 7];
    m_leaving.insert(leaver);
    HrWrite leave = deletionOf(leaver);
    HrWrite come = newEmployee(round);
    auto moving = service.write(owner(), std::move(move));
    const auto moved = co_await moving;
    auto coming = service.write(owner(), std::move(come));
    const auto came = co_await coming;
    auto leaving = service.write(owner(), std::move(leave));
    const auto left = co_await leaving;
    if (!moved || !came || !left) {
        m_problem = QStringLiteral("a write failed");
        co_return;
    }
    m_created.insert(came->employee.toString());
    m_gone.insert(leaver);
}

void TestEmployeePages::noRowIsTwiceOrMissingWhileOthersWrite()
{
    EmployeeListReader reader(m_stack->database(), m_stack->cache(), Clock::system());
    for (int round = 0; round < 30; ++round) {
        const QSet<QString> created = m_created;
        const QSet<QString> gone = m_gone;
        ReadOptions options;
        options.mode = round % 3 == 2 ? ReadMode::Forced : ReadMode::CacheFirst;
        auto reading = reader.read(owner(), sampleCompany(), options);
        awaitResult(writeMeanwhile(round));
        QVERIFY2(m_problem.isEmpty(), qPrintable(m_problem));
        const Answer answer = awaitResult(std::move(reading));
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        const QStringList list = idsOf(answer->data);
        const QSet<QString> ids(list.begin(), list.end());
        QCOMPARE(ids.size(), list.size()); // nobody twice
        for (const QString &id : m_initial)
            QVERIFY2(ids.contains(id) || m_leaving.contains(id), qPrintable(id));
        for (const QString &id : created)
            QVERIFY2(ids.contains(id), qPrintable(id));
        for (const QString &id : gone)
            QVERIFY2(!ids.contains(id), qPrintable(id));

        m_near->settle();
        // What stayed in the cache is what stands in the database, in its order.
        m_stack->settle();
        const QStringList expected = idsInDatabase();
        const Answer first = read();
        QCOMPARE(idsOf(first->data), expected);
        if (round % 2 == 0) {
            const Answer second = read();
            QCOMPARE(second->from.reason, Reason::Hit);
            QCOMPARE(second->data.pages.size(), size_t(pageCount));
            QCOMPARE(idsOf(second->data), expected);
        }
    }
}

void TestEmployeePages::aWriteWhileTheListIsReadLeavesNoIndex()
{
    const QByteArray index = CacheKey::of(owner(), listQuery());
    RedisPeer peer = m_redis->peer();
    QVERIFY(read());
    peer.command({"FLUSHALL"});
    EmployeeListReader reader(m_stack->database(), m_stack->cache(), Clock::system());
    m_toDatabase->setDelay(50ms);
    auto reading = reader.read(owner(), sampleCompany());
    QTRY_COMPARE(peer.number({"EXISTS", index}), 1); // its lease
    QVERIFY(awaitResult(m_near->service().write(owner(), newEmployee(1))));
    QVERIFY(awaitResult(std::move(reading)));
    m_stack->settle();
    QCOMPARE(peer.number({"EXISTS", index}), 0);
    m_toDatabase->setDelay(1ms);
    QCOMPARE(idsOf(read()->data), idsInDatabase());
}

void TestEmployeePages::theContractsKeyOfAnotherProgramIsAHit()
{
    QVERIFY(read());
    QCOMPARE(read()->from.reason, Reason::Hit);
    // Another program read the list when it had three rows more at its end than our pages say.
    m_database->exec(QStringLiteral("UPDATE hr.employees SET last_name = 'Zzz' WHERE identifier IN "
                                    "('X1', 'X2', 'X3')"));
    const auto rows = awaitResult(m_near->database().read({listQuery()}));
    QVERIFY(rows.front());
    const QByteArray key = CacheKey::of(owner(), listQuery());
    m_redis->peer().command({"SETEX", key, "1800",
                             "{\"data\": " + rows.front()->json +
                                 ", \"cached_at\": \"2026-01-01T08:00:00\", \"ttl_seconds\": 1800, "
                                 "\"source\": \"hr.employees\"}"});
    m_toDatabase->resetCounts();
    const Answer whole = read();
    QVERIFY(whole);
    QCOMPARE(whole->from.reason, Reason::Hit);
    QCOMPARE(whole->from.key, key);
    QCOMPARE(whole->data.pages.size(), size_t(1));
    QCOMPARE(idsOf(whole->data), idsInDatabase());
    QCOMPARE(m_toDatabase->counts().total.roundTrips, 0);
    QCOMPARE(m_redis->peer().number({"EXISTS", key}), 1);
}

void TestEmployeePages::aWriteOfAnotherProgramMakesThePagesUnreadable()
{
    QVERIFY(read());
    QCOMPARE(read()->from.reason, Reason::Hit);
    // As the contract has it: the row, and then the one key that this program knows.
    m_database->exec(QStringLiteral("UPDATE hr.employees SET last_name = 'Zzzz' WHERE identifier = 'X1'"));
    const QByteArray key = CacheKey::of(owner(), listQuery());
    QCOMPARE(m_redis->peer().number({"DEL", key}), 1);
    const Answer after = read();
    QVERIFY(after);
    QCOMPARE(after->from.reason, Reason::Miss);
    QCOMPARE(idsOf(after->data), idsInDatabase());
    QCOMPARE(read()->from.reason, Reason::Hit);
}

void TestEmployeePages::aReadOfAnotherProgramPutsTheWholeListInTheirPlace()
{
    QVERIFY(read());
    RedisPeer peer = m_redis->peer();
    const QByteArray key = CacheKey::of(owner(), listQuery());
    // By the contract an entry whose data is an empty list is deleted, and is a MISS.
    const auto entry = QJsonDocument::fromJson(peer.text({"GET", key})).object();
    QVERIFY(entry.value(QLatin1String("data")).isArray());
    QVERIFY(entry.value(QLatin1String("data")).toArray().isEmpty());
    QCOMPARE(entry.value(QLatin1String("source")).toString(), QStringLiteral("hr.employees"));
    QCOMPARE(peer.number({"DEL", key}), 1);
    const auto rows = awaitResult(m_near->database().read({listQuery()}));
    QVERIFY(rows.front());
    peer.command({"SETEX", key, "1800",
                  "{\"data\": " + rows.front()->json +
                      ", \"cached_at\": \"2026-01-01T08:00:00\", \"ttl_seconds\": 1800, "
                      "\"source\": \"hr.employees\"}"});
    const Answer whole = read();
    QVERIFY(whole);
    QCOMPARE(whole->from.reason, Reason::Hit);
    QCOMPARE(whole->data.pages.size(), size_t(1));
    QCOMPARE(idsOf(whole->data), idsInDatabase());
}

void TestEmployeePages::whatIsIncompleteIsAMissWithTheRightRows_data()
{
    QTest::addColumn<int>("page");     // -1: the index
    QTest::addColumn<bool>("another"); // in its place stands that of another generation
    QTest::newRow("no index") << -1 << false;
    QTest::newRow("no first page") << 0 << false;
    QTest::newRow("no page in the middle") << 1 << false;
    QTest::newRow("no last page") << pageCount - 1 << false;
    QTest::newRow("an index of another generation") << -1 << true;
    QTest::newRow("a first page of another generation") << 0 << true;
    QTest::newRow("a page of another generation") << 1 << true;
}

void TestEmployeePages::whatIsIncompleteIsAMissWithTheRightRows()
{
    QFETCH(int, page);
    QFETCH(bool, another);
    const QByteArray key =
        CacheKey::of(owner(), page < 0 ? listQuery() : HrQuery::employeesPage(sampleCompany(), page));
    RedisPeer peer = m_redis->peer();
    QVERIFY(read());
    const QByteArray before = peer.text({"GET", key});
    QVERIFY(!before.isEmpty());
    m_database->exec(QStringLiteral("UPDATE hr.employees SET last_name = 'Zzz' WHERE identifier = 'X1'"));
    QVERIFY(read(owner(), ReadMode::Forced));
    QCOMPARE(read()->from.reason, Reason::Hit);
    QVERIFY(peer.text({"GET", key}) != before);
    if (another)
        peer.command({"SETEX", key, "1800", before});
    else
        peer.command({"DEL", key});

    const Answer answer = read();
    QVERIFY(answer);
    QCOMPARE(answer->from.source, Source::Database);
    QCOMPARE(idsOf(answer->data), idsInDatabase());
    const Answer after = read();
    QCOMPARE(after->from.reason, Reason::Hit);
    QCOMPARE(idsOf(after->data), idsInDatabase());
}

void TestEmployeePages::anInvalidationRemovesEveryKey()
{
    QVERIFY(read());
    QCOMPARE(keysOfList().size(), pageCount + 1);
    QVERIFY(awaitResult(
        m_near->service().write(owner(), employeeUpdate(sampleEmployee(1), {{"city", QByteArray("Bern")}}))));
    m_near->settle();
    QCOMPARE(keysOfList(), QByteArrayList());
}

void TestEmployeePages::whoIsNotListedHoldsNoOldPages()
{
    QVERIFY(read(stranger()));
    QCOMPARE(keysOfList(stranger()).size(), pageCount + 1);
    QCOMPARE(read(stranger())->from.reason, Reason::Hit);
    const auto receipt = awaitResult(m_near->service().write(owner(), newEmployee(1)));
    QVERIFY(receipt);
    QVERIFY(receipt->invalidation.acknowledged);
    m_near->settle();
    QCOMPARE(keysOfList(stranger()), QByteArrayList());
    const Answer after = read(stranger());
    QVERIFY(after);
    QVERIFY(idsOf(after->data).contains(receipt->employee.toString()));
    QCOMPARE(read(stranger())->from.reason, Reason::Hit);
}

void TestEmployeePages::whoCannotBeRegisteredGetsNoPages()
{
    RedisPeer peer = m_redis->peer();
    // This role may keep entries, and not the list of those who are not listed.
    QCOMPARE(peer.text({"ACL", "SETUSER", "entries", "on", ">secret", "~cache:uid_*", "&*", "+@all"}),
             QByteArray("OK"));
    RedisConfig redis = HrStack::redisAt(m_redis->port());
    redis.username = QStringLiteral("entries");
    redis.password = QStringLiteral("secret");
    m_stack = std::make_unique<HrStack>(redis, m_database->url());
    const Answer answer = read(stranger());
    QVERIFY(answer);
    QCOMPARE(idsOf(answer->data), m_initial);
    QVERIFY(!answer->from.willStore);
    QCOMPARE(keysOfList(stranger()), QByteArrayList());
    // Whoever is listed needs no such right.
    QVERIFY(read());
    QCOMPARE(keysOfList().size(), pageCount + 1);
    m_stack.reset();
    peer.command({"ACL", "DELUSER", "entries"});
}

QTEST_GUILESS_MAIN(TestEmployeePages)
#include "tst_employeepages.moc"
