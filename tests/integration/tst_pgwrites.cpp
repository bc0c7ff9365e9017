#include "integration/PgTesting.h"
#include "postgres/PgHrStore.h"
#include "support/TestDatabase.h"

#include <QTest>

using namespace hrcache;
using namespace hrcache::pgtesting;

class TestPgWrites : public QObject
{
    Q_OBJECT

private slots:
    void aRefusedValueNamesItsField_data();
    void aRefusedValueNamesItsField();
    void aTextWithNulIsRefusedBeforeItIsSent();
    void aColumnThatMayNotBeWrittenIsADefect();
    void aWriteAfterAnotherWaitsForItsLock();
    void aMissingColumnIsNamed();
    void holdersAreThoseAtTheCommit();
    void aColumnOfAnotherTypeTakesTheText();
};

void TestPgWrites::aRefusedValueNamesItsField_data()
{
    QTest::addColumn<QByteArray>("column");
    QTest::addColumn<QByteArray>("value"); // null: NULL
    QTest::addColumn<bool>("alone");
    const auto add = [](const char *name, const char *column, const QByteArray &value, bool alone = false) {
        QTest::newRow(name) << QByteArray(column) << value << alone;
    };
    add("no such day", "birth_date", "2025-02-30");
    add("no date", "hire_date", "soon");
    add("no number", "dependents", "two");
    add("number too large", "dependents", "3000000000");
    add("broken UTF-8", "address", "Gen\xe8ve");
    add("NULL", "last_name", {});
    add("taken", "identifier", "EMP002");
    add("unknown cluster", "cluster_code", "XX");
    add("by a rule of the table", "postal_code", "12");
    add("too long, alone", "country_code", "CHE", true);
}

void TestPgWrites::aRefusedValueNamesItsField()
{
    QFETCH(QByteArray, column);
    QFETCH(QByteArray, value);
    QFETCH(bool, alone);
    TestDatabase database;
    database.exec(QStringLiteral("ALTER TABLE hr.employees ADD CONSTRAINT employees_postal_code_check "
                                 "CHECK (length(postal_code) = 4)"));
    PgHrStore store(config(database.url()));
    HrWrite write = moveTo("Nyon");
    if (alone)
        write.fields.clear();
    FieldValue field{column.constData(), std::nullopt};
    if (!value.isNull())
        field.value = value;
    write.fields.push_back(field);
    const auto outcome = awaitResult(store.write(write));
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::ValidationFailed);
    QCOMPARE(outcome.error().fields.size(), size_t(1));
    QCOMPARE(outcome.error().fields[0].field.toUtf8(), column);
    QVERIFY(!outcome.error().fields[0].message.isEmpty());
    QCOMPARE(database.value(QStringLiteral("SELECT city FROM hr.employees WHERE identifier = 'EMP001'")),
             QStringLiteral("Genève"));
}

void TestPgWrites::aTextWithNulIsRefusedBeforeItIsSent()
{
    PgHrStore store(config(QStringLiteral("postgresql://u@127.0.0.1:1/d")));
    HrWrite write = moveTo("");
    write.fields = {{"city", QByteArray("Ny\0on", 5)}};
    const auto outcome = awaitResult(store.write(write));
    QCOMPARE(outcome.error().code, ErrorCode::ValidationFailed);
    QCOMPARE(outcome.error().fields.front().field, QStringLiteral("city"));
}

void TestPgWrites::aColumnThatMayNotBeWrittenIsADefect()
{
    PgHrStore store(config(QStringLiteral("postgresql://u@127.0.0.1:1/d")));
    HrWrite write = moveTo("Nyon");
    write.fields.push_back({"company_id = NULL --", QByteArray("x")});
    QCOMPARE(awaitResult(store.write(write)).error().code, ErrorCode::Internal);
}

void TestPgWrites::aWriteAfterAnotherWaitsForItsLock()
{
    TestDatabase database;
    PgHrStore store(config(database.url()));
    PgPool other(config(database.url()));
    auto holding =
        asTask(other.transaction({{PgSql::once("UPDATE hr.employees SET city = 'Bern', updated_at = now() "
                                               "WHERE identifier = 'EMP001'"),
                                   {}},
                                  {PgSql::once("SELECT pg_sleep(0.3)"), {}}}));
    QTRY_COMPARE(database.value(QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE datname = "
                                               "current_database() AND query LIKE 'SELECT pg_sleep%'")),
                 QStringLiteral("1"));
    HrWrite write = moveTo("Nyon");
    write.expectedUpdatedAt = QByteArray("2026-01-16T10:30:00.123456+00:00");
    const auto outcome = awaitResult(store.write(write));
    QVERIFY(awaitResult(std::move(holding)));
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::Conflict);
    QCOMPARE(database.value(QStringLiteral("SELECT city FROM hr.employees WHERE identifier = 'EMP001'")),
             QStringLiteral("Bern"));
}

void TestPgWrites::aMissingColumnIsNamed()
{
    TestDatabase database;
    database.exec(QStringLiteral("ALTER TABLE hr.employees DROP COLUMN updated_at"));
    PgHrStore store(config(database.url()));
    const auto outcome = awaitResult(store.write(moveTo("Nyon")));
    QCOMPARE(outcome.error().code, ErrorCode::SchemaMismatch);
    QVERIFY(outcome.error().message.contains(QLatin1String("updated_at")));
    database.exec(QStringLiteral("ALTER TABLE core.account_access RENAME TO access"));
    const auto facts = awaitResult(store.writeFacts(moveTo("Nyon"), {}));
    QCOMPARE(facts.error().code, ErrorCode::SchemaMismatch);
    QVERIFY(facts.error().message.contains(QLatin1String("core.account_access")));
}

void TestPgWrites::holdersAreThoseAtTheCommit()
{
    TestDatabase database;
    PgHrStore store(config(database.url()));
    const auto first = awaitResult(store.write(moveTo("Nyon")));
    QVERIFY(first);
    QCOMPARE(first->employee, dupont());
    QCOMPARE(first->holders.size(), size_t(1));
    database.exec(QStringLiteral(
        "WITH u AS (INSERT INTO core.users (firebase_uid) VALUES ('new'), ('bad:id') RETURNING id) "
        "INSERT INTO core.account_access SELECT id, '00000000-0000-4000-8000-00000000b001', 'shared', 'user' "
        "FROM u"));
    const auto second = awaitResult(store.write(moveTo("Nyon")));
    QVERIFY(second);
    // An id that cannot stand in a key has no copies.
    QCOMPARE(second->holders.size(), size_t(2));
    QCOMPARE(second->holders[0].bytes(), "new");
}

void TestPgWrites::aColumnOfAnotherTypeTakesTheText()
{
    TestDatabase database;
    database.exec(QStringLiteral(
        "CREATE TYPE hr.kind AS ENUM ('CDI', 'CDD'); "
        "ALTER TABLE hr.contracts ALTER contract_type TYPE hr.kind USING contract_type::hr.kind"));
    PgHrStore store(config(database.url()));
    HrWrite write;
    write.kind = HrWrite::Kind::CreateContract;
    write.company = company();
    write.employee = dupont();
    write.fields = {{"contract_type", QByteArray("CDD")},
                    {"start_date", QByteArray("2026-01-01")},
                    {"base_salary", QByteArray("7000.5")},
                    {"provisions", QByteArray("{\"a\": 1}")}};
    const auto outcome = awaitResult(store.write(write));
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
    const QString id = outcome->contract.toString();
    QCOMPARE(database.value(
                 QStringLiteral("SELECT contract_type::text || base_salary FROM hr.contracts WHERE id = '%1'")
                     .arg(id)),
             QStringLiteral("CDD7000.50"));
    write.fields[0].value = QByteArray("other");
    const auto refused = awaitResult(store.write(write));
    QCOMPARE(refused.error().code, ErrorCode::ValidationFailed);
    QCOMPARE(refused.error().fields.front().field, QStringLiteral("contract_type"));
}

QTEST_GUILESS_MAIN(TestPgWrites)
#include "tst_pgwrites.moc"
