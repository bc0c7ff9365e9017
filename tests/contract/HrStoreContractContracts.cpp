#include "contract/HrStoreContract.h"
#include "contract/HrStoreContractData.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

namespace hrcache {

using namespace contractdata;

namespace {

/// The contract of the outcome, among those of its employee.
QJsonValue contractOf(const QJsonValue &contracts, const ContractId &id)
{
    for (const auto &row : contracts.toArray()) {
        if (row[u"id"].toString().toLatin1() == id.bytes())
            return row;
    }
    return QJsonValue::Undefined;
}

} // namespace

void HrStoreContract::aNewContractCanBeRead()
{
    const auto outcome = write(createContract(aebischer, {{"contract_type", "CDD"},
                                                          {"start_date", "2025-02-01"},
                                                          {"end_date", "2026-01-31"},
                                                          {"base_salary", "6543.21"},
                                                          {"currency", "EUR"},
                                                          {"work_rate", "0.8"},
                                                          {"weekly_hours", "33.6"},
                                                          {"remuneration_type", "HOURLY"},
                                                          {"annual_leave_days", "20"},
                                                          {"job_title", "Chargée d'études"},
                                                          {"department", "R&D"},
                                                          {"country_code", "CH"},
                                                          {"provisions", R"({"thirteenth_month": true})"}}));
    QVERIFY(outcome);
    QCOMPARE(outcome->employee.bytes(), aebischer);
    QVERIFY(!outcome->contract.isEmpty());
    QCOMPARE(holdersText(outcome->holders), "uid_former uid_viewer uid_xyz123");
    auto row =
        contractOf(data(HrQuery::contracts(company(companyOne), employee(aebischer))), outcome->contract)
            .toObject();
    QCOMPARE(row.take(u"id").toString().toLatin1(), outcome->contract.bytes());
    QCOMPARE(row.take(u"created_at"), row.take(u"updated_at"));
    QCOMPARE(jsonText(row), jsonText(parseJson(R"({"annual_leave_days":20,
"base_salary":6543.21,
"contract_type":"CDD",
"country_code":"CH",
"currency":"EUR",
"department":"R&D",
"employee_id":"22222222-2222-4222-8222-000000000002",
"end_date":"2026-01-31",
"is_active":true,
"job_title":"Chargée d'études",
"provisions":"{\"thirteenth_month\": true}",
"remuneration_type":"HOURLY",
"start_date":"2025-02-01",
"weekly_hours":33.6,
"work_rate":0.8})")));
}

void HrStoreContract::aContractWithTheLeastHasDefaults()
{
    const auto outcome = write(createContract(aebischer));
    QVERIFY(outcome);
    const auto row = data(HrQuery::activeContract(company(companyOne), employee(aebischer)));
    QCOMPARE(row[u"id"].toString().toLatin1(), outcome->contract.bytes());
    QCOMPARE(row[u"base_salary"].toDouble(), 7200.0);
    QCOMPARE(row[u"currency"].toString().toUtf8(), "CHF");
    QCOMPARE(row[u"work_rate"].toDouble(), 1.0);
    QCOMPARE(row[u"weekly_hours"].toDouble(), 42.0);
    QCOMPARE(row[u"remuneration_type"].toString().toUtf8(), "MONTHLY");
    QCOMPARE(row[u"annual_leave_days"].toInt(), 25);
    QCOMPARE(row[u"is_active"], QJsonValue(true));
    for (const char *name : {"end_date", "job_title", "department", "country_code", "provisions"})
        QVERIFY2(row[QLatin1String(name)].isNull(), name);
}

void HrStoreContract::provisionsComeBackAsTheDatabasePrintsThem_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QByteArray>("printed");
    const auto row = [](const char *name, const char *written, const char *printed) {
        QTest::newRow(name) << QByteArray(written) << QByteArray(printed);
    };
    row("empty", "{}", "{}");
    row("spaces", " { \"a\" :\n1 ,\"b\":[ 1,2 , {} ] } ", R"({"a": 1, "b": [1, 2, {}]})");
    row("shorter keys first", R"({"bb":1,"a":2,"ab":3,"B":4})", R"({"B": 4, "a": 2, "ab": 3, "bb": 1})");
    row("length in bytes", R"({"zz":1,"é":2,"zzz":3})", R"({"zz": 1, "é": 2, "zzz": 3})");
    row("the last of equal keys", R"({"a":1,"b":2,"a":3})", R"({"a": 3, "b": 2})");
    row("numbers", R"([1, 1.0, 1.50, -0, 1e2, 1.5e3, 12345678901234567890123, 1E-3, -2.5])",
        R"([1, 1.0, 1.50, 0, 100, 1500, 12345678901234567890123, 0.001, -2.5])");
    row("texts", R"(["\u00e9", "\ud834\udd1e", "\"", "\\", "\/", "\n\t\b\f\r", "é", "\u0001"])",
        R"(["é", "𝄞", "\"", "\\", "/", "\n\t\b\f\r", "é", "\u0001"])");
    row("words", R"({"t":true,"f":false,"n":null})", R"({"f": false, "n": null, "t": true})");
    row("contract",
        R"({"thirteenth_month":true,"thirteenth_month_rate":8.33,"bonus_target":0.1,"bonus_type":"KPI"})",
        R"({"bonus_type": "KPI", "bonus_target": 0.1, "thirteenth_month": true, "thirteenth_month_rate": 8.33})");
}

void HrStoreContract::provisionsComeBackAsTheDatabasePrintsThem()
{
    QFETCH(QByteArray, written);
    QFETCH(QByteArray, printed);
    const auto outcome = write(createContract(aebischer, {{"provisions", written}}));
    QVERIFY(outcome);
    const auto query = HrQuery::contracts(company(companyOne), employee(aebischer));
    QCOMPARE(data(query)[0][u"provisions"].toString().toUtf8(), printed);
    QVERIFY(write(updateContract(outcome->contract.bytes().constData(), {{"provisions", std::nullopt}})));
    QVERIFY(data(query)[0][u"provisions"].isNull());
    QVERIFY(write(updateContract(outcome->contract.bytes().constData(), {{"provisions", written}})));
    QCOMPARE(data(query)[0][u"provisions"].toString().toUtf8(), printed);
}

void HrStoreContract::amountsAreRoundedAsTheColumnWantsIt()
{
    const auto outcome = write(createContract(
        aebischer, {{"base_salary", "1234.565"}, {"work_rate", "0.33335"}, {"weekly_hours", "1e1"}}));
    QVERIFY(outcome);
    const auto row = data(HrQuery::contracts(company(companyOne), employee(aebischer)))[0];
    QCOMPARE(row[u"base_salary"].toDouble(), 1234.57);
    QCOMPARE(row[u"work_rate"].toDouble(), 0.3334);
    QCOMPARE(row[u"weekly_hours"].toDouble(), 10.0);
}

void HrStoreContract::anUpdatedContractCanBeRead()
{
    const auto query = HrQuery::contracts(company(companyOne), employee(dupont));
    auto before = contractOf(data(query), contract(dupontsContract)).toObject();
    const auto untouched = contractOf(data(query), contract(dupontsOldContract));
    const auto outcome = write(updateContract(dupontsContract, {{"end_date", "2026-12-31"},
                                                                {"base_salary", "6800"},
                                                                {"job_title", std::nullopt},
                                                                {"is_active", "false"}}));
    QVERIFY(outcome);
    QCOMPARE(outcome->employee.bytes(), dupont);
    QCOMPARE(outcome->contract.bytes(), dupontsContract);
    QCOMPARE(holdersText(outcome->holders), "uid_former uid_viewer uid_xyz123");
    auto after = contractOf(data(query), contract(dupontsContract)).toObject();
    QVERIFY(after.take(u"updated_at").toString() > before.take(u"updated_at").toString());
    before[u"end_date"] = QStringLiteral("2026-12-31");
    before[u"base_salary"] = 6800;
    before[u"job_title"] = QJsonValue();
    before[u"is_active"] = false;
    QCOMPARE(jsonText(after), jsonText(before));
    QCOMPARE(contractOf(data(query), contract(dupontsOldContract)), untouched);
    QVERIFY(write(updateContract(dupontsContract, {{"is_active", "true"}}, dupont)));
}

} // namespace hrcache
