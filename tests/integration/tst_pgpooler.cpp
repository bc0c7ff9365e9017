#include "integration/PgTesting.h"
#include "postgres/PgHrStore.h"
#include "support/TestDatabase.h"
#include "support/TransactionPooler.h"

#include <QTest>

using namespace hrcache;
using namespace hrcache::pgtesting;

class TestPgPooler : public QObject
{
    Q_OBJECT

private slots:
    void readsBehindAPoolerAreAnswered();
    void writesBehindAPoolerAreDone();
    void aFailedWriteBehindAPoolerIsUndone();
    void aTransactionPreparesNothing();
    void aPoolerThatKeepsTheRoleIsAsked();

private:
    [[nodiscard]] static PgConfig through(const TransactionPooler &pooler, const TestDatabase &database)
    {
        return config(throughPort(database.url(), pooler.port()));
    }
};

void TestPgPooler::readsBehindAPoolerAreAnswered()
{
    TestDatabase database;
    TransactionPooler pooler;
    PgHrStore store(through(pooler, database));
    for (int i = 0; i < 6; ++i) {
        const auto rows =
            awaitResult(store.read({HrQuery::employees(company()), HrQuery::contracts(company(), dupont())}));
        QVERIFY2(rows[0], rows[0] ? "" : qPrintable(rows[0].error().message));
        QCOMPARE(rows[0]->count, 3);
        QCOMPARE(rows[1]->count, 2);
    }
    QVERIFY(pooler.turns() > 5);
}

void TestPgPooler::writesBehindAPoolerAreDone()
{
    TestDatabase database;
    TransactionPooler pooler;
    PgHrStore store(through(pooler, database));
    for (const char *city : {"Nyon", "Morges", "Rolle", "Vevey"}) {
        // The facts prepare on the one session, and the transaction runs on the other.
        const auto facts = awaitResult(store.writeFacts(moveTo(city), {}));
        QVERIFY2(facts, facts ? "" : qPrintable(facts.error().message));
        const int before = pooler.batches();
        const auto outcome = awaitResult(store.write(moveTo(city)));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message + outcome.error().detail));
        QVERIFY(!outcome->holders.empty());
        QCOMPARE(pooler.batches() - before, 1);
        QCOMPARE(database.value(QStringLiteral("SELECT city FROM hr.employees WHERE identifier = 'EMP001'")),
                 QString::fromLatin1(city));
    }
    QVERIFY(pooler.turns() > 7);
}

void TestPgPooler::aFailedWriteBehindAPoolerIsUndone()
{
    TestDatabase database;
    TransactionPooler pooler;
    PgHrStore store(through(pooler, database));
    HrWrite refused = moveTo("Nyon");
    refused.fields.push_back({"cluster_code", QByteArray("XX")});
    for (int i = 0; i < 3; ++i) {
        QVERIFY(awaitResult(store.writeFacts(refused, {})));
        const auto outcome = awaitResult(store.write(refused));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::ValidationFailed);
        QVERIFY(awaitResult(store.holders(company())));
    }
    QCOMPARE(database.value(QStringLiteral("SELECT count(*) FROM hr.employees WHERE city = 'Nyon'")),
             QStringLiteral("0"));
    QVERIFY(awaitResult(store.write(moveTo("Nyon"))));
}

void TestPgPooler::aTransactionPreparesNothing()
{
    TestDatabase database(TestDatabase::Content::Empty);
    PgPool pool(config(database.url()));
    const PgSql sql = PgSql::prepared("SELECT 7");
    QCOMPARE(valueOf(await(pool.transaction({{sql, {}}}))), "7");
    QCOMPARE(value(pool, "SELECT count(*) FROM pg_prepared_statements"), "0");
}

void TestPgPooler::aPoolerThatKeepsTheRoleIsAsked()
{
    // As servers before PostgreSQL 14.
    TestDatabase database;
    TransactionPooler pooler({"in_hot_standby"});
    PgHrStore store(through(pooler, database));
    for (int i = 0; i < 2; ++i) {
        const auto rows = awaitResult(store.read({HrQuery::employees(company())}));
        QVERIFY(rows[0]);
        QCOMPARE(rows[0]->count, 3);
        QVERIFY(!rows[0]->fromReplica);
    }
    QVERIFY(awaitResult(store.write(moveTo("Nyon"))));
}

QTEST_GUILESS_MAIN(TestPgPooler)
#include "tst_pgpooler.moc"
