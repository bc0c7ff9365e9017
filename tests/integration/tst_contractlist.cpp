#include "HrTesting.h"

#include "cache/CacheEnvelope.h"
#include "cache/CacheKey.h"
#include "cache/KeyWatch.h"
#include "hr/ContractListReader.h"
#include "support/DelayProxy.h"
#include "support/PostgresProcess.h"
#include "support/RedisProcess.h"

#include <QSignalSpy>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

constexpr int added = 797; // employees beside the three of the sample
constexpr int people = added + 3;

} // namespace

/// The contracts of a company on a real Redis and a real PostgreSQL at a distance, and what that costs.
class TestContractList final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void theFirstReadIsOnePipelineAndOneStatement();
    void everyEntryIsWhatASingleReadStores();
    void aHitIsOnePipelineAndNoStatement();
    void onlyWhatIsMissingIsReadAndStored();
    void aForcedReadReplacesWhatIsThere();
    void aWriteWhileItIsReadLeavesNoOldEntry();
    void anEntryThatAnotherProgramFillsIsNoticed();
    void withoutRedisTheDatabaseAnswers();

private:
    Result<ContractListReader::Contracts> read(ReadMode mode = ReadMode::CacheFirst)
    {
        ContractListReader reader(m_stack->service(), Clock::system());
        auto result = awaitResult(reader.read(owner(), sampleCompany(), {mode, {}}));
        return result;
    }

    /// Round trips to Redis and to PostgreSQL, and SELECTs of contracts, since begin().
    void begin()
    {
        m_stack->settle();
        m_database->exec(QStringLiteral("SELECT pg_stat_statements_reset()"));
        m_toRedis->resetCounts();
        m_toDatabase->resetCounts();
    }

    [[nodiscard]] std::pair<int, int> trips() const
    {
        return {m_toRedis->counts().total.roundTrips, m_toDatabase->counts().total.roundTrips};
    }

    [[nodiscard]] int selects() const
    {
        return m_database
            ->value(
                QStringLiteral("SELECT coalesce(sum(calls), 0) FROM pg_stat_statements JOIN pg_database d "
                               "ON d.oid = dbid WHERE d.datname = current_database() AND query LIKE "
                               "'SELECT c.id%FROM hr.contracts%'"))
            .toInt();
    }

    [[nodiscard]] QByteArray keyOf(const EmployeeSummary &employee) const
    {
        return CacheKey::of(owner(),
                            HrQuery::contracts(sampleCompany(), *EmployeeId::parse(employee.id(), {})));
    }

    std::unique_ptr<RedisProcess> m_redis;
    std::unique_ptr<PostgresProcess> m_postgres;
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<DelayProxy> m_toRedis;
    std::unique_ptr<DelayProxy> m_toDatabase;
    std::unique_ptr<HrStack> m_stack;
};

void TestContractList::initTestCase()
{
    m_redis = std::make_unique<RedisProcess>();
    m_postgres = std::make_unique<PostgresProcess>(
        QStringList{QStringLiteral("-c"), QStringLiteral("shared_preload_libraries=pg_stat_statements")});
}

void TestContractList::init()
{
    m_stack.reset();
    m_redis->peer().command({"FLUSHALL"});
    m_database = std::make_unique<TestDatabase>(TestDatabase::Content::Sample, m_postgres->url());
    m_database->exec(
        QStringLiteral(
            "CREATE EXTENSION IF NOT EXISTS pg_stat_statements;"
            "INSERT INTO hr.employees (company_id, identifier, first_name, last_name, birth_date, "
            "cluster_code, "
            "hire_date) SELECT '%1', 'X' || n, 'Anna', 'Zz' || n, '1990-01-01', 'CH-GE', '2020-01-01' "
            "FROM generate_series(1, %2) n;"
            "DELETE FROM hr.contracts WHERE employee_id NOT IN "
            "(SELECT employee_id FROM hr.payroll_results);"
            "INSERT INTO hr.contracts (employee_id, contract_type, start_date, base_salary) "
            "SELECT e.id, 'CDI', '2024-01-01', 5000 FROM hr.employees e WHERE e.company_id = '%1' AND NOT "
            "EXISTS (SELECT 1 FROM hr.contracts c WHERE c.employee_id = e.id)")
            .arg(sampleCompany().toString())
            .arg(added));
    m_toRedis = std::make_unique<DelayProxy>(QStringLiteral("127.0.0.1"), m_redis->port(), 5ms);
    m_toDatabase = std::make_unique<DelayProxy>(QStringLiteral("127.0.0.1"), m_postgres->port(), 5ms);
    m_stack = std::make_unique<HrStack>(HrStack::redisAt(m_toRedis->port()),
                                        HrStack::urlThrough(m_database->url(), m_toDatabase->port()));
    // Both connections stand, and the user is known to be listed.
    QVERIFY(readNow(*m_stack, listQuery()));
    m_stack->settle();
    QCOMPARE(reasonOf(readNow(*m_stack, listQuery())), Reason::Hit);
}

void TestContractList::theFirstReadIsOnePipelineAndOneStatement()
{
    begin();
    const auto first = read();
    const auto after = trips();
    QVERIFY(first);
    QCOMPARE((*first)->people.size(), size_t(people));
    QCOMPARE((*first)->fromDatabase, size_t(people));
    QVERIFY((*first)->rows.size() >= size_t(people));
    // One for the list of employees, one for the contracts of all of them; the list is a HIT. Fills are not
    // on the way of the answer, but the first of them may have left before it was looked at.
    QVERIFY2(after.first <= 2 + people / 200, qPrintable(QString::number(after.first)));
    QCOMPARE(after.second, 1);
    QCOMPARE(selects(), 1);
    m_stack->settle();
    const QByteArray pattern = "cache:uid_xyz123:" + sampleCompany().bytes() + ":hr:contracts:*";
    QCOMPARE(m_redis->peer().command({"KEYS", pattern}).toList().size(), people);
}

void TestContractList::everyEntryIsWhatASingleReadStores()
{
    QVERIFY(read());
    m_stack->settle();
    RedisPeer peer = m_redis->peer();
    const HrQuery query = HrQuery::contracts(sampleCompany(), sampleEmployee(1));
    const QByteArray key = CacheKey::of(owner(), query);
    const auto dataOf = [](const QByteArray &value) { return value.left(value.indexOf("\"cached_at\"")); };
    const QByteArray together = peer.text({"GET", key});
    const auto ttl = peer.number({"TTL", key});
    peer.command({"DEL", key});
    QCOMPARE(reasonOf(readNow(*m_stack, query)), Reason::Miss);
    m_stack->settle();
    const QByteArray alone = peer.text({"GET", key});
    QVERIFY(dataOf(alone).size() > 100);
    QCOMPARE(dataOf(together), dataOf(alone));
    QVERIFY(ttl > 0 && std::abs(ttl - peer.number({"TTL", key})) <= 5);
}

void TestContractList::aHitIsOnePipelineAndNoStatement()
{
    const auto first = read();
    QVERIFY(first);
    begin();
    const auto second = read();
    QVERIFY(second);
    QCOMPARE(trips(), std::pair(2, 0)); // the list, and all contracts
    QCOMPARE(selects(), 0);
    QCOMPARE((*second)->fromCache, size_t(people));
    QCOMPARE((*second)->rows, (*first)->rows);
    QCOMPARE((*second)->cached.reason, Reason::Hit);
    QVERIFY((*second)->cached.ttlLeft && *(*second)->cached.ttlLeft > 60s);
}

void TestContractList::onlyWhatIsMissingIsReadAndStored()
{
    const auto first = read();
    QVERIFY(first);
    m_stack->settle();
    RedisPeer peer = m_redis->peer();
    for (const size_t person : {size_t(0), size_t(5), size_t(people - 1)})
        peer.command({"DEL", keyOf((*first)->people[person])});
    begin();
    const auto mix = read();
    QVERIFY(mix);
    m_stack->settle();
    QCOMPARE(trips(), std::pair(3, 1)); // the list, all contracts, and what was missing stored
    QCOMPARE(selects(), 1);
    QCOMPARE((*mix)->fromDatabase, size_t(3));
    QCOMPARE((*mix)->fromCache, size_t(people - 3));
    QCOMPARE((*mix)->rows, (*first)->rows);
    QVERIFY(!peer.text({"GET", keyOf((*first)->people[5])}).isEmpty());
}

void TestContractList::aForcedReadReplacesWhatIsThere()
{
    const auto first = read();
    QVERIFY(first);
    m_stack->settle();
    m_database->exec(QStringLiteral("UPDATE hr.contracts SET job_title = 'Pilot'"));
    QCOMPARE((*read())->rows, (*first)->rows);
    begin();
    const auto forced = read(ReadMode::Forced);
    QVERIFY(forced);
    QCOMPARE((*forced)->fromDatabase, size_t(people));
    QCOMPARE(selects(), 1);
    for (size_t i = 0; i < (*forced)->rows.size(); ++i)
        QCOMPARE((*forced)->rows[i].jobTitle(), QStringLiteral("Pilot"));
    m_stack->settle();
    const auto after = read();
    QVERIFY(after);
    QCOMPARE((*after)->fromCache, size_t(people));
    QCOMPARE((*after)->rows, (*forced)->rows);
}

void TestContractList::aWriteWhileItIsReadLeavesNoOldEntry()
{
    HrStack near(HrStack::redisAt(m_redis->port()), m_database->url());
    QVERIFY(readNow(near, listQuery()));
    ContractListReader reader(m_stack->service(), Clock::system());
    auto reading = reader.read(owner(), sampleCompany());
    const HrQuery query = HrQuery::contracts(sampleCompany(), sampleEmployee(1));
    const QByteArray key = CacheKey::of(owner(), query);
    RedisPeer peer = m_redis->peer();
    QTRY_COMPARE(peer.number({"EXISTS", key}), 1); // its lease
    const QString id =
        m_database->value(QStringLiteral("SELECT id FROM hr.contracts WHERE employee_id = '%1' LIMIT 1")
                              .arg(sampleEmployee(1).toString()));
    HrWrite write;
    write.kind = HrWrite::Kind::UpdateContract;
    write.company = sampleCompany();
    write.employee = sampleEmployee(1);
    write.contract = *ContractId::parse(id, {});
    for (const std::string_view column : writableColumns(write.kind)) {
        if (column == "job_title")
            write.fields.push_back({column, QByteArray("Pilot")});
    }
    QVERIFY(awaitResult(near.service().write(owner(), write)));
    QVERIFY(awaitResult(std::move(reading)));
    m_stack->settle();
    const auto entry = peer.text({"GET", key});
    QVERIFY2(entry.isEmpty() || entry.contains("Pilot"), entry.constData());
}

void TestContractList::anEntryThatAnotherProgramFillsIsNoticed()
{
    RedisPeer other = m_redis->peer();
    const auto before = read();
    QVERIFY(before);
    m_stack->settle();
    const QByteArray key = keyOf((*before)->people[7]);
    const QByteArray value = other.text({"GET", key});
    QCOMPARE(other.text({"SET", key, CacheEnvelope::composeLease(Clock::system().now()), "PX", "10000"}),
             QByteArray("OK"));
    const auto meanwhile = read();
    QVERIFY(meanwhile);
    for (size_t person = 0; person < size_t(people); ++person)
        QCOMPARE((*meanwhile)->origins[person].isBeingFilled, person == 7);

    KeyWatch watch(m_stack->redis(), m_stack->cache().events());
    QSignalSpy changed(&watch, &KeyWatch::changed);
    watch.setActive(true);
    Provenance filled;
    filled.key = key;
    filled.reason = Reason::BeingFilled;
    watch.watch(filled);
    QTest::qWait(200);
    QCOMPARE(changed.size(), 0);
    QCOMPARE(other.text({"SET", key, value, "EX", "3600"}), QByteArray("OK"));
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 1'000);
    QCOMPARE(changed[0][0].toByteArray(), key);
    QCOMPARE(changed[0][1].value<KeyChange>(), KeyChange::Renewed);
    QCOMPARE((*read())->fromDatabase, size_t(0));
    watch.stop();
}

void TestContractList::withoutRedisTheDatabaseAnswers()
{
    m_toRedis->setListening(false);
    m_toRedis->kill();
    const auto all = read();
    QVERIFY(all);
    QCOMPARE((*all)->fromDatabase, size_t(people));
    QCOMPARE((*all)->read.reason, Reason::CacheUnreachable);
    QVERIFY(!(*all)->read.note.isEmpty());
}

QTEST_GUILESS_MAIN(TestContractList)
#include "tst_contractlist.moc"
