#include "contract/HrStoreContract.h"
#include "contract/HrStoreContractData.h"
#include "support/Await.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

namespace hrcache {

using namespace contractdata;

void HrStoreContract::severalQueriesAreAnsweredInTheirOrder()
{
    const auto one = company(companyOne);
    const std::vector<HrQuery> queries{
        HrQuery::references(one, "CH", "fr"),
        HrQuery::employeeById(one, employee(nobody)),
        HrQuery::employees(one),
        HrQuery::contracts(one, employee(dupont)),
        HrQuery::clusters(one, "FR"),
        HrQuery::employees(one),
        HrQuery::accessibleCompanies(user(viewer)),
    };
    const auto results = awaitResult(m_store->read(queries));
    QCOMPARE(results.size(), queries.size());
    const qsizetype counts[] = {10, 0, 3, 2, 1, 3, 3};
    for (size_t i = 0; i < results.size(); ++i) {
        QVERIFY(results[i]);
        QCOMPARE(results[i]->count, counts[i]);
    }
    QCOMPARE(results[2]->json, results[5]->json);
    QVERIFY(awaitResult(m_store->read({})).empty());
}

void HrStoreContract::contractsOfManyEmployeesAreThoseOfEach()
{
    execute(
        "INSERT INTO hr.contracts (employee_id, contract_type, start_date, end_date, base_salary) VALUES\n"
        "('22222222-2222-4222-8222-000000000001','CDD','2022-01-01','2022-06-30',30),\n"
        "('22222222-2222-4222-8222-000000000001','CDD','2023-06-01','2023-07-31',31),\n"
        "('22222222-2222-4222-8222-000000000003','CDD','2021-06-01','2021-07-31',32);\n");
    const auto one = company(companyOne);
    const auto two = company(companyTwo);
    // Somebody of another company, somebody unknown, somebody twice, another company in between.
    const std::vector<HrQuery> queries{
        HrQuery::contracts(one, employee(oneil)),     HrQuery::contracts(one, employee(martin)),
        HrQuery::contracts(two, employee(martin)),    HrQuery::employees(one),
        HrQuery::contracts(one, employee(dupont)),    HrQuery::contracts(one, employee(nobody)),
        HrQuery::contracts(two, employee(dupont)),    HrQuery::contracts(one, employee(dupont)),
        HrQuery::contracts(one, employee(aebischer)), HrQuery::employeeById(one, employee(dupont)),
    };
    const auto together = awaitResult(m_store->read(queries));
    QCOMPARE(together.size(), queries.size());
    qsizetype rows = 0;
    for (size_t i = 0; i < queries.size(); ++i) {
        const auto alone = readOne(*m_store, queries[i]);
        QVERIFY(alone);
        QVERIFY(together[i]);
        QCOMPARE(together[i]->json, alone->json);
        QCOMPARE(together[i]->count, alone->count);
        rows += together[i]->count;
    }
    QCOMPARE(together[4]->count, 4);
    QVERIFY(together[1]->isEmpty() && together[5]->isEmpty() && together[6]->isEmpty());
    QVERIFY(rows > 10);
}

void HrStoreContract::contractsOfManyEmployeesFailTogether()
{
    execute("ALTER TABLE hr.contracts DROP COLUMN job_title;\n");
    const auto one = company(companyOne);
    const auto results =
        awaitResult(m_store->read({HrQuery::contracts(one, employee(dupont)), HrQuery::employees(one),
                                   HrQuery::contracts(one, employee(nobody))}));
    for (const size_t i : {size_t(0), size_t(2)}) {
        QVERIFY(!results[i]);
        QCOMPARE(results[i].error().code, ErrorCode::SchemaMismatch);
        QVERIFY2(results[i].error().message.contains(u"job_title"), qPrintable(results[i].error().message));
    }
    QVERIFY(results[1]);
}

void HrStoreContract::oneFailingQueryLeavesTheOthersAlone()
{
    const auto one = company(companyOne);
    execute("DROP TABLE hr.payroll_results;\n"
            "DROP TABLE hr.ref_tax_status;\n");
    const auto results = awaitResult(
        m_store->read({HrQuery::employees(one), HrQuery::payrollResults(one), HrQuery::clusters(one, "CH"),
                       HrQuery::references(one, "CH", "fr"), HrQuery::contracts(one, employee(dupont))}));
    QCOMPARE(results.size(), size_t(5));
    QVERIFY(results[0]);
    QCOMPARE(results[0]->count, 3);
    QVERIFY(!results[1]);
    QCOMPARE(results[1].error().code, ErrorCode::SchemaMismatch);
    QVERIFY(!results[1].error().message.isEmpty());
    QVERIFY(results[2]);
    QCOMPARE(results[2]->count, 3);
    QVERIFY(!results[3]);
    QCOMPARE(results[3].error().code, ErrorCode::SchemaMismatch);
    QVERIFY(results[4]);
    QCOMPARE(results[4]->count, 2);
    QCOMPARE(data(HrQuery::employees(one)).toArray().size(), 3);
}

void HrStoreContract::manyReadsAtOnceAreAllAnswered()
{
    const auto one = company(companyOne);
    const char *ids[] = {dupont, aebischer, oneil, martin};
    std::vector<Task<std::vector<Result<HrRows>>>> tasks;
    for (int i = 0; i < 200; ++i)
        tasks.push_back(m_store->read({HrQuery::employeeById(one, employee(ids[i % 4]))}));
    for (size_t i = 0; i < tasks.size(); ++i) {
        const auto results = awaitResult(std::move(tasks[i]));
        QCOMPARE(results.size(), size_t(1));
        QVERIFY(results[0]);
        if (i % 4 == 3)
            QCOMPARE(results[0]->json, "null");
        else
            QCOMPARE(parseJson(results[0]->json)[u"id"].toString(), QLatin1String(ids[i % 4]));
    }
}

void HrStoreContract::aReadThatWasCancelledBeforeIsNotDone()
{
    std::stop_source source;
    source.request_stop();
    const auto one = company(companyOne);
    const auto results =
        awaitResult(m_store->read({HrQuery::employees(one), HrQuery::clusters(one)}, source.get_token()));
    QCOMPARE(results.size(), size_t(2));
    for (const auto &result : results) {
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
    }
    QCOMPARE(data(HrQuery::employees(one)).toArray().size(), 3);
}

void HrStoreContract::aCancelledReadGivesWayAtOnce()
{
    const auto one = company(companyOne);
    QCOMPARE(data(HrQuery::employees(one)).toArray().size(), 3);
    for (int i = 0; i < 20; ++i) {
        std::stop_source source;
        auto cancelled = m_store->read({HrQuery::employees(one), HrQuery::clusters(one)}, source.get_token());
        auto other = m_store->read({HrQuery::employees(one)});
        // No event has been handled since, so no answer can have come.
        source.request_stop();
        const auto results = awaitResult(std::move(cancelled));
        QCOMPARE(results.size(), size_t(2));
        for (const auto &result : results) {
            QVERIFY(!result);
            QCOMPARE(result.error().code, ErrorCode::Cancelled);
        }
        const auto others = awaitResult(std::move(other));
        QVERIFY(others[0]);
        QCOMPARE(others[0]->count, 3);
    }
}

void HrStoreContract::aStoreThatGoesAwayFailsWhatIsUnderWay()
{
    const auto one = company(companyOne);
    auto store = m_fixture.open();
    std::vector<Task<std::vector<Result<HrRows>>>> reads;
    for (int i = 0; i < 10; ++i)
        reads.push_back(store->read({HrQuery::employees(one)}));
    auto check = store->check();
    auto holders = store->holders(one);
    auto facts = store->writeFacts(deleteEmployee(dupont), {});
    store.reset();
    for (auto &read : reads) {
        const auto results = awaitResult(std::move(read));
        QCOMPARE(results.size(), size_t(1));
        QVERIFY(!results[0]);
        QCOMPARE(results[0].error().code, ErrorCode::Cancelled);
    }
    QCOMPARE(awaitResult(std::move(check)).error().code, ErrorCode::Cancelled);
    QCOMPARE(awaitResult(std::move(holders)).error().code, ErrorCode::Cancelled);
    QCOMPARE(awaitResult(std::move(facts)).error().code, ErrorCode::Cancelled);
}

void HrStoreContract::preparingIsOptionalAndRepeatable()
{
    const auto one = company(companyOne);
    QCOMPARE(data(HrQuery::employees(one)).toArray().size(), 3);
    m_store->prepare();
    auto other = m_fixture.open();
    other->prepare();
    other->prepare();
    const auto rows = readOne(*other, HrQuery::employees(one));
    QVERIFY(rows);
    QCOMPARE(rows->count, 3);
    // One that is prepared and never used goes away without ado.
    m_fixture.open()->prepare();
}

void HrStoreContract::checkDescribesTheDatabase()
{
    const auto status = awaitResult(m_store->check());
    QVERIFY2(status, status ? "" : qPrintable(status.error().message));
    QCOMPARE(status->product, m_store->name());
    QVERIFY(!status->version.isEmpty());
    QVERIFY(!status->database.isEmpty());
    QCOMPARE(status->schemas, QStringList({QStringLiteral("hr"), QStringLiteral("core")}));
    QCOMPARE(status->missingTables, QStringList());
    QCOMPARE(status->rights,
             QStringList({QStringLiteral("select"), QStringLiteral("insert"), QStringLiteral("update")}));
    QVERIFY(status->primary);
    QVERIFY(status->openConnections >= 1);
    QVERIFY(status->latency.count() > 0);
}

void HrStoreContract::checkNamesMissingTables()
{
    execute("DROP TABLE hr.payroll_results;\n"
            "DROP TABLE core.account_access;\n");
    const auto status = awaitResult(m_store->check());
    QVERIFY(status);
    QStringList missing = status->missingTables;
    missing.sort();
    QCOMPARE(missing,
             QStringList({QStringLiteral("core.account_access"), QStringLiteral("hr.payroll_results")}));
}

} // namespace hrcache
