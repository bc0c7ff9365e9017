#include "integration/PgTesting.h"
#include "postgres/PgHrStore.h"
#include "support/TestDatabase.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hrcache;
using namespace hrcache::pgtesting;

class TestPgPool : public QObject
{
    Q_OBJECT

private slots:
    void anAnswerCarriesItsRows();
    void aFailingStatementLeavesTheOthersOfItsRequestAlone();
    void manyRequestsShareFourConnections();
    void oneRequestAfterAnotherNeedsOneConnection();
    void aFullQueueRefuses();
    void preparingOpensOneConnection();
    void statementsArePreparedOnce();
    void aPoolerThatForgetsStatementsIsToleratedFromThenOn();
    void aPoolerThatKnowsTheNameAlreadyIsTolerated();
    void anAddedColumnIsCarriedAlong();
    void aColumnThatWentAwayIsNamed();
    void aTransactionIsAllOrNothing();
    void aFailedTransactionLeavesTheConnectionUsable();
    void aFailureAtCommitIsReported();
    void datesAreIsoWhateverTheServerPrefers();
    void timestampsDoNotDependOnTheTimeZone();
    void additionalColumnsAreWrittenAsTheContractSays();
    void aLargeResultIsComplete();
};

void TestPgPool::anAnswerCarriesItsRows()
{
    TestDatabase database(TestDatabase::Content::Empty);
    PgPool pool(config(database.url()));
    const auto reply = await(pool.read(
        {{PgSql::once("SELECT $1::text AS a, $2::integer AS b, $3::text AS c, true AS d, 1.50 AS e, "
                      "now() AS f"),
          {QByteArray("ünï"), QByteArray("7"), std::nullopt}}}));
    QVERIFY(reply);
    const PgAnswer &answer = reply->front();
    QVERIFY(answer);
    QCOMPARE(answer->rowCount(), 1);
    QCOMPARE(answer->columnCount(), 6);
    QCOMPARE(answer->columnOf("b"), 1);
    QCOMPARE(answer->columnOf("z"), -1);
    QCOMPARE(answer->bytes(0, 0), "ünï");
    QVERIFY(answer->isNull(0, 2));
    QVERIFY(answer->isTrue(0, 3));
    QCOMPARE(answer->columnType(0), JsonType::Text);
    QCOMPARE(answer->columnType(1), JsonType::Integer);
    QCOMPARE(answer->columnType(3), JsonType::Boolean);
    QCOMPARE(answer->columnType(4), JsonType::Number);
    QCOMPARE(answer->columnType(5), JsonType::Timestamp);
}

void TestPgPool::aFailingStatementLeavesTheOthersOfItsRequestAlone()
{
    TestDatabase database(TestDatabase::Content::Empty);
    PgPool pool(config(database.url()));
    // Prepared or not, and the same text more than once.
    const std::vector<PgStatement> statements{
        {PgSql::once("SELECT 1"), {}},
        {PgSql::prepared("SELECT 10 / $1::integer"), {QByteArray("0")}},
        {PgSql::prepared("SELECT 10 / $1::integer"), {QByteArray("5")}},
        {PgSql::prepared("SELECT * FROM nowhere"), {}},
        {PgSql::once("nonsense"), {}},
        {PgSql::prepared("SELECT 10 / $1::integer"), {QByteArray("0")}},
        {PgSql::once("SELECT 2"), {}},
    };
    for (int i = 0; i < 3; ++i) {
        const auto reply = await(pool.read(statements));
        QVERIFY(reply);
        QCOMPARE(reply->size(), statements.size());
        QCOMPARE((*reply)[0]->bytes(0, 0), "1");
        QCOMPARE((*reply)[1].error().sqlState, "22012");
        QCOMPARE((*reply)[2]->bytes(0, 0), "2");
        QCOMPARE((*reply)[3].error().sqlState, "42P01");
        QCOMPARE((*reply)[4].error().sqlState, "42601");
        QCOMPARE((*reply)[5].error().sqlState, "22012");
        QCOMPARE((*reply)[6]->bytes(0, 0), "2");
    }
    QCOMPARE(pool.openConnections(), 1);
}

void TestPgPool::manyRequestsShareFourConnections()
{
    TestDatabase database(TestDatabase::Content::Empty);
    PgPool pool(config(database.url()));
    std::vector<Task<Result<PgReply>>> tasks;
    for (int i = 0; i < 200; ++i) {
        tasks.push_back(asTask(
            pool.read({{PgSql::prepared("SELECT $1::integer, pg_sleep(0.002)"), {QByteArray::number(i)}}})));
    }
    for (int i = 0; i < 200; ++i)
        QCOMPARE(valueOf(awaitResult(std::move(tasks[static_cast<size_t>(i)]))), QByteArray::number(i));
    QCOMPARE(pool.openConnections(), 4);
    QCOMPARE(pool.queuedRequests(), 0);
    QCOMPARE(database.value(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = "
                                           "current_database() AND application_name = 'HR Cache Monitor'")),
             QStringLiteral("4"));
}

void TestPgPool::oneRequestAfterAnotherNeedsOneConnection()
{
    TestDatabase database(TestDatabase::Content::Empty);
    PgPool pool(config(database.url()));
    const QByteArray process = value(pool, "SELECT pg_backend_pid()");
    QVERIFY(process.toInt() > 0);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(value(pool, "SELECT pg_backend_pid()"), process);
    QCOMPARE(pool.openConnections(), 1);
}

void TestPgPool::aFullQueueRefuses()
{
    TestDatabase database(TestDatabase::Content::Empty);
    PgPool pool(config(database.url()), {1, 3});
    std::vector<Task<Result<PgReply>>> tasks;
    for (int i = 0; i < 5; ++i)
        tasks.push_back(asTask(pool.read({{PgSql::once("SELECT 1"), {}}})));
    for (size_t i = 0; i < tasks.size(); ++i) {
        const auto reply = awaitResult(std::move(tasks[i]));
        QCOMPARE(reply.has_value(), i < 3);
        if (!reply)
            QVERIFY(reply.error().retryable);
    }
    QCOMPARE(value(pool, "SELECT 1"), "1");
}

void TestPgPool::preparingOpensOneConnection()
{
    TestDatabase database(TestDatabase::Content::Empty);
    PgPool pool(config(database.url()));
    pool.prepare();
    pool.prepare();
    QTRY_COMPARE(pool.openConnections(), 1);
    pool.prepare();
    QCOMPARE(value(pool, "SELECT 1"), "1");
    QCOMPARE(pool.openConnections(), 1);
}

void TestPgPool::statementsArePreparedOnce()
{
    TestDatabase database(TestDatabase::Content::Empty);
    PgPool pool(config(database.url()));
    for (int i = 0; i < 5; ++i)
        QVERIFY(await(pool.read({{PgSql::prepared("SELECT $1::integer"), {QByteArray::number(i)}}})));
    QCOMPARE(value(pool, "SELECT count(*) FROM pg_prepared_statements"), "1");
    QCOMPARE(value(pool, "SELECT generic_plans + custom_plans FROM pg_prepared_statements"), "5");
}

void TestPgPool::aPoolerThatForgetsStatementsIsToleratedFromThenOn()
{
    TestDatabase database(TestDatabase::Content::Sample);
    PgPool pool(config(database.url()));
    const std::vector<PgStatement> statements{{PgSql::prepared("SELECT 1"), {}},
                                              {PgSql::prepared("SELECT code FROM hr.clusters"), {}},
                                              {PgSql::prepared("SELECT 3"), {}}};
    for (int i = 0; i < 3; ++i) {
        const auto reply = await(pool.read(statements));
        QVERIFY(reply);
        QCOMPARE((*reply)[0]->bytes(0, 0), "1");
        QCOMPARE((*reply)[1]->rowCount(), 5);
        QCOMPARE((*reply)[2]->bytes(0, 0), "3");
        // What another server connection behind a pooler looks like.
        QVERIFY(query(pool, "DEALLOCATE ALL"));
    }
    QCOMPARE(value(pool, "SELECT count(*) FROM pg_prepared_statements"), "0");
}

void TestPgPool::aPoolerThatKnowsTheNameAlreadyIsTolerated()
{
    TestDatabase database(TestDatabase::Content::Empty);
    PgPool pool(config(database.url()));
    const PgSql sql = PgSql::prepared("SELECT 42");
    QVERIFY(query(pool, "PREPARE " + sql.name + " AS SELECT 41"));
    QCOMPARE(valueOf(await(pool.read({{sql, {}}}))), "42");
    QCOMPARE(valueOf(await(pool.read({{sql, {}}}))), "42");
}

void TestPgPool::anAddedColumnIsCarriedAlong()
{
    TestDatabase database;
    PgHrStore store(config(database.url()));
    const auto read = [&store] {
        auto rows = awaitResult(store.read({HrQuery::employeeById(company(), dupont())}));
        return QJsonDocument::fromJson(rows[0] ? rows[0]->json : rows[0].error().message.toUtf8()).object();
    };
    for (int i = 0; i < 8; ++i) {
        const QString column = QStringLiteral("extra%1").arg(i);
        QVERIFY(!read().contains(column));
        database.exec(
            QStringLiteral("ALTER TABLE hr.employees ADD COLUMN %1 integer DEFAULT %2").arg(column).arg(i));
        const QJsonObject row = read();
        QCOMPARE(row[column].toInt(-1), i);
        QCOMPARE(row[u"last_name"].toString(), QStringLiteral("Dupont"));
    }
}

void TestPgPool::aColumnThatWentAwayIsNamed()
{
    TestDatabase database;
    PgHrStore store(config(database.url()));
    const std::vector<HrQuery> queries{HrQuery::employees(company()), HrQuery::clusters(company())};
    QVERIFY(awaitResult(store.read(queries))[0]);
    database.exec(QStringLiteral("ALTER TABLE hr.employees DROP COLUMN hire_date"));
    const auto rows = awaitResult(store.read(queries));
    QVERIFY(!rows[0]);
    QCOMPARE(rows[0].error().code, ErrorCode::SchemaMismatch);
    QVERIFY(rows[0].error().message.contains(QLatin1String("hire_date")));
    QVERIFY(rows[1]);

    database.exec(QStringLiteral("ALTER TABLE hr.employees ADD COLUMN hire_date date DEFAULT '2024-01-01'"));
    QVERIFY(awaitResult(store.read(queries))[0]);
    database.exec(QStringLiteral("DROP TABLE hr.clusters CASCADE"));
    const auto without = awaitResult(store.read(queries));
    QVERIFY(without[0]);
    QCOMPARE(without[1].error().code, ErrorCode::SchemaMismatch);
    QVERIFY(without[1].error().message.contains(QLatin1String("hr.clusters")));
}

void TestPgPool::aTransactionIsAllOrNothing()
{
    TestDatabase database(TestDatabase::Content::Empty);
    database.exec(QStringLiteral("CREATE TABLE t (a integer PRIMARY KEY)"));
    PgPool pool(config(database.url()));
    const auto failed = await(pool.transaction({{PgSql::once("INSERT INTO t VALUES (1)"), {}},
                                                {PgSql::once("INSERT INTO t VALUES (1)"), {}},
                                                {PgSql::once("INSERT INTO t VALUES (2)"), {}}}));
    QVERIFY(failed);
    QVERIFY((*failed)[0]);
    QCOMPARE((*failed)[1].error().sqlState, "23505");
    QCOMPARE(database.value(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("0"));

    const auto done = await(pool.transaction({{PgSql::once("INSERT INTO t VALUES (1) RETURNING a"), {}},
                                              {PgSql::once("INSERT INTO t VALUES (2) RETURNING a"), {}}}));
    QVERIFY(done);
    QCOMPARE((*done)[1]->bytes(0, 0), "2");
    QCOMPARE(database.value(QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("2"));
}

void TestPgPool::aFailedTransactionLeavesTheConnectionUsable()
{
    TestDatabase database(TestDatabase::Content::Empty);
    PgPool pool(config(database.url()), {1, 100});
    const QByteArray process = value(pool, "SELECT pg_backend_pid()");
    for (int i = 0; i < 10; ++i) {
        // Sent before the rollback is done.
        auto transaction = asTask(pool.transaction({{PgSql::once("SELECT 1 / 0"), {}}}));
        auto read = asTask(pool.read({{PgSql::once("SELECT pg_backend_pid()"), {}}}));
        QCOMPARE(awaitResult(std::move(transaction))->front().error().sqlState, "22012");
        QCOMPARE(valueOf(awaitResult(std::move(read))), process);
    }
    QCOMPARE(database.value(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = "
                                           "current_database() AND state LIKE 'idle in transaction%'")),
             QStringLiteral("0"));
}

void TestPgPool::aFailureAtCommitIsReported()
{
    TestDatabase database(TestDatabase::Content::Empty);
    database.exec(QStringLiteral(
        "CREATE TABLE t (a integer, CONSTRAINT late UNIQUE (a) DEFERRABLE INITIALLY DEFERRED)"));
    PgPool pool(config(database.url()));
    const auto reply = await(pool.transaction(
        {{PgSql::once("INSERT INTO t VALUES (1)"), {}}, {PgSql::once("INSERT INTO t VALUES (1)"), {}}}));
    QVERIFY(!reply);
    QCOMPARE(reply.error().serverCode, QStringLiteral("23505"));
    QCOMPARE(value(pool, "SELECT count(*) FROM t"), "0");
}

void TestPgPool::datesAreIsoWhateverTheServerPrefers()
{
    TestDatabase database;
    PgHrStore reference(config(database.url()));
    const std::vector<HrQuery> queries{HrQuery::employees(company()),
                                       HrQuery::employeeById(company(), dupont()),
                                       HrQuery::contracts(company(), dupont())};
    const auto expected = awaitResult(reference.read(queries));
    for (const char *style : {"SQL, DMY", "German", "Postgres, MDY"}) {
        database.exec(QStringLiteral("ALTER DATABASE %1 SET datestyle = '%2'")
                          .arg(database.name(), QString::fromLatin1(style)));
        PgHrStore store(config(database.url()));
        for (int i = 0; i < 2; ++i) {
            const auto rows = awaitResult(store.read(queries));
            for (size_t q = 0; q < queries.size(); ++q) {
                QVERIFY(rows[q]);
                QCOMPARE(rows[q]->json, expected[q]->json);
            }
        }
        // As the first thing on a connection, too.
        PgHrStore writer(config(database.url()));
        QVERIFY(awaitResult(writer.write(moveTo("Nyon"))));
        const auto facts = awaitResult(writer.writeFacts(moveTo("Nyon"), {}));
        QVERIFY(facts);
        QCOMPARE(facts->birthDate, "1990-01-15");
        database.exec(QStringLiteral("UPDATE hr.employees SET city = 'Genève', updated_at = created_at "
                                     "WHERE identifier = 'EMP001'"));
    }
}

void TestPgPool::timestampsDoNotDependOnTheTimeZone()
{
    TestDatabase database;
    const std::vector<HrQuery> queries{HrQuery::employeeById(company(), dupont())};
    for (const char *zone : {"UTC", "Asia/Kolkata", "America/St_Johns", "Europe/Zurich", "Asia/Kathmandu"}) {
        database.exec(QStringLiteral("ALTER DATABASE %1 SET timezone = '%2'")
                          .arg(database.name(), QString::fromLatin1(zone)));
        PgHrStore store(config(database.url()));
        const auto rows = awaitResult(store.read(queries));
        QVERIFY(rows[0]);
        QVERIFY2(rows[0]->json.contains("\"updated_at\": \"2026-01-16T10:30:00.123456+00:00\""),
                 rows[0]->json.constData());
    }
}

void TestPgPool::additionalColumnsAreWrittenAsTheContractSays()
{
    TestDatabase database;
    database.exec(QStringLiteral(
        "ALTER TABLE hr.employees ADD COLUMN x1 timestamp DEFAULT '2026-01-02 03:04:05', "
        "ADD COLUMN x2 timestamp DEFAULT '2026-01-02 03:04:05.25', "
        "ADD COLUMN x3 timestamptz DEFAULT '2026-01-02 03:04:05+00', ADD COLUMN x4 date DEFAULT "
        "'2026-01-02', "
        "ADD COLUMN x5 json DEFAULT '{\"a\":  1}', ADD COLUMN x6 numeric DEFAULT 7, "
        "ADD COLUMN x7 uuid DEFAULT '33333333-3333-4333-8333-000000000001', ADD COLUMN x8 boolean, "
        "ADD COLUMN x9 bigint DEFAULT 9223372036854775807"));
    database.exec(QStringLiteral("ALTER DATABASE %1 SET datestyle = 'German'").arg(database.name()));
    PgHrStore store(config(database.url()));
    const auto rows = awaitResult(store.read({HrQuery::employeeById(company(), dupont())}));
    QVERIFY(rows[0]);
    QVERIFY2(
        rows[0]->json.endsWith("\"x1\": \"2026-01-02T03:04:05\", \"x2\": \"2026-01-02T03:04:05.250000\", "
                               "\"x3\": \"2026-01-02T03:04:05+00:00\", \"x4\": \"2026-01-02\", "
                               "\"x5\": \"{\\\"a\\\":  1}\", \"x6\": 7.0, "
                               "\"x7\": \"33333333-3333-4333-8333-000000000001\", \"x8\": null, "
                               "\"x9\": 9223372036854775807}"),
        rows[0]->json.constData());
}

void TestPgPool::aLargeResultIsComplete()
{
    TestDatabase database;
    database.exec(QStringLiteral(
        "INSERT INTO hr.employees (company_id, identifier, first_name, last_name, birth_date, cluster_code, "
        "hire_date) SELECT '11111111-1111-4111-8111-111111111111', 'N' || n, 'First ' || n, 'Last ' || n, "
        "'1990-01-01', 'CH-GE', '2020-01-01' FROM generate_series(1, 20000) n"));
    for (const QString &url : {database.url(), database.tlsUrl()}) {
        PgHrStore store(config(url));
        for (int i = 0; i < 3; ++i) {
            const auto rows = awaitResult(store.read({HrQuery::employees(company())}));
            QVERIFY2(rows[0], rows[0] ? "" : qPrintable(rows[0].error().message));
            QCOMPARE(rows[0]->count, 20'003);
            QVERIFY(rows[0]->json.size() > 4'000'000);
            QCOMPARE(QJsonDocument::fromJson(rows[0]->json).array().size(), 20'003);
        }
    }
}

QTEST_GUILESS_MAIN(TestPgPool)
#include "tst_pgpool.moc"
