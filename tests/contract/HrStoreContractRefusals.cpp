#include "contract/HrStoreContract.h"
#include "contract/HrStoreContractData.h"
#include "support/Await.h"

#include <QJsonArray>
#include <QTest>

namespace hrcache {

using namespace contractdata;

namespace {

bool namesField(const Error &error, const QString &field)
{
    return error.code == ErrorCode::ValidationFailed && error.fields.size() == 1 &&
           error.fields.front().field == field && !error.fields.front().message.isEmpty();
}

} // namespace

void HrStoreContract::aChangedRowIsAConflict()
{
    const auto query = HrQuery::employeeById(company(companyOne), employee(dupont));
    HrWrite update = updateEmployee(dupont, {{"city", "Nyon"}});
    update.expectedUpdatedAt = data(query)[u"updated_at"].toString().toLatin1();
    QVERIFY(write(update));

    const QByteArray before = everything();
    const auto again = write(update);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Conflict);
    QVERIFY(!again.error().message.isEmpty());
    HrWrite removal = deleteEmployee(dupont);
    removal.expectedUpdatedAt = update.expectedUpdatedAt;
    const auto removed = write(removal);
    QVERIFY(!removed);
    QCOMPARE(removed.error().code, ErrorCode::Conflict);
    QCOMPARE(everything(), before);
    removal.expectedUpdatedAt = data(query)[u"updated_at"].toString().toLatin1();
    QVERIFY(write(removal));

    const auto contracts = HrQuery::contracts(company(companyOne), employee(dupont));
    HrWrite raise = updateContract(dupontsContract, {{"base_salary", "9000"}});
    raise.expectedUpdatedAt = QByteArray("2020-01-01T00:00:00+00:00");
    const auto refused = write(raise);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QCOMPARE(data(contracts)[0][u"base_salary"].toDouble(), 6500.0);
    raise.expectedUpdatedAt = data(contracts)[0][u"updated_at"].toString().toLatin1();
    QVERIFY(write(raise));
    QCOMPARE(data(contracts)[0][u"base_salary"].toDouble(), 9000.0);

    // A row that is not there is not a conflict.
    HrWrite nowhere = updateEmployee(nobody, {{"city", "Nyon"}});
    nowhere.expectedUpdatedAt = update.expectedUpdatedAt;
    QCOMPARE(write(nowhere).error().code, ErrorCode::NotFound);
}

void HrStoreContract::oneOfTwoRacingUpdatesIsAConflict()
{
    const auto query = HrQuery::employeeById(company(companyOne), employee(dupont));
    const auto other = m_fixture.open();
    for (int i = 0; i < 10; ++i) {
        HrWrite first = updateEmployee(dupont, {{"city", "First"}});
        first.expectedUpdatedAt = data(query)[u"updated_at"].toString().toLatin1();
        HrWrite second = updateEmployee(dupont, {{"city", "Second"}});
        second.expectedUpdatedAt = first.expectedUpdatedAt;
        auto firstTask = m_store->write(first);
        auto secondTask = other->write(second);
        const auto firstOutcome = awaitResult(std::move(firstTask));
        const auto secondOutcome = awaitResult(std::move(secondTask));
        QVERIFY(firstOutcome.has_value() != secondOutcome.has_value());
        const Error error = firstOutcome ? secondOutcome.error() : firstOutcome.error();
        QCOMPARE(error.code, ErrorCode::Conflict);
        QCOMPARE(data(query)[u"city"].toString(),
                 firstOutcome ? QStringLiteral("First") : QStringLiteral("Second"));
    }
}

void HrStoreContract::aTakenIdentifierNamesItsField()
{
    const QByteArray before = everything();
    const auto created = write(createEmployee("EMP001"));
    QVERIFY(!created);
    QVERIFY(namesField(created.error(), QStringLiteral("identifier")));
    const auto updated = write(updateEmployee(dupont, {{"city", "Nyon"}, {"identifier", "EMP002"}}));
    QVERIFY(!updated);
    QVERIFY(namesField(updated.error(), QStringLiteral("identifier")));
    QCOMPARE(everything(), before);
}

void HrStoreContract::oneOfTwoRacingEmployeesGetsTheIdentifier()
{
    const auto other = m_fixture.open();
    for (int i = 0; i < 10; ++i) {
        const QByteArray identifier = "RACE" + QByteArray::number(i);
        auto firstTask = m_store->write(createEmployee(identifier.constData()));
        auto secondTask = other->write(createEmployee(identifier.constData()));
        const auto first = awaitResult(std::move(firstTask));
        const auto second = awaitResult(std::move(secondTask));
        QVERIFY(first.has_value() != second.has_value());
        QVERIFY(namesField(first ? second.error() : first.error(), QStringLiteral("identifier")));
    }
    QCOMPARE(data(HrQuery::employees(company(companyOne))).toArray().size(), 13);
}

void HrStoreContract::anUnknownClusterNamesItsField()
{
    const QByteArray before = everything();
    const auto created = write(createEmployee("EMP020", {{"cluster_code", "CH-XX"}}));
    QVERIFY(!created);
    QVERIFY(namesField(created.error(), QStringLiteral("cluster_code")));
    const auto updated = write(updateEmployee(dupont, {{"city", "Nyon"}, {"cluster_code", "CH-XX"}}));
    QVERIFY(!updated);
    QVERIFY(namesField(updated.error(), QStringLiteral("cluster_code")));
    QCOMPARE(everything(), before);
}

void HrStoreContract::whatDoesNotExistCannotBeWritten_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("employee in an unknown company") << 0;
    QTest::newRow("unknown employee") << 1;
    QTest::newRow("another company's employee") << 2;
    QTest::newRow("deleting an unknown employee") << 3;
    QTest::newRow("deleting another company's employee") << 4;
    QTest::newRow("contract for an unknown employee") << 5;
    QTest::newRow("contract for another company's employee") << 6;
    QTest::newRow("unknown contract") << 7;
    QTest::newRow("another company's contract") << 8;
    QTest::newRow("another employee's contract") << 9;
}

void HrStoreContract::whatDoesNotExistCannotBeWritten()
{
    QFETCH(int, which);
    const std::vector<FieldValue> city{{"city", "Nyon"}};
    const std::vector<FieldValue> title{{"job_title", "Cheffe"}};
    const HrWrite writes[] = {createEmployee("EMP021", {}, nobody),
                              updateEmployee(nobody, city),
                              updateEmployee(martin, city),
                              deleteEmployee(nobody),
                              deleteEmployee(martin),
                              createContract(nobody),
                              createContract(martin),
                              updateContract(nobody, title),
                              updateContract(martinsContract, title),
                              updateContract(dupontsContract, title, aebischer)};
    const QByteArray before = everything();
    const auto outcome = write(writes[which]);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::NotFound);
    QVERIFY(!outcome.error().message.isEmpty());
    QCOMPARE(everything(), before);
}

void HrStoreContract::aValueThatTheColumnCannotHoldWritesNothing_data()
{
    QTest::addColumn<bool>("ofContract");
    QTest::addColumn<QByteArray>("column");
    QTest::addColumn<QByteArray>("value"); // null: NULL
    QTest::newRow("no such day") << false << QByteArray("birth_date") << QByteArray("2025-02-30");
    QTest::newRow("no date") << false << QByteArray("hire_date") << QByteArray("soon");
    QTest::newRow("no number") << false << QByteArray("dependents") << QByteArray("two");
    QTest::newRow("number too large") << false << QByteArray("dependents") << QByteArray("3000000000");
    QTest::newRow("NULL where none may be") << false << QByteArray("last_name") << QByteArray();
    QTest::newRow("code too long") << false << QByteArray("country_code") << QByteArray("CHE");
    QTest::newRow("broken UTF-8") << false << QByteArray("city") << QByteArray("Gen\xe8ve");
    QTest::newRow("amount too large") << true << QByteArray("base_salary") << QByteArray("10000000000");
    QTest::newRow("no amount") << true << QByteArray("base_salary") << QByteArray("1'000");
    QTest::newRow("rate too large") << true << QByteArray("work_rate") << QByteArray("10");
    QTest::newRow("broken JSON") << true << QByteArray("provisions") << QByteArray("{\"a\": }");
    QTest::newRow("no boolean") << true << QByteArray("is_active") << QByteArray("perhaps");
}

void HrStoreContract::aValueThatTheColumnCannotHoldWritesNothing()
{
    QFETCH(bool, ofContract);
    QFETCH(QByteArray, column);
    QFETCH(QByteArray, value);
    FieldValue wrong;
    const auto kind = ofContract ? HrWrite::Kind::UpdateContract : HrWrite::Kind::UpdateEmployee;
    for (const std::string_view known : writableColumns(kind)) {
        if (known == column.toStdString())
            wrong.column = known;
    }
    QVERIFY(!wrong.column.empty());
    if (!value.isNull())
        wrong.value = value;
    const QByteArray before = everything();
    const auto outcome = ofContract ? write(updateContract(dupontsContract, {{"job_title", "Cheffe"}, wrong}))
                                    : write(updateEmployee(dupont, {{"city", "Nyon"}, wrong}));
    QVERIFY(!outcome);
    QVERIFY(!outcome.error().message.isEmpty());
    QCOMPARE(everything(), before);
}

} // namespace hrcache
