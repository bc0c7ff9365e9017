#include "FakeHrStore.h"
#include "cache/CacheEnvelope.h"
#include "cache/CacheInventory.h"
#include "cache/MemoryCacheStore.h"
#include "support/Await.h"

#include <QTest>

using namespace hrcache;

namespace {

const UserId user = *UserId::parse(u"uid_a", {});
const CompanyId company = *CompanyId::parse(u"11111111-1111-4111-8111-111111111111", {});
/// So many that their keys are named on the thread pool and asked for in several parts.
constexpr int many = 8'000;
constexpr auto foreign = "99999999-9999-4999-8999-000000000009";

EmployeeId employee(int number)
{
    return *EmployeeId::parse(
        QStringLiteral("22222222-2222-4222-8222-%1").arg(number, 12, 10, QLatin1Char('0')), {});
}

} // namespace

/// The keys of a long list: the same are found as in a short one, and nothing is touched that has gone.
class TestCacheInventory final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void findsTheKeysOfManyEmployees();
    void endsWhenItIsStopped();
    void endsWhenItGoes();

private:
    void put(const QByteArray &key, const QByteArray &value)
    {
        QVERIFY(awaitResult(m_store->set(key, value, std::chrono::seconds(100))));
    }

    [[nodiscard]] QByteArray entry() const
    {
        return CacheEnvelope::compose("[1]", m_clock.now(), std::chrono::seconds(100), "hr.x");
    }

    ManualClock m_clock;
    std::unique_ptr<MemoryCacheStore> m_store;
    std::unique_ptr<FakeHrStore> m_rows;
    std::unique_ptr<CacheInventory> m_inventory;
};

void TestCacheInventory::init()
{
    m_inventory.reset();
    m_store = std::make_unique<MemoryCacheStore>(m_clock);
    m_rows = std::make_unique<FakeHrStore>();
    QByteArrayList ids;
    for (int number = 1; number <= many; ++number)
        ids << R"({"id": ")" + employee(number).bytes() + R"("})";
    m_rows->answers[static_cast<int>(HrQuery::Kind::EmployeeIds)] = HrRows{'[' + ids.join(',') + ']', many};
    m_inventory = std::make_unique<CacheInventory>(*m_store, m_rows.get());
}

void TestCacheInventory::findsTheKeysOfManyEmployees()
{
    std::vector<QByteArray> expected;
    for (const int number : {many, 1, many / 2}) {
        for (const HrQuery &query :
             {HrQuery::employeeById(company, employee(number)), HrQuery::contracts(company, employee(number)),
              HrQuery::activeContract(company, employee(number))})
            expected.push_back(CacheKey::of(user, query));
    }
    expected.push_back(CacheKey::of(user, HrQuery::employees(company)));
    expected.push_back(CacheKey::of(user, HrQuery::employeesPage(company, 7)));
    for (const QByteArray &key : expected)
        put(key, entry());
    const QByteArray leased = CacheKey::of(user, HrQuery::contracts(company, employee(3)));
    const auto answers = awaitResult(
        m_store->getOrLease({{leased, CacheEnvelope::composeLease(m_clock.now())}}, std::chrono::seconds(5)));
    QVERIFY(answers.front() && answers.front()->leased);
    const QByteArray gone = CacheKey::withEnd(user, company, QByteArray("employee:") + foreign);
    put(gone, entry());
    std::sort(expected.begin(), expected.end());
    const auto keysOf = [](const KeyInventory &inventory) {
        std::vector<QByteArray> keys;
        for (const CacheKeyInfo &info : inventory.entries)
            keys.push_back(info.key);
        return keys;
    };

    const auto byRows = awaitResult(m_inventory->collect({{user}, company}, ScanPolicy::Never));
    QVERIFY(byRows);
    QCOMPARE(keysOf(*byRows), expected);
    QCOMPARE(byRows->fromRows, static_cast<qsizetype>(expected.size()));
    QCOMPARE(byRows->leases, std::vector<QByteArray>{leased});
    const auto walked = awaitResult(m_inventory->collect({{user}, company}, ScanPolicy::Always));
    QVERIFY(walked);
    QCOMPARE(walked->fromScan, qsizetype(1));
    QCOMPARE(walked->entries.size(), expected.size() + 1);
    QVERIFY(std::find(expected.begin(), expected.end(), gone) == expected.end());
    const auto candidates = awaitResult(m_inventory->candidates({{user}, company}));
    QVERIFY(candidates);
    QVERIFY(candidates->size() > static_cast<size_t>(3 * many));
    for (const QByteArray &key : expected)
        QVERIFY(std::find(candidates->begin(), candidates->end(), key) != candidates->end());
}

void TestCacheInventory::endsWhenItIsStopped()
{
    std::stop_source stop;
    auto collecting = m_inventory->collect({{user}, company}, ScanPolicy::Always, {}, stop.get_token());
    stop.request_stop();
    const auto found = awaitResult(std::move(collecting));
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::Cancelled);
}

void TestCacheInventory::endsWhenItGoes()
{
    auto collecting = m_inventory->collect({{user}, company}, ScanPolicy::Always);
    m_inventory.reset();
    m_rows.reset();
    m_store.reset();
    const auto found = awaitResult(std::move(collecting));
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestCacheInventory)
#include "tst_cacheinventory.moc"
