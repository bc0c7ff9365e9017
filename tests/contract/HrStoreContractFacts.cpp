#include "contract/HrStoreContract.h"
#include "contract/HrStoreContractData.h"

#include <QTest>

#include <algorithm>

namespace hrcache {

using namespace contractdata;

void HrStoreContract::factsForANewEmployee()
{
    const auto known = facts(createEmployee("NEW"), owner);
    QVERIFY2(known, known ? "" : qPrintable(known.error().message));
    QVERIFY(known->companyExists);
    QCOMPARE(known->companyCountry, "CH");
    QVERIFY(known->callerProfile);
    QCOMPARE(*known->callerProfile, "admin");
    QVERIFY(!known->identifierTaken);
    QVERIFY(known->clusterKnown);
    QCOMPARE(known->clusterCountry, "CH");
    QCOMPARE(holdersText(known->holders), "uid_former uid_viewer uid_xyz123");

    const auto nowhere = facts(createEmployee("NEW", {}, nobody), owner);
    QVERIFY(nowhere);
    QVERIFY(!nowhere->companyExists);
    QVERIFY(!nowhere->callerProfile);
    QVERIFY(nowhere->holders.empty());
}

void HrStoreContract::factsNameTheCallersProfile_data()
{
    QTest::addColumn<QByteArray>("caller");  // null: none
    QTest::addColumn<QByteArray>("profile"); // empty: no access
    QTest::newRow("admin") << QByteArray(owner) << QByteArray("admin");
    QTest::newRow("viewer") << QByteArray(viewer) << QByteArray("viewer");
    QTest::newRow("access ended") << QByteArray(former) << QByteArray();
    QTest::newRow("no access") << QByteArray(stranger) << QByteArray();
    QTest::newRow("unknown") << QByteArray("nobody") << QByteArray();
    QTest::newRow("nobody asks") << QByteArray() << QByteArray();
}

void HrStoreContract::factsNameTheCallersProfile()
{
    QFETCH(QByteArray, caller);
    QFETCH(QByteArray, profile);
    HrWrite writes[] = {createEmployee("NEW"), updateEmployee(dupont, {{"city", "Nyon"}}),
                        deleteEmployee(dupont), createContract(dupont),
                        updateContract(dupontsContract, {{"job_title", "Cheffe"}})};
    for (HrWrite &write : writes) {
        const auto known = facts(std::move(write), caller.isNull() ? nullptr : caller.constData());
        QVERIFY(known);
        QCOMPARE(known->callerProfile.value_or(QByteArray()), profile);
        QCOMPARE(known->callerProfile.has_value(), !profile.isEmpty());
        QVERIFY(known->companyExists);
        QCOMPARE(holdersText(known->holders), "uid_former uid_viewer uid_xyz123");
    }
}

void HrStoreContract::factsSayWhetherTheIdentifierIsTaken_data()
{
    QTest::addColumn<bool>("update"); // of Dupont, EMP001
    QTest::addColumn<QByteArray>("identifier");
    QTest::addColumn<bool>("taken");
    QTest::newRow("new, free") << false << QByteArray("EMP009") << false;
    QTest::newRow("new, taken") << false << QByteArray("EMP001") << true;
    QTest::newRow("new, taken, odd") << false << QByteArray("EMP-\"3\"\\") << true;
    QTest::newRow("new, other case") << false << QByteArray("emp001") << false;
    QTest::newRow("new, injection") << false << QByteArray("x' OR '1'='1") << false;
    QTest::newRow("own") << true << QByteArray("EMP001") << false;
    QTest::newRow("another's") << true << QByteArray("EMP002") << true;
    QTest::newRow("free") << true << QByteArray("EMP009") << false;
}

void HrStoreContract::factsSayWhetherTheIdentifierIsTaken()
{
    QFETCH(bool, update);
    QFETCH(QByteArray, identifier);
    QFETCH(bool, taken);
    HrWrite write = createEmployee(identifier.constData());
    if (update)
        write = updateEmployee(dupont, {{"identifier", identifier}});
    const auto known = facts(std::move(write));
    QVERIFY(known);
    QCOMPARE(known->identifierTaken, taken);
    // The same identifier in another company is nobody's business.
    const auto elsewhere = facts(createEmployee(identifier.constData(), {}, companyEmpty));
    QVERIFY(elsewhere);
    QVERIFY(!elsewhere->identifierTaken);
}

void HrStoreContract::factsSayWhetherTheClusterIsKnown_data()
{
    QTest::addColumn<QByteArray>("cluster"); // null: not written
    QTest::addColumn<bool>("known");
    QTest::addColumn<QByteArray>("country");
    QTest::newRow("known") << QByteArray("CH-GE") << true << QByteArray("CH");
    QTest::newRow("French") << QByteArray("FR-75") << true << QByteArray("FR");
    QTest::newRow("unknown") << QByteArray("CH-XX") << false << QByteArray();
    QTest::newRow("inactive") << QByteArray("CH-ZH") << false << QByteArray();
    QTest::newRow("not written") << QByteArray() << true << QByteArray();
}

void HrStoreContract::factsSayWhetherTheClusterIsKnown()
{
    QFETCH(QByteArray, cluster);
    QFETCH(bool, known);
    QFETCH(QByteArray, country);
    execute("UPDATE hr.clusters SET is_active = false WHERE code = 'CH-ZH';\n");
    HrWrite write = updateEmployee(dupont, {{"city", "Nyon"}});
    if (!cluster.isNull())
        write.fields.push_back({"cluster_code", cluster});
    const auto result = facts(std::move(write));
    QVERIFY(result);
    QCOMPARE(result->clusterKnown, known);
    if (known)
        QCOMPARE(result->clusterCountry, country);
}

void HrStoreContract::factsShowTheEmployeeAsItIs()
{
    HrWrite writes[] = {updateEmployee(dupont, {{"city", "Nyon"}}), deleteEmployee(dupont),
                        createContract(dupont)};
    for (HrWrite &write : writes) {
        const auto known = facts(std::move(write));
        QVERIFY(known);
        QVERIFY(known->targetExists);
        QCOMPARE(known->employee.bytes(), dupont);
        QCOMPARE(known->employeeCountry, "CH");
        QCOMPARE(known->birthDate, "1990-01-15");
        QCOMPARE(known->hireDate, "2024-01-01");
        QCOMPARE(known->terminationDate, "");
    }
    const auto leaving = facts(updateEmployee(oneil, {{"city", "Nyon"}}));
    QVERIFY(leaving);
    QVERIFY(leaving->targetExists);
    QCOMPARE(leaving->employeeCountry, "");
    QCOMPARE(leaving->terminationDate, "2026-12-31");
}

void HrStoreContract::factsShowTheContractAsItIs()
{
    const auto open = facts(updateContract(dupontsContract, {{"job_title", "Cheffe"}}));
    QVERIFY(open);
    QVERIFY(open->targetExists);
    QCOMPARE(open->employee.bytes(), dupont);
    QCOMPARE(open->birthDate, "1990-01-15");
    QCOMPARE(open->hireDate, "2024-01-01");
    QCOMPARE(open->employeeCountry, "CH");
    QCOMPARE(open->contractStartDate, "2024-01-01");
    QCOMPARE(open->contractEndDate, "");
    QCOMPARE(open->contractCountry, "CH");

    const auto ended = facts(updateContract(dupontsOldContract, {{"job_title", "Cheffe"}}, dupont));
    QVERIFY(ended);
    QVERIFY(ended->targetExists);
    QCOMPARE(ended->contractStartDate, "2023-01-01");
    QCOMPARE(ended->contractEndDate, "2023-12-31");

    const auto foreign = facts(updateContract(martinsContract, {{"job_title", "Chef"}}, martin, companyTwo));
    QVERIFY(foreign);
    QVERIFY(foreign->targetExists);
    QCOMPARE(foreign->companyCountry, "FR");
    QCOMPARE(foreign->employeeCountry, "FR");
    QCOMPARE(foreign->contractCountry, "");
}

void HrStoreContract::factsForWhatDoesNotExist_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("unknown employee") << 0;
    QTest::newRow("another company's employee") << 1;
    QTest::newRow("contract for an unknown employee") << 2;
    QTest::newRow("contract for another company's employee") << 3;
    QTest::newRow("unknown contract") << 4;
    QTest::newRow("another company's contract") << 5;
    QTest::newRow("another employee's contract") << 6;
    QTest::newRow("deleting an unknown employee") << 7;
}

void HrStoreContract::factsForWhatDoesNotExist()
{
    QFETCH(int, which);
    const std::vector<FieldValue> city{{"city", "Nyon"}};
    const std::vector<FieldValue> title{{"job_title", "Cheffe"}};
    const HrWrite writes[] = {updateEmployee(nobody, city),
                              updateEmployee(martin, city),
                              createContract(nobody),
                              createContract(martin),
                              updateContract(nobody, title),
                              updateContract(martinsContract, title),
                              updateContract(dupontsContract, title, aebischer),
                              deleteEmployee(nobody)};
    const auto known = facts(writes[which], owner);
    QVERIFY(known);
    QVERIFY(known->companyExists);
    QVERIFY(!known->targetExists);
}

void HrStoreContract::factsHaveTheReferenceCodes()
{
    execute("INSERT INTO hr.ref_contract_types VALUES ('FR','CDI','CDI',NULL,NULL,NULL,1);\n");
    const auto has = [](const WriteFacts &known, const char *member, const char *country, const char *code) {
        return std::any_of(known.referenceCodes.begin(), known.referenceCodes.end(), [&](const auto &row) {
            return row.member == member && row.country == country && row.code == code;
        });
    };
    const auto home = facts(createContract(dupont));
    QVERIFY(home);
    QVERIFY(has(*home, "contract_types", "CH", "CDI"));
    QVERIFY(has(*home, "contract_types", "CH", "CDD"));
    QVERIFY(has(*home, "remuneration_types", "CH", "HOURLY"));
    QVERIFY(has(*home, "family_status", "CH", "MARRIED"));
    QVERIFY(has(*home, "tax_status", "CH", "A0"));
    QVERIFY(has(*home, "permit_types", "CH", "C"));

    const auto abroad = facts(createContract(dupont, {{"country_code", "FR"}}));
    QVERIFY(abroad);
    QVERIFY(has(*abroad, "contract_types", "FR", "CDI"));

    const auto new_ = facts(createEmployee("NEW"));
    QVERIFY(new_);
    QVERIFY(has(*new_, "tax_status", "CH", "B1"));
}

} // namespace hrcache
