#include "contract/HrStoreContract.h"
#include "contract/HrStoreContractData.h"
#include "support/Await.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace hrcache {

using namespace contractdata;

namespace {

struct Recorded
{
    HrQuery query;
    QJsonValue expected;
};

/// The query that a recorded call stands for, and the `data` it gave; none for calls that are no reads.
std::optional<Recorded> recordedRead(const QString &method, const QJsonObject &params, QJsonObject result)
{
    const auto text = [&](const char *name) { return params[QLatin1String(name)].toString().toUtf8(); };
    const auto ofCompany = [&] { return contractdata::company(text("company_id").constData()); };
    const auto ofEmployee = [&] { return contractdata::employee(text("employee_id").constData()); };
    const auto ofUser = [&] { return contractdata::user(text("firebase_uid").constData()); };
    result.remove(u"source");

    if (method == u"HR.list_employees")
        return Recorded{HrQuery::employees(ofCompany()), result[u"employees"]};
    if (method == u"HR.get_employee")
        return Recorded{HrQuery::employeeById(ofCompany(), ofEmployee()), result[u"employee"]};
    if (method == u"HR.list_contracts")
        return Recorded{HrQuery::contracts(ofCompany(), ofEmployee()), result[u"contracts"]};
    if (method == u"HR.get_active_contract")
        return Recorded{HrQuery::activeContract(ofCompany(), ofEmployee()), result[u"contract"]};
    if (method == u"HR.list_clusters")
        return Recorded{HrQuery::clusters(ofCompany(), text("country_code")), result[u"clusters"]};
    if (method == u"HR.get_all_references")
        return Recorded{HrQuery::references(ofCompany(), text("country_code"), text("lang")), result};
    if (method == u"HR.list_payroll_results")
        return Recorded{HrQuery::payrollResults(ofCompany()), result[u"payroll_results"]};
    if (method == u"HR.get_payroll_result") {
        return Recorded{HrQuery::payrollResult(ofCompany(), ofEmployee(), params[u"year"].toInt(),
                                               params[u"month"].toInt()),
                        result[u"payroll"]};
    }
    if (method == u"HR.get_company_id")
        return Recorded{HrQuery::companyByMandate(params[u"mandate_path"].toString()), result};
    if (method == u"HR.list_accessible_companies")
        return Recorded{HrQuery::accessibleCompanies(ofUser()), result[u"companies"]};
    if (method == u"HR.get_account_context") {
        // Said by the row's being there.
        result.remove(u"has_access");
        return Recorded{HrQuery::accountContext(ofUser(), ofCompany()), result};
    }
    return std::nullopt;
}

} // namespace

void HrStoreContract::aRecordedReadIsReproduced_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QJsonObject>("params");
    QTest::addColumn<QJsonObject>("result");
    QFile file(QStringLiteral(HRCACHE_SOURCE_DIR "/tests/support/interop/rpc_results.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto calls = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(calls.size() > 25);
    for (int i = 0; i < calls.size(); ++i) {
        const auto call = calls[i].toObject();
        const QString method = call[u"method"].toString();
        if (method == u"HR.check_connection")
            continue;
        QTest::addRow("%d %s", i, qPrintable(method))
            << method << call[u"params"].toObject() << call[u"result"].toObject();
    }
}

void HrStoreContract::aRecordedReadIsReproduced()
{
    QFETCH(QString, method);
    QFETCH(QJsonObject, params);
    QFETCH(QJsonObject, result);
    const auto recorded = recordedRead(method, params, result);
    QVERIFY2(recorded, "a recorded call that this suite does not know");

    const auto rows = readOne(*m_store, recorded->query);
    QVERIFY2(rows, rows ? "" : qPrintable(rows.error().message));
    QJsonValue actual = parseJson(rows->json);
    if (recorded->query.kind == HrQuery::Kind::AccountContext) {
        auto object = actual.toObject();
        object.remove(u"has_access");
        actual = object;
    }
    QCOMPARE(jsonText(actual), jsonText(recorded->expected));

    qsizetype count = 1;
    if (recorded->expected.isNull()) {
        count = 0;
    } else if (recorded->query.isList()) {
        count = recorded->expected.toArray().size();
    } else if (recorded->query.kind == HrQuery::Kind::References) {
        count = 0;
        for (const auto &list : recorded->expected.toObject())
            count += list.toArray().size();
    }
    QCOMPARE(rows->count, count);
}

void HrStoreContract::anotherCompanysEmployeeGivesNothing()
{
    const auto other = company(companyOne);
    QCOMPARE(jsonText(data(HrQuery::employeeById(other, employee(martin)))), "[null]");
    QCOMPARE(jsonText(data(HrQuery::contracts(other, employee(martin)))), "[[]]");
    QCOMPARE(jsonText(data(HrQuery::activeContract(other, employee(martin)))), "[null]");
    QCOMPARE(jsonText(data(HrQuery::payrollResults(other, employee(martin)))), "[[]]");
    QCOMPARE(jsonText(data(HrQuery::payrollResult(other, employee(martin), 2026, 1))), "[null]");

    const auto own = company(companyTwo);
    QCOMPARE(data(HrQuery::employeeById(own, employee(martin)))[u"last_name"].toString().toUtf8(), "Martin");
    QCOMPARE(data(HrQuery::contracts(own, employee(martin))).toArray().size(), 1);
    QCOMPARE(data(HrQuery::activeContract(own, employee(martin)))[u"currency"].toString().toUtf8(), "EUR");
    QCOMPARE(data(HrQuery::payrollResults(own, employee(martin))).toArray().size(), 1);
    QCOMPARE(data(HrQuery::payrollResult(own, employee(martin), 2026, 1))[u"net"].toDouble(), 2500.0);
}

void HrStoreContract::unknownIdsGiveNothing()
{
    const auto known = company(companyOne);
    const auto unknown = company(nobody);
    QCOMPARE(jsonText(data(HrQuery::employees(unknown))), "[[]]");
    QCOMPARE(jsonText(data(HrQuery::employeeIds(unknown))), "[[]]");
    QCOMPARE(jsonText(data(HrQuery::payrollResults(unknown))), "[[]]");
    QCOMPARE(jsonText(data(HrQuery::employeeById(known, employee(nobody)))), "[null]");
    QCOMPARE(jsonText(data(HrQuery::contracts(known, employee(nobody)))), "[[]]");
    QCOMPARE(jsonText(data(HrQuery::activeContract(known, employee(nobody)))), "[null]");
    QCOMPARE(jsonText(data(HrQuery::payrollResult(known, employee(nobody), 2026, 1))), "[null]");
    QCOMPARE(jsonText(data(HrQuery::companyByMandate(QStringLiteral("no/such/mandate")))), "[null]");
    QCOMPARE(jsonText(data(HrQuery::accessibleCompanies(user("nobody' OR '1'='1")))), "[[]]");
}

void HrStoreContract::aCompanyWithoutEmployeesGivesAnEmptyList()
{
    const auto rows = readOne(*m_store, HrQuery::employees(company(companyEmpty)));
    QVERIFY(rows);
    QCOMPARE(rows->json, "[]");
    QCOMPARE(rows->count, 0);
}

void HrStoreContract::anInactiveEmployeeIsNotListedButCanBeRead()
{
    execute("UPDATE hr.employees SET is_active = false WHERE identifier = 'EMP002';\n");
    const auto list = data(HrQuery::employees(company(companyOne))).toArray();
    QCOMPARE(list.size(), 2);
    const auto row = data(HrQuery::employeeById(company(companyOne), employee(aebischer)));
    QCOMPARE(row[u"is_active"], QJsonValue(false));
}

void HrStoreContract::employeesAreOrderedByLastThenFirstName()
{
    execute(
        "INSERT INTO hr.employees (company_id, identifier, first_name, last_name, birth_date, cluster_code, "
        "hire_date) VALUES\n"
        "('11111111-1111-4111-8111-333333333333','1','b','Same','1990-01-01','CH-VD','2020-01-01'),\n"
        "('11111111-1111-4111-8111-333333333333','2','é','Same','1990-01-01','CH-VD','2020-01-01'),\n"
        "('11111111-1111-4111-8111-333333333333','3','a','Same','1990-01-01','CH-VD','2020-01-01'),\n"
        "('11111111-1111-4111-8111-333333333333','4','z','Alone','1990-01-01','CH-VD','2020-01-01');\n");
    QStringList order;
    for (const auto &row : data(HrQuery::employees(company(companyEmpty))).toArray())
        order.append(row[u"identifier"].toString());
    QCOMPARE(order.join(u' ').toUtf8(), "4 3 1 2");
}

void HrStoreContract::contractsComeNewestFirst()
{
    execute(
        "INSERT INTO hr.contracts (employee_id, contract_type, start_date, end_date, base_salary) VALUES\n"
        "('22222222-2222-4222-8222-000000000001','CDD','2022-01-01','2022-06-30',30),\n"
        "('22222222-2222-4222-8222-000000000001','CDD','2023-06-01','2023-07-31',31);\n");
    QStringList order;
    for (const auto &row : data(HrQuery::contracts(company(companyOne), employee(dupont))).toArray())
        order.append(row[u"start_date"].toString());
    QCOMPARE(order.join(u' ').toUtf8(), "2024-01-01 2023-06-01 2023-01-01 2022-01-01");
}

void HrStoreContract::theActiveContractFollowsTheDates_data()
{
    QTest::addColumn<QString>("start");
    QTest::addColumn<QString>("end");
    QTest::addColumn<bool>("flag");
    QTest::addColumn<bool>("found");
    QTest::newRow("for ever") << isoDate(-100) << QString() << true << true;
    QTest::newRow("starts today") << isoDate(0) << QString() << true << true;
    QTest::newRow("starts tomorrow") << isoDate(1) << QString() << true << false;
    QTest::newRow("ends today") << isoDate(-100) << isoDate(0) << true << true;
    QTest::newRow("ended yesterday") << isoDate(-100) << isoDate(-1) << true << false;
    QTest::newRow("not active") << isoDate(-100) << QString() << false << false;
}

void HrStoreContract::theActiveContractFollowsTheDates()
{
    QFETCH(QString, start);
    QFETCH(QString, end);
    QFETCH(bool, flag);
    QFETCH(bool, found);
    const QString endSql = end.isEmpty() ? QStringLiteral("NULL") : u'\'' + end + u'\'';
    execute(QStringLiteral("INSERT INTO hr.contracts (id, employee_id, contract_type, start_date, end_date, "
                           "base_salary, is_active) VALUES ('33333333-3333-4333-8333-000000000009',"
                           "'22222222-2222-4222-8222-000000000002','CDI','%1',%2,5000,%3);\n")
                .arg(start, endSql, flag ? QStringLiteral("true") : QStringLiteral("false"))
                .toUtf8());
    const auto row = data(HrQuery::activeContract(company(companyOne), employee(aebischer)));
    QCOMPARE(row.isObject(), found);
    QCOMPARE(row.isNull(), !found);
}

void HrStoreContract::theNewestOfTwoActiveContractsIsTheActiveOne()
{
    execute("INSERT INTO hr.contracts (employee_id, contract_type, start_date, base_salary) VALUES\n"
            "('22222222-2222-4222-8222-000000000001','CDI','2025-03-01',7000),\n"
            "('22222222-2222-4222-8222-000000000001','CDI','2023-03-01',6000);\n");
    const auto row = data(HrQuery::activeContract(company(companyOne), employee(dupont)));
    QCOMPARE(row[u"start_date"].toString().toUtf8(), "2025-03-01");
    QCOMPARE(row[u"base_salary"].toDouble(), 7000.0);
}

void HrStoreContract::contractsOfOneDayAreOrderedByTheirId()
{
    // Made in another order than that of their ids.
    execute("INSERT INTO hr.contracts (id, employee_id, contract_type, start_date, base_salary, created_at) "
            "VALUES\n"
            "('33333333-3333-4333-8333-00000000000c','22222222-2222-4222-8222-000000000002','CDI',"
            "'2025-03-01',3,'2025-01-01 00:00:00+00'),\n"
            "('33333333-3333-4333-8333-00000000000a','22222222-2222-4222-8222-000000000002','CDI',"
            "'2025-03-01',1,'2025-01-02 00:00:00+00'),\n"
            "('33333333-3333-4333-8333-00000000000b','22222222-2222-4222-8222-000000000002','CDI',"
            "'2025-03-01',2,'2025-01-03 00:00:00+00');\n");
    const auto order = [](const QJsonValue &rows) {
        QByteArray salaries;
        for (const auto &row : rows.toArray())
            salaries += QByteArray::number(row[u"base_salary"].toInt());
        return salaries;
    };
    const auto ofCompany = company(companyOne);
    QCOMPARE(order(data(HrQuery::contracts(ofCompany, employee(aebischer)))), "123");
    QCOMPARE(data(HrQuery::activeContract(ofCompany, employee(aebischer)))[u"base_salary"].toInt(), 1);
    // With those of others, in one statement.
    const auto rows = awaitResult(m_store->read({HrQuery::contracts(ofCompany, employee(dupont)),
                                                 HrQuery::contracts(ofCompany, employee(aebischer))}));
    QVERIFY(rows[1]);
    QCOMPARE(order(parseJson(rows[1]->json)), "123");
}

} // namespace hrcache
