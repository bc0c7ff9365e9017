#include "hr/EmployeeListReader.h"
#include "integration/HrTesting.h"
#include "integration/PgTesting.h"
#include "support/PostgresProcess.h"
#include "support/RedisPeer.h"
#include "support/RedisProcess.h"
#include "support/TransactionPooler.h"

#include <QTest>

using namespace hrcache;

/// A primary, and a replica that stays far behind.
class TestPgReplica : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void rowsOfAReplicaSayWhereTheyAreFrom();
    void aReplicaIsAskedWhatItIsWhereNobodyTells();
    void rowsOfAReplicaAreNotCached_data();
    void rowsOfAReplicaAreNotCached();
    void aListOfAReplicaIsNotCached();
    void anEntryIsNotReplacedFromAReplica();
    void aReplicaThatWasPromotedFillsTheCache();

private:
    [[nodiscard]] QString replicaUrl() const
    {
        return HrStack::urlThrough(m_database->url(), m_replica->port());
    }

    /// Seen by the primary alone.
    void moveOnThePrimary(const char *city) const
    {
        m_database->exec(QStringLiteral("UPDATE hr.employees SET city = '%1' WHERE identifier = 'EMP001'")
                             .arg(QLatin1String(city)));
    }

    [[nodiscard]] QByteArray keys() const
    {
        QByteArrayList found;
        for (const QVariant &key : RedisPeer(m_redis->port()).command({"KEYS", "*"}).toList())
            found << key.toByteArray();
        return found.join(' ');
    }

    std::unique_ptr<PostgresProcess> m_primary;
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<PostgresProcess> m_replica;
    std::unique_ptr<RedisProcess> m_redis;
};

void TestPgReplica::init()
{
    m_primary = std::make_unique<PostgresProcess>();
    m_database = std::make_unique<TestDatabase>(TestDatabase::Content::Sample, m_primary->url());
    m_replica = std::make_unique<PostgresProcess>(
        *m_primary, QStringList{QStringLiteral("-c"), QStringLiteral("recovery_min_apply_delay=1h")});
    m_redis = std::make_unique<RedisProcess>();
}

void TestPgReplica::cleanup()
{
    m_redis.reset();
    m_replica.reset();
    m_database.reset();
    m_primary.reset();
}

void TestPgReplica::rowsOfAReplicaSayWhereTheyAreFrom()
{
    PgHrStore primary(pgtesting::config(m_database->url()));
    PgHrStore replica(pgtesting::config(replicaUrl()));
    const std::vector<HrQuery> queries{listQuery(), employeeQuery(),
                                       HrQuery::contracts(sampleCompany(), sampleEmployee(1)),
                                       HrQuery::contracts(sampleCompany(), sampleEmployee(2)),
                                       HrQuery::references(sampleCompany(), "CH", "fr")};
    for (const auto &rows : awaitResult(primary.read(queries))) {
        QVERIFY(rows);
        QVERIFY(!rows->fromReplica);
    }
    for (const auto &rows : awaitResult(replica.read(queries))) {
        QVERIFY(rows);
        QVERIFY(rows->fromReplica);
    }
}

void TestPgReplica::aReplicaIsAskedWhatItIsWhereNobodyTells()
{
    TransactionPooler pooler({"in_hot_standby"}, m_replica->socket());
    PgHrStore store(pgtesting::config(HrStack::urlThrough(m_database->url(), pooler.port())));
    for (int i = 1; i <= 2; ++i) {
        const auto rows = awaitResult(store.read({listQuery()}));
        QVERIFY(rows[0]);
        QCOMPARE(rows[0]->count, 3);
        QVERIFY(rows[0]->fromReplica);
    }
}

void TestPgReplica::rowsOfAReplicaAreNotCached_data()
{
    QTest::addColumn<QString>("user");
    QTest::newRow("listed") << QStringLiteral("uid_xyz123");
    QTest::newRow("not listed") << QStringLiteral("uid_of_nobody");
}

void TestPgReplica::rowsOfAReplicaAreNotCached()
{
    QFETCH(QString, user);
    moveOnThePrimary("Nyon");
    HrStack replica(HrStack::redisAt(m_redis->port()), replicaUrl());
    const std::vector<HrQuery> queries{employeeQuery(), listQuery(),
                                       HrQuery::contracts(sampleCompany(), sampleEmployee(1))};
    const auto answers = awaitResult(replica.service().readAll(userId(user), queries));
    QCOMPARE(cityOf(answers[0]), QStringLiteral("Genève"));
    for (const DocumentResult &answer : answers) {
        QVERIFY(answer);
        QCOMPARE(answer->from.reason, Reason::Miss);
        QVERIFY(!answer->from.willStore);
        QCOMPARE(answer->from.note,
                 QStringLiteral("Not cached: this database is a replica, and may be behind."));
    }
    replica.settle();
    QCOMPARE(replica.counts().stored, 0);
    QCOMPARE(keys(), "");

    HrStack primary(HrStack::redisAt(m_redis->port()), m_database->url());
    QCOMPARE(cityOf(readNow(primary, employeeQuery())), QStringLiteral("Nyon"));
}

void TestPgReplica::aListOfAReplicaIsNotCached()
{
    for (const int employees : {0, 1'500}) {
        m_replica.reset();
        m_database->exec(
            QStringLiteral("INSERT INTO hr.employees (company_id, identifier, first_name, last_name, "
                           "birth_date, cluster_code, hire_date) SELECT '%1', 'N' || n, 'First', 'Last', "
                           "'1990-01-01', 'CH-GE', '2020-01-01' FROM generate_series(1, %2) n")
                .arg(sampleCompany().toString())
                .arg(employees));
        m_replica = std::make_unique<PostgresProcess>(
            *m_primary, QStringList{QStringLiteral("-c"), QStringLiteral("recovery_min_apply_delay=1h")});
        HrStack replica(HrStack::redisAt(m_redis->port()), replicaUrl());
        EmployeeListReader reader(replica.database(), replica.cache(), Clock::system());
        const auto list = awaitResult(reader.read(owner(), sampleCompany()));
        QVERIFY2(list, list ? "" : qPrintable(list.error().message));
        QCOMPARE(list->data.pages.size() > 1, employees > 0);
        QVERIFY(!list->from.willStore);
        QVERIFY(list->from.note.contains(QLatin1String("replica")));
        replica.settle();
        QCOMPARE(keys(), "");
    }
}

void TestPgReplica::anEntryIsNotReplacedFromAReplica()
{
    moveOnThePrimary("Nyon");
    HrStack primary(HrStack::redisAt(m_redis->port()), m_database->url());
    QCOMPARE(warm(primary, employeeQuery()), Reason::Hit);
    HrStack replica(HrStack::redisAt(m_redis->port()), replicaUrl());
    const auto forced = readNow(replica, employeeQuery(), ReadMode::Forced);
    QCOMPARE(cityOf(forced), QStringLiteral("Genève"));
    QVERIFY(!forced->from.willStore);
    replica.settle();
    const auto cached = readNow(replica, employeeQuery());
    QCOMPARE(reasonOf(cached), Reason::Hit);
    QCOMPARE(cityOf(cached), QStringLiteral("Nyon"));
}

void TestPgReplica::aReplicaThatWasPromotedFillsTheCache()
{
    HrStack stack(HrStack::redisAt(m_redis->port()), replicaUrl(), {}, {1, 100});
    QVERIFY(!readNow(stack, employeeQuery())->from.willStore);
    PgPool pool(pgtesting::config(replicaUrl()));
    QCOMPARE(pgtesting::value(pool, "SELECT pg_promote()"), "t");
    // The server tells of it behind the next answer.
    QVERIFY(readNow(stack, employeeQuery()));
    QCOMPARE(warm(stack, employeeQuery()), Reason::Hit);
}

QTEST_GUILESS_MAIN(TestPgReplica)
#include "tst_pgreplica.moc"
