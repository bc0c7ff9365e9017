#include "contract/HrStoreContract.h"
#include "contract/HrStoreContractData.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

namespace hrcache {

using namespace contractdata;

namespace {

QByteArray codes(const QJsonValue &list)
{
    QStringList result;
    for (const auto &row : list.toArray())
        result.append(row[u"code"].toString());
    return result.join(u' ').toUtf8();
}

} // namespace

void HrStoreContract::labelsFollowTheLanguage_data()
{
    QTest::addColumn<QByteArray>("language");
    QTest::addColumn<QString>("contractType");
    QTest::addColumn<QString>("permit");
    QTest::newRow("fr") << QByteArray("fr") << "Contrat à durée indéterminée"
                        << "Permis B";
    QTest::newRow("en") << QByteArray("en") << "Permanent contract"
                        << "Permit B";
    // Only the contract types have German and Italian labels.
    QTest::newRow("de") << QByteArray("de") << "Unbefristeter Vertrag"
                        << "Permis B";
    QTest::newRow("it") << QByteArray("it") << "Contratto a tempo indeterminato"
                        << "Permis B";
    QTest::newRow("unknown") << QByteArray("rm") << "Contrat à durée indéterminée"
                             << "Permis B";
    QTest::newRow("injection") << QByteArray("fr FROM hr.clusters; --") << "Contrat à durée indéterminée"
                               << "Permis B";
}

void HrStoreContract::labelsFollowTheLanguage()
{
    QFETCH(QByteArray, language);
    QFETCH(QString, contractType);
    QFETCH(QString, permit);
    const auto lists = data(HrQuery::references({}, "CH", language));
    QCOMPARE(lists[u"contract_types"][0][u"code"].toString().toUtf8(), "CDI");
    QCOMPARE(lists[u"contract_types"][0][u"label"].toString(), contractType);
    QCOMPARE(lists[u"permit_types"][0][u"label"].toString(), permit);
}

void HrStoreContract::aMissingLabelFallsBackToFrenchThenToTheCode()
{
    execute("INSERT INTO hr.ref_contract_types VALUES ('CH','X1','Stage',NULL,NULL,NULL,3),"
            "('CH','X2',NULL,NULL,NULL,'Praticantato',4);\n");
    const auto english = data(HrQuery::references({}, "CH", "en"))[u"contract_types"];
    QCOMPARE(english[2][u"label"].toString().toUtf8(), "Stage");
    QCOMPARE(english[3][u"label"].toString().toUtf8(), "X2");
    const auto italian = data(HrQuery::references({}, "CH", "it"))[u"contract_types"];
    QCOMPARE(italian[2][u"label"].toString().toUtf8(), "Stage");
    QCOMPARE(italian[3][u"label"].toString().toUtf8(), "Praticantato");
}

void HrStoreContract::referencesOfAnUnknownCountryAreEmpty()
{
    const auto rows = readOne(*m_store, HrQuery::references(company(companyOne), "XX", "fr"));
    QVERIFY(rows);
    QCOMPARE(rows->count, 0);
    QCOMPARE(jsonText(parseJson(rows->json)),
             R"([{"contract_types":[],"family_status":[],"permit_types":[],"remuneration_types":[],)"
             R"("tax_status":[]}])");
}

void HrStoreContract::referencesAreOrderedBySortOrderThenCode()
{
    execute("INSERT INTO hr.ref_permit_types VALUES ('CH','L','Permis L','Permit L',1),"
            "('CH','A','Permis A','Permit A',1),('CH','Z','Permis Z','Permit Z',0),"
            "('FR','T','Titre de séjour','Residence permit',1);\n");
    QCOMPARE(codes(data(HrQuery::references({}, "CH", "fr"))[u"permit_types"]), "Z A B L C");
    QCOMPARE(codes(data(HrQuery::references({}, "FR", "fr"))[u"permit_types"]), "T");
}

void HrStoreContract::clustersFollowTheCountry()
{
    QCOMPARE(codes(data(HrQuery::clusters({}))), "CH CH-GE CH-VD CH-ZH FR-75");
    QCOMPARE(codes(data(HrQuery::clusters({}, "CH"))), "CH-GE CH-VD CH-ZH");
    QCOMPARE(codes(data(HrQuery::clusters({}, "FR"))), "FR-75");
    QCOMPARE(codes(data(HrQuery::clusters({}, "XX"))), "");
    QCOMPARE(codes(data(HrQuery::clusters({}, "C' OR '1'='1"))), "");
}

void HrStoreContract::inactiveClustersAreNotListed()
{
    execute("UPDATE hr.clusters SET is_active = false WHERE code = 'CH-VD';\n");
    QCOMPARE(codes(data(HrQuery::clusters({}))), "CH CH-GE CH-ZH FR-75");
    QCOMPARE(codes(data(HrQuery::clusters({}, "CH"))), "CH-GE CH-ZH");
}

void HrStoreContract::payrollResultsFollowTheirFilters()
{
    execute(
        "INSERT INTO hr.payroll_results (employee_id, contract_id, period_year, period_month, gross, net) "
        "VALUES\n"
        "('22222222-2222-4222-8222-000000000001','33333333-3333-4333-8333-000000000001',2025,12,1,1),\n"
        "('22222222-2222-4222-8222-000000000001','33333333-3333-4333-8333-000000000001',2026,2,2,2),\n"
        "('22222222-2222-4222-8222-000000000002','33333333-3333-4333-8333-000000000001',2026,3,3,3);\n");
    const auto periods = [this](const HrQuery &query) {
        QStringList result;
        for (const auto &row : data(query).toArray())
            result.append(
                QStringLiteral("%1-%2").arg(row[u"period_year"].toInt()).arg(row[u"period_month"].toInt()));
        return result.join(u' ').toUtf8();
    };
    const auto one = company(companyOne);
    QCOMPARE(periods(HrQuery::payrollResults(one)), "2026-3 2026-2 2026-1 2025-12");
    QCOMPARE(periods(HrQuery::payrollResults(one, {}, 2026)), "2026-3 2026-2 2026-1");
    QCOMPARE(periods(HrQuery::payrollResults(one, employee(dupont))), "2026-2 2026-1 2025-12");
    QCOMPARE(periods(HrQuery::payrollResults(one, employee(dupont), 2025)), "2025-12");
    QCOMPARE(periods(HrQuery::payrollResults(one, employee(oneil))), "");
    QCOMPARE(data(HrQuery::payrollResult(one, employee(dupont), 2026, 2))[u"gross"].toDouble(), 2.0);
    QVERIFY(data(HrQuery::payrollResult(one, employee(dupont), 2026, 3)).isNull());
}

void HrStoreContract::payrollResultsOfOneMonthAreOrderedByTheirId()
{
    execute("INSERT INTO hr.payroll_results (id, employee_id, contract_id, period_year, period_month, gross, "
            "net) VALUES\n"
            "('55555555-5555-4555-8555-00000000000b','22222222-2222-4222-8222-000000000001',"
            "'33333333-3333-4333-8333-000000000001',2026,5,2,2),\n"
            "('55555555-5555-4555-8555-00000000000c','22222222-2222-4222-8222-000000000002',"
            "'33333333-3333-4333-8333-000000000001',2026,5,3,3),\n"
            "('55555555-5555-4555-8555-00000000000a','22222222-2222-4222-8222-000000000003',"
            "'33333333-3333-4333-8333-000000000001',2026,5,1,1);\n");
    QByteArray order;
    for (const auto &row : data(HrQuery::payrollResults(company(companyOne), {}, 2026)).toArray()) {
        if (row[u"period_month"].toInt() == 5)
            order += QByteArray::number(row[u"gross"].toInt());
    }
    QCOMPARE(order, "123");
}

void HrStoreContract::everyEmployeeHasAnId()
{
    execute("UPDATE hr.employees SET is_active = false WHERE identifier = 'EMP002';\n");
    QStringList ids;
    for (const auto &row : data(HrQuery::employeeIds(company(companyOne))).toArray())
        ids.append(row[u"id"].toString());
    std::sort(ids.begin(), ids.end());
    QCOMPARE(ids, QStringList({QLatin1String(dupont), QLatin1String(aebischer), QLatin1String(oneil)}));
}

void HrStoreContract::additionalColumnsAreCarriedAlong()
{
    const auto query = HrQuery::employeeById(company(companyOne), employee(dupont));
    // Read before, so that a prepared statement meets the new column, too.
    QVERIFY(!data(query).toObject().contains(u"nickname"));
    execute("ALTER TABLE hr.employees ADD COLUMN nickname text;\n"
            "ALTER TABLE hr.ref_permit_types ADD COLUMN label_de text;\n"
            "UPDATE hr.employees SET nickname = 'Jeannot';\n"
            "UPDATE hr.ref_permit_types SET label_de = 'Ausweis B' WHERE code = 'B';\n");
    QCOMPARE(data(query)[u"nickname"].toString().toUtf8(), "Jeannot");
    QCOMPARE(data(HrQuery::employees(company(companyOne)))[0].toObject().size(), 9);
    const auto permits = data(HrQuery::references({}, "CH", "de"))[u"permit_types"];
    QCOMPARE(permits[0][u"label"].toString().toUtf8(), "Ausweis B");
    QCOMPARE(permits[0][u"label_de"].toString().toUtf8(), "Ausweis B");
    QCOMPARE(permits[1][u"label"].toString().toUtf8(), "Permis C");
}

void HrStoreContract::aMissingColumnIsNamed()
{
    const auto query = HrQuery::contracts(company(companyOne), employee(dupont));
    QCOMPARE(data(query).toArray().size(), 2);
    execute("ALTER TABLE hr.contracts DROP COLUMN job_title;\n");
    const auto rows = readOne(*m_store, query);
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::SchemaMismatch);
    QVERIFY2(rows.error().message.contains(u"job_title"), qPrintable(rows.error().message));
}

} // namespace hrcache
