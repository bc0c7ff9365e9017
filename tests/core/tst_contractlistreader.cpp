#include "FakeHrStore.h"
#include "base/NextTurn.h"
#include "cache/CacheKey.h"
#include "cache/HrCacheManager.h"
#include "cache/MemoryCacheStore.h"
#include "hr/ContractListReader.h"
#include "support/Await.h"

#include <QSet>
#include <QTest>

using namespace hrcache;

namespace {

const UserId user = *UserId::parse(u"uid_a", {});
const CompanyId company = *CompanyId::parse(u"11111111-1111-4111-8111-111111111111", {});

QByteArray idOf(int number)
{
    return "22222222-2222-4222-8222-" + QByteArray::number(number).rightJustified(12, '0');
}

HrQuery contractsOf(int number)
{
    return HrQuery::contracts(company, *EmployeeId::parse(QString::fromLatin1(idOf(number)), {}));
}

HrRows employees(int count)
{
    HrRows rows;
    for (int i = 0; i < count; ++i) {
        rows.json += i > 0 ? ", " : "[";
        rows.json +=
            "{\"id\": \"" + idOf(i) +
            "\", \"identifier\": \"E\", \"first_name\": \"F\", \"last_name\": \"L\", \"birth_date\": "
            "\"2000-01-01\", \"cluster_code\": \"CH\", \"hire_date\": \"2020-01-01\", \"is_active\": "
            "true, \"created_at\": \"x\"}";
    }
    rows.json += count > 0 ? "]" : "[]";
    rows.count = count;
    return rows;
}

HrRows contract(const QByteArray &salary)
{
    return {"[{\"id\": \"c\", \"employee_id\": \"e\", \"contract_type\": \"CDI\", \"start_date\": "
            "\"2024-01-01\", \"end_date\": null, \"base_salary\": " +
                salary +
                ", \"currency\": \"CHF\", \"work_rate\": 0.8, \"weekly_hours\": 42.0, \"remuneration_type\": "
                "\"MONTHLY\", \"annual_leave_days\": 25, \"job_title\": \"Cook\", \"department\": null, "
                "\"country_code\": \"CH\", \"provisions\": null, \"is_active\": true, \"created_at\": \"x\", "
                "\"updated_at\": \"x\"}]",
            1};
}

} // namespace

class TestContractListReader : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theFirstReadWarmsEveryEntry();
    void onlyWhatIsMissingIsAskedOfTheDatabase();
    void whatAnotherProgramFillsIsTold();
    void aForcedReadReplacesEveryEntry();
    void nobodysContractsAreNotStored();
    void aCompanyWithoutEmployeesHasNoContracts();
    void aLongCompanyComesInPartsAndLetsTheLoopTurn();
    void whatThereIsSoFarHasOnlyItsPeople();
    void whatCannotBeReadIsCountedAndTheRestIsThere();
    void aDeadDatabaseIsAnErrorIfNothingIsCached();
    void theTtlIsThatWhichEndsFirst();
    void withoutAUserNothingIsStored();
    void aStopEndsTheRead();
    void aServiceThatGoesEndsTheRead();

private:
    Result<ContractListReader::Contracts> read(ReadMode mode = ReadMode::CacheFirst, const UserId &who = user)
    {
        auto result =
            awaitResult(m_reader->read(who, company, {mode, {}}, [this](const CompanyContracts &soFar) {
                m_parts.push_back(soFar.rows.size());
            }));
        awaitResult(m_manager->idle());
        return result;
    }

    void fillDatabase(int count)
    {
        m_rows.answers[static_cast<int>(HrQuery::Kind::Employees)] = employees(count);
        m_rows.answers[static_cast<int>(HrQuery::Kind::EmployeesHead)] =
            employees(std::min(count, employeesPerPage + 1));
        m_rows.answers[static_cast<int>(HrQuery::Kind::Contracts)] = contract("5000.0");
    }

    [[nodiscard]] QByteArray entry(int number) const
    {
        const auto values = awaitResult(m_store->get({CacheKey::of(user, contractsOf(number))}));
        return values.front() ? values.front()->value.value_or(QByteArray()) : QByteArray();
    }

    void forget(const HrQuery &query)
    {
        QVERIFY(awaitResult(m_store->remove({CacheKey::of(user, query)}, {}, {})));
    }

    FakeHrStore m_rows;
    std::vector<size_t> m_parts;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<MemoryCacheStore> m_store;
    std::unique_ptr<MemoryInvalidationJournal> m_journal;
    std::unique_ptr<HrCacheManager> m_manager;
    std::unique_ptr<HrService> m_service;
    std::unique_ptr<ContractListReader> m_reader;
};

void TestContractListReader::init()
{
    m_reader.reset();
    m_service.reset();
    m_manager.reset();
    m_rows = FakeHrStore();
    m_parts.clear();
    m_clock = std::make_unique<ManualClock>();
    m_store = std::make_unique<MemoryCacheStore>(*m_clock);
    m_journal = std::make_unique<MemoryInvalidationJournal>();
    m_manager = std::make_unique<HrCacheManager>(*m_store, *m_journal, *m_clock);
    m_service = std::make_unique<HrService>(m_rows, *m_manager, *m_clock);
    m_reader = std::make_unique<ContractListReader>(*m_service, *m_clock);
}

void TestContractListReader::theFirstReadWarmsEveryEntry()
{
    fillDatabase(30);
    const auto first = read();
    QVERIFY(first);
    QCOMPARE((*first)->people.size(), size_t(30));
    QCOMPARE((*first)->rows.size(), size_t(30));
    QCOMPARE((*first)->fromDatabase, size_t(30));
    QCOMPARE((*first)->fromCache, size_t(0));
    QCOMPARE((*first)->read.reason, Reason::Miss);
    QCOMPARE(m_rows.reads, 2); // the list, and all contracts
    QVERIFY(m_parts.empty());
    const CompanyContract row = (*first)->rows[29];
    QCOMPARE((*first)->people[row.person()].id().toLatin1(), idOf(29));
    QCOMPARE(row.contractType(), QStringLiteral("CDI"));
    QCOMPARE(row.startDate(), QDate(2024, 1, 1));
    QVERIFY(!row.endDate().isValid());
    QCOMPARE(row.baseSalary(), 5000.0);
    QCOMPARE(row.workRate(), 0.8);
    QCOMPARE(row.jobTitle(), QStringLiteral("Cook"));
    for (int i = 0; i < 30; ++i)
        QVERIFY(entry(i).contains("5000.0"));

    const auto second = read();
    QVERIFY(second);
    QCOMPARE((*second)->fromCache, size_t(30));
    QCOMPARE((*second)->fromDatabase, size_t(0));
    QCOMPARE((*second)->rows, (*first)->rows);
    QCOMPARE(m_rows.reads, 2);
}

void TestContractListReader::onlyWhatIsMissingIsAskedOfTheDatabase()
{
    fillDatabase(20);
    QVERIFY(read());
    forget(contractsOf(3));
    forget(contractsOf(17));
    const int before = m_rows.queries;
    m_rows.answers[static_cast<int>(HrQuery::Kind::Contracts)] = contract("6000.0");
    const auto mix = read();
    QVERIFY(mix);
    QCOMPARE((*mix)->fromCache, size_t(18));
    QCOMPARE((*mix)->fromDatabase, size_t(2));
    QCOMPARE(m_rows.queries - before, 2);
    QCOMPARE((*mix)->rows[3].baseSalary(), 6000.0);
    QCOMPARE((*mix)->rows[4].baseSalary(), 5000.0);
    QCOMPARE((*mix)->origins[3].state, ContractOrigin::State::Database);
    QVERIFY((*mix)->origins[3].willStore);
    QCOMPARE((*mix)->origins[4].state, ContractOrigin::State::Cache);
    QCOMPARE(static_cast<qsizetype>((*mix)->origins[4].bytes), entry(4).size());
    QVERIFY(entry(3).contains("6000.0") && entry(4).contains("5000.0"));
}

void TestContractListReader::whatAnotherProgramFillsIsTold()
{
    fillDatabase(5);
    const QByteArray lease = CacheEnvelope::composeLease(m_clock->now());
    QVERIFY(awaitResult(m_store->set(CacheKey::of(user, contractsOf(3)), lease, std::chrono::seconds(10))));
    const auto contracts = read();
    QVERIFY(contracts);
    for (size_t person = 0; person < 5; ++person) {
        const ContractOrigin &origin = (*contracts)->origins[person];
        QCOMPARE(origin.isBeingFilled, person == 3);
        QCOMPARE(origin.willStore, person != 3);
    }
    QCOMPARE(entry(3), lease);
}

void TestContractListReader::aForcedReadReplacesEveryEntry()
{
    fillDatabase(5);
    QVERIFY(read());
    m_rows.answers[static_cast<int>(HrQuery::Kind::Contracts)] = contract("7000.0");
    QCOMPARE((*read())->rows[0].baseSalary(), 5000.0);
    const auto forced = read(ReadMode::Forced);
    QVERIFY(forced);
    QCOMPARE((*forced)->fromDatabase, size_t(5));
    QCOMPARE((*forced)->read.reason, Reason::Forced);
    QCOMPARE((*forced)->employeesFrom.reason, Reason::Forced);
    for (int i = 0; i < 5; ++i)
        QVERIFY(entry(i).contains("7000.0"));
}

void TestContractListReader::nobodysContractsAreNotStored()
{
    fillDatabase(4);
    m_rows.answers[static_cast<int>(HrQuery::Kind::Contracts)] = FakeHrStore::rows("[]", 0);
    const auto none = read();
    QVERIFY(none);
    QVERIFY((*none)->rows.empty());
    QCOMPARE((*none)->fromDatabase, size_t(4));
    QVERIFY(!(*none)->origins[0].willStore);
    // Not even a lease stands in the way of who asks next.
    for (int i = 0; i < 4; ++i)
        QCOMPARE(entry(i), QByteArray());
}

void TestContractListReader::aCompanyWithoutEmployeesHasNoContracts()
{
    fillDatabase(0);
    const auto none = read();
    QVERIFY(none);
    QVERIFY((*none)->people.empty() && (*none)->rows.empty());
    QCOMPARE((*none)->employeesFrom.source, Source::Database);
    QCOMPARE(m_rows.reads, 1);
}

void TestContractListReader::aLongCompanyComesInPartsAndLetsTheLoopTurn()
{
    const int count = 2'500;
    fillDatabase(count);
    int turns = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] { ++turns; });
    timer.start(0);
    const auto all = read();
    QVERIFY(all);
    QCOMPARE((*all)->rows.size(), size_t(count));
    QCOMPARE(m_parts, (std::vector<size_t>{500, 1'000, 1'500, 2'000}));
    QVERIFY2(turns >= count / static_cast<int>(itemsPerTurn), qPrintable(QString::number(turns)));
    QSet<QString> people;
    for (size_t i = 0; i < (*all)->rows.size(); ++i)
        people.insert((*all)->people[(*all)->rows[i].person()].id());
    QCOMPARE(people.size(), count);
    m_parts.clear();
    turns = 0;
    const auto again = read();
    QVERIFY(again);
    QCOMPARE((*again)->fromCache, size_t(count));
    QVERIFY2(turns >= count / static_cast<int>(itemsPerTurn), qPrintable(QString::number(turns)));
}

void TestContractListReader::whatThereIsSoFarHasOnlyItsPeople()
{
    fillDatabase(2'500);
    std::vector<CompanyContracts> parts;
    const auto all = awaitResult(m_reader->read(
        user, company, {}, [&](const CompanyContracts &soFar) { parts.push_back(soFar.soFar()); }));
    QVERIFY(all);
    QCOMPARE(parts.size(), size_t(4));
    for (const CompanyContracts &part : parts) {
        QCOMPARE(part.people.size(), part.rows.size());
        QCOMPARE(part.origins.size(), part.rows.size());
        QCOMPARE(part.fromDatabase, part.rows.size());
        const size_t last = part.rows.size() - 1;
        QVERIFY(part.rows[last] == (*all)->rows[last]);
        QCOMPARE(part.people[last].id(), (*all)->people[last].id());
    }
}

void TestContractListReader::whatCannotBeReadIsCountedAndTheRestIsThere()
{
    fillDatabase(10);
    QVERIFY(read());
    forget(contractsOf(2));
    m_rows.answers[static_cast<int>(HrQuery::Kind::Contracts)] =
        failure(ErrorCode::Unreachable, QStringLiteral("No connection."));
    const auto partial = read();
    QVERIFY(partial);
    QCOMPARE((*partial)->rows.size(), size_t(9));
    QCOMPARE((*partial)->unread, size_t(1));
    QVERIFY((*partial)->problem);
    QCOMPARE((*partial)->problem->code, ErrorCode::Unreachable);
    QCOMPARE((*partial)->origins[2].state, ContractOrigin::State::Unread);
}

void TestContractListReader::aDeadDatabaseIsAnErrorIfNothingIsCached()
{
    fillDatabase(10);
    m_rows.answers[static_cast<int>(HrQuery::Kind::Contracts)] =
        failure(ErrorCode::Unreachable, QStringLiteral("No connection."));
    const auto nothing = read();
    QVERIFY(!nothing);
    QCOMPARE(nothing.error().code, ErrorCode::Unreachable);
    QCOMPARE(entry(0), QByteArray()); // the leases were given back
    m_rows.answers[static_cast<int>(HrQuery::Kind::EmployeesHead)] =
        failure(ErrorCode::Timeout, QStringLiteral("No answer."));
    forget(contractsOf(0));
    forget(HrQuery::employees(company));
    const auto noList = read();
    QVERIFY(!noList);
    QCOMPARE(noList.error().code, ErrorCode::Timeout);
}

void TestContractListReader::theTtlIsThatWhichEndsFirst()
{
    fillDatabase(3);
    QVERIFY(read());
    m_clock->advance(std::chrono::minutes(10));
    forget(contractsOf(1));
    QVERIFY(read());
    m_clock->advance(std::chrono::minutes(5));
    const auto all = read();
    QVERIFY(all);
    QCOMPARE((*all)->fromCache, size_t(3));
    QVERIFY((*all)->cached.ttlLeft);
    QCOMPARE(*(*all)->cached.ttlLeft + std::chrono::minutes(15),
             std::chrono::duration_cast<std::chrono::milliseconds>((*all)->cached.ttl));
    QCOMPARE(*(*all)->cached.cachedAt, m_clock->now() - std::chrono::minutes(15));
    QCOMPARE((*all)->cached.bytes, entry(0).size() + entry(1).size() + entry(2).size());
}

void TestContractListReader::withoutAUserNothingIsStored()
{
    fillDatabase(3);
    const auto all = read(ReadMode::CacheFirst, {});
    QVERIFY(all);
    QCOMPARE((*all)->rows.size(), size_t(3));
    QCOMPARE((*all)->read.reason, Reason::NoUser);
    QCOMPARE(*awaitResult(m_store->keyCount()), 0);
}

void TestContractListReader::aStopEndsTheRead()
{
    fillDatabase(3);
    m_rows.hold = true;
    std::stop_source stop;
    auto reading = m_reader->read(user, company, {ReadMode::CacheFirst, stop.get_token()});
    QCOMPARE(m_rows.held(), size_t(1));
    m_rows.answerHeld();
    QTRY_COMPARE(m_rows.held(), size_t(1)); // now the contracts
    stop.request_stop();
    m_rows.answerHeld();
    const auto result = awaitResult(std::move(reading));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
}

void TestContractListReader::aServiceThatGoesEndsTheRead()
{
    fillDatabase(3);
    m_rows.hold = true;
    auto reading = m_reader->read(user, company);
    m_rows.answerHeld();
    QTRY_COMPARE(m_rows.held(), size_t(1));
    m_service.reset();
    m_rows.answerHeld();
    const auto result = awaitResult(std::move(reading));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestContractListReader)
#include "tst_contractlistreader.moc"
