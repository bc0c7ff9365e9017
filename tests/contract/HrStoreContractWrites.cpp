#include "contract/HrStoreContract.h"
#include "contract/HrStoreContractData.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

namespace hrcache {

using namespace contractdata;

namespace {

HrQuery newEmployee(const Result<WriteOutcome> &outcome)
{
    return HrQuery::employeeById(company(companyOne), outcome->employee);
}

} // namespace

void HrStoreContract::aNewEmployeeCanBeRead()
{
    const auto outcome = write(createEmployee("EMP010", {{"email", "nora.neu@example.ch"},
                                                         {"phone", "+41 21 000 00 10"},
                                                         {"gender", "F"},
                                                         {"nationality", "CH"},
                                                         {"tax_status", "B1"},
                                                         {"family_status", "MARRIED"},
                                                         {"dependents", "3"},
                                                         {"address", "Rue Neuve 5"},
                                                         {"city", "Lausanne"},
                                                         {"postal_code", "1003"},
                                                         {"country_code", "CH"},
                                                         {"permit_type", std::nullopt}}));
    QVERIFY(outcome);
    QVERIFY(!outcome->employee.isEmpty());
    QVERIFY(outcome->contract.isEmpty());
    QCOMPARE(holdersText(outcome->holders), "uid_former uid_viewer uid_xyz123");

    auto row = data(newEmployee(outcome)).toObject();
    QCOMPARE(row.take(u"id").toString().toLatin1(), outcome->employee.bytes());
    const QString created = row.take(u"created_at").toString();
    QCOMPARE(row.take(u"updated_at").toString(), created);
    const QDateTime at = QDateTime::fromString(created, Qt::ISODate);
    QVERIFY2(qAbs(at.secsTo(QDateTime::currentDateTimeUtc())) < 60, qPrintable(created));
    QCOMPARE(jsonText(row), jsonText(parseJson(R"({"address":"Rue Neuve 5",
"birth_date":"1995-04-03",
"city":"Lausanne",
"cluster_code":"CH-VD",
"company_id":"11111111-1111-4111-8111-111111111111",
"country_code":"CH",
"dependents":3,
"email":"nora.neu@example.ch",
"family_status":"MARRIED",
"first_name":"Nora",
"gender":"F",
"hire_date":"2025-02-01",
"identifier":"EMP010",
"is_active":true,
"last_name":"Neu",
"nationality":"CH",
"permit_type":null,
"phone":"+41 21 000 00 10",
"postal_code":"1003",
"tax_status":"B1",
"termination_date":null})")));
    QCOMPARE(data(HrQuery::employees(company(companyOne))).toArray().size(), 4);
}

void HrStoreContract::anEmployeeWithTheLeastHasDefaults()
{
    const auto outcome = write(createEmployee("EMP011"));
    QVERIFY(outcome);
    const auto row = data(newEmployee(outcome));
    QCOMPARE(row[u"dependents"], QJsonValue(0));
    QCOMPARE(row[u"is_active"], QJsonValue(true));
    for (const char *name :
         {"email", "phone", "gender", "nationality", "tax_status", "family_status", "address", "city",
          "postal_code", "country_code", "permit_type", "termination_date"})
        QVERIFY2(row[QLatin1String(name)].isNull(), name);
    // The same identifier is free in another company.
    QVERIFY(write(createEmployee("EMP011", {}, companyTwo)));
}

void HrStoreContract::anyTextComesBackAsItWasWritten_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"Zoë Äbischer",
                             "O'Neil",
                             "''",
                             "\"quoted\"",
                             "\\",
                             "\\\\x41 \\n",
                             "line 1\nline 2\r\n\ttab",
                             "李小龍",
                             "𝄞 🧑🏽‍🏭",
                             "عربى",
                             "e\xcc\x81",
                             "x'; DROP TABLE hr.employees; --",
                             "NULL",
                             "null",
                             "$1",
                             "?",
                             ":name",
                             "@name",
                             "%s %1 %n",
                             "--",
                             "/* */",
                             "{\"a\": 1}",
                             "\x01\x1f\x7f",
                             " ",
                             "0",
                             "1e5",
                             "00123",
                             "true",
                             "2026-01-01"})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("long") << QByteArray(50'000, 'x') + "ü"; // an index of PostgreSQL takes no more
}

void HrStoreContract::anyTextComesBackAsItWasWritten()
{
    QFETCH(QByteArray, text);
    const auto outcome = write(createEmployee(
        "EMP012", {{"first_name", text}, {"last_name", text}, {"address", text}, {"postal_code", text}}));
    QVERIFY(outcome);
    auto row = data(newEmployee(outcome));
    QCOMPARE(row[u"first_name"].toString().toUtf8(), text);
    QCOMPARE(row[u"last_name"].toString().toUtf8(), text);
    QCOMPARE(row[u"address"].toString().toUtf8(), text);
    QCOMPARE(row[u"postal_code"].toString().toUtf8(), text);

    QVERIFY(
        write(updateEmployee(outcome->employee.bytes().constData(), {{"city", text}, {"identifier", text}})));
    row = data(newEmployee(outcome));
    QCOMPARE(row[u"city"].toString().toUtf8(), text);
    QCOMPARE(row[u"identifier"].toString().toUtf8(), text);
    QCOMPARE(data(HrQuery::employees(company(companyOne))).toArray().size(), 4);
}

void HrStoreContract::anUpdateChangesOnlyItsFields()
{
    const auto query = HrQuery::employeeById(company(companyOne), employee(dupont));
    auto before = data(query).toObject();
    const auto outcome = write(updateEmployee(dupont, {{"city", "Nyon"},
                                                       {"postal_code", "1260"},
                                                       {"birth_date", "1991-02-28"},
                                                       {"dependents", "2"},
                                                       {"cluster_code", "CH-VD"}}));
    QVERIFY(outcome);
    QCOMPARE(outcome->employee.bytes(), dupont);
    QCOMPARE(holdersText(outcome->holders), "uid_former uid_viewer uid_xyz123");
    auto after = data(query).toObject();
    QVERIFY(after.take(u"updated_at").toString() > before.take(u"updated_at").toString());
    before[u"city"] = QStringLiteral("Nyon");
    before[u"postal_code"] = QStringLiteral("1260");
    before[u"birth_date"] = QStringLiteral("1991-02-28");
    before[u"dependents"] = 2;
    before[u"cluster_code"] = QStringLiteral("CH-VD");
    QCOMPARE(jsonText(after), jsonText(before));
    QCOMPARE(data(HrQuery::employeeById(company(companyOne), employee(aebischer)))[u"city"], QJsonValue());
}

void HrStoreContract::anUpdateCanSetNull()
{
    QVERIFY(write(updateEmployee(dupont, {{"email", std::nullopt}, {"address", std::nullopt}})));
    const auto row = data(HrQuery::employeeById(company(companyOne), employee(dupont)));
    QVERIFY(row[u"email"].isNull());
    QVERIFY(row[u"address"].isNull());
    QCOMPARE(row[u"city"].toString().toUtf8(), "Genève");
}

void HrStoreContract::anEndedEmployeeLeavesTheList()
{
    QVERIFY(write(updateEmployee(dupont, {{"termination_date", "2026-06-30"}, {"is_active", "false"}})));
    const auto row = data(HrQuery::employeeById(company(companyOne), employee(dupont)));
    QCOMPARE(row[u"termination_date"].toString().toUtf8(), "2026-06-30");
    QCOMPARE(row[u"is_active"], QJsonValue(false));
    QCOMPARE(data(HrQuery::employees(company(companyOne))).toArray().size(), 2);
    QVERIFY(write(updateEmployee(dupont, {{"termination_date", std::nullopt}, {"is_active", "true"}})));
    QCOMPARE(data(HrQuery::employees(company(companyOne))).toArray().size(), 3);
}

void HrStoreContract::deletingAnEmployeeKeepsTheRow()
{
    const auto query = HrQuery::employeeById(company(companyOne), employee(dupont));
    auto before = data(query).toObject();
    const auto outcome = write(deleteEmployee(dupont));
    QVERIFY(outcome);
    QCOMPARE(outcome->employee.bytes(), dupont);
    auto after = data(query).toObject();
    QVERIFY(after.take(u"updated_at").toString() > before.take(u"updated_at").toString());
    before[u"is_active"] = false;
    QCOMPARE(jsonText(after), jsonText(before));
    QCOMPARE(data(HrQuery::employees(company(companyOne))).toArray().size(), 2);
    QCOMPARE(data(HrQuery::contracts(company(companyOne), employee(dupont))).toArray().size(), 2);
}

void HrStoreContract::aWriteIsSeenByTheNextReader()
{
    const auto reader = m_fixture.open();
    const auto query = HrQuery::employeeById(company(companyOne), employee(dupont));
    QVERIFY(readOne(*reader, query));
    for (int i = 0; i < 20; ++i) {
        const QByteArray city = "City " + QByteArray::number(i);
        QVERIFY(write(updateEmployee(dupont, {{"city", city}})));
        const auto rows = readOne(*reader, query);
        QVERIFY(rows);
        QCOMPARE(parseJson(rows->json)[u"city"].toString().toUtf8(), city);
    }
}

} // namespace hrcache
