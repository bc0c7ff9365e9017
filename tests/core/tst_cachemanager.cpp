#include "FakeHrStore.h"
#include "cache/CacheInventory.h"
#include "cache/HrCacheManager.h"
#include "cache/MemoryCacheStore.h"
#include "support/Await.h"

#include <QSignalSpy>
#include <QTest>

using namespace hrcache;

namespace {

const UserId user = *UserId::parse(u"uid_a", {});
const UserId other = *UserId::parse(u"uid_b", {});
const CompanyId company = *CompanyId::parse(u"11111111-1111-4111-8111-111111111111", {});
const EmployeeId employee = *EmployeeId::parse(u"22222222-2222-4222-8222-000000000001", {});
const HrQuery clusters = HrQuery::clusters(company, "CH");
const char oldRows[] = R"([{"code": "A", "name": "old", "country_code": "CH"}])";
const char newRows[] = R"([{"code": "A", "name": "new", "country_code": "CH"}])";

} // namespace

class TestCacheManager : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aMissTakesTheLeaseAndTheFillStoresUnderIt();
    void aFillAfterAnInvalidationIsRefused();
    void anInvalidationAfterTheFillRemovesIt();
    void aSecondReaderStoresNothingWhileTheFirstFills();
    void aForcedReadKeepsTheOldEntryUntilItHasTheNewOne();
    void aForcedReadDoesNotBringAnOldRowBack();
    void aBrokenEntryIsReplaced();
    void emptyRowsAreNeverStored();
    void valuesOverTheLimitAreNotStoredAndSaidSo();
    void aTtlOfZeroSwitchesCachingOff();
    void ageAndTimeLeftFollowTheClock();
    void invalidatesEveryUsersKeys();
    void deletesForeignFillsOnceMoreButKeepsItsOwn();
    void refusesToCacheEmptyData();
    void countsKeysByRowsAndByScan();
    void announcesWhatHappens();

private:
    std::vector<CacheAnswer> lookUp(ReadMode mode = ReadMode::CacheFirst, const UserId &who = user)
    {
        return awaitResult(m_manager->lookUp(who, {clusters}, mode));
    }

    void fill(std::vector<CacheAnswer> &answers, const char *rows)
    {
        m_manager->fill(std::move(answers.front().ticket), HrRows{rows, 1});
        awaitResult(m_manager->idle());
    }

    void store(const QByteArray &value)
    {
        QVERIFY(awaitResult(m_store->set(CacheKey::of(user, clusters), value, std::chrono::seconds(100))));
    }

    ManualClock m_clock;
    std::unique_ptr<MemoryCacheStore> m_store;
    std::unique_ptr<MemoryInvalidationJournal> m_journal;
    std::unique_ptr<HrCacheManager> m_manager;
};

void TestCacheManager::init()
{
    m_manager.reset();
    m_store = std::make_unique<MemoryCacheStore>(m_clock);
    m_journal = std::make_unique<MemoryInvalidationJournal>();
    CacheSettings settings;
    settings.secondDelete = std::chrono::milliseconds(1);
    m_manager = std::make_unique<HrCacheManager>(*m_store, *m_journal, m_clock, settings);
}

void TestCacheManager::aMissTakesTheLeaseAndTheFillStoresUnderIt()
{
    auto answers = lookUp();
    QCOMPARE(answers.front().reason, Reason::Miss);
    QVERIFY(answers.front().ticket);
    fill(answers, oldRows);
    answers = lookUp();
    QCOMPARE(answers.front().reason, Reason::Hit);
    QCOMPARE(answers.front().document.jsonBytes(), QByteArray(oldRows));
    QCOMPARE(answers.front().from.source, Source::Cache);
}

void TestCacheManager::aFillAfterAnInvalidationIsRefused()
{
    auto answers = lookUp();
    QVERIFY(awaitResult(m_manager->invalidate(company, {user}, {clusters})).acknowledged);
    fill(answers, oldRows);
    QCOMPARE(lookUp().front().reason, Reason::Miss);
}

void TestCacheManager::anInvalidationAfterTheFillRemovesIt()
{
    auto answers = lookUp();
    fill(answers, oldRows);
    const auto receipt = awaitResult(m_manager->invalidate(company, {user}, {clusters}));
    QVERIFY(receipt.acknowledged);
    QCOMPARE(receipt.deleted, qsizetype(1));
    QCOMPARE(lookUp().front().reason, Reason::Miss);
}

void TestCacheManager::aSecondReaderStoresNothingWhileTheFirstFills()
{
    auto first = lookUp();
    auto second = lookUp();
    QCOMPARE(second.front().reason, Reason::BeingFilled);
    QVERIFY(!second.front().ticket);
    QCOMPARE(second.front().lease, first.front().ticket->lease());
    fill(first, newRows);
    QCOMPARE(lookUp().front().reason, Reason::Hit);
}

void TestCacheManager::aForcedReadKeepsTheOldEntryUntilItHasTheNewOne()
{
    auto answers = lookUp();
    fill(answers, oldRows);
    auto forced = lookUp(ReadMode::Forced);
    QCOMPARE(forced.front().reason, Reason::Forced);
    QCOMPARE(lookUp().front().reason, Reason::Hit);
    m_manager->release(std::move(forced.front().ticket));
    awaitResult(m_manager->idle());
    QCOMPARE(lookUp().front().reason, Reason::Hit);
    forced = lookUp(ReadMode::Forced);
    fill(forced, newRows);
    QCOMPARE(lookUp().front().document.jsonBytes(), QByteArray(newRows));
}

void TestCacheManager::aForcedReadDoesNotBringAnOldRowBack()
{
    auto answers = lookUp();
    fill(answers, oldRows);
    auto forced = lookUp(ReadMode::Forced);
    QVERIFY(awaitResult(m_manager->invalidate(company, {user}, {clusters})).acknowledged);
    auto reader = lookUp();
    fill(reader, newRows);
    fill(forced, oldRows);
    QCOMPARE(lookUp().front().document.jsonBytes(), QByteArray(newRows));
}

void TestCacheManager::aBrokenEntryIsReplaced()
{
    store("{\"data\": [");
    auto answers = lookUp();
    QCOMPARE(answers.front().reason, Reason::Unusable);
    fill(answers, newRows);
    QCOMPARE(lookUp().front().reason, Reason::Hit);
}

void TestCacheManager::emptyRowsAreNeverStored()
{
    auto answers = lookUp();
    fill(answers, "[]");
    QCOMPARE(awaitResult(m_store->keyCount()).value(), qint64(0));
    store(CacheEnvelope::compose(oldRows, m_clock.now(), std::chrono::seconds(100), "hr.clusters:CH"));
    auto forced = lookUp(ReadMode::Forced);
    fill(forced, "[]");
    QCOMPARE(awaitResult(m_store->keyCount()).value(), qint64(0));
}

void TestCacheManager::valuesOverTheLimitAreNotStoredAndSaidSo()
{
    CacheSettings settings = m_manager->settings();
    settings.maximumValueBytes = 20;
    m_manager->setSettings(settings);
    auto answers = lookUp();
    const auto decision = m_manager->fill(std::move(answers.front().ticket), HrRows{oldRows, 1});
    QVERIFY(!decision.accepted);
    QVERIFY(!decision.note.isEmpty());
    awaitResult(m_manager->idle());
    QCOMPARE(awaitResult(m_store->keyCount()).value(), qint64(0));
}

void TestCacheManager::aTtlOfZeroSwitchesCachingOff()
{
    CacheSettings settings = m_manager->settings();
    settings.ttl.clusters = std::chrono::seconds(0);
    m_manager->setSettings(settings);
    auto answers = lookUp();
    QCOMPARE(answers.front().reason, Reason::NotCached);
    QVERIFY(!answers.front().ticket);
    QCOMPARE(awaitResult(m_store->keyCount()).value(), qint64(0));
}

void TestCacheManager::ageAndTimeLeftFollowTheClock()
{
    auto answers = lookUp();
    fill(answers, oldRows);
    const WallTime stored = m_clock.now();
    m_clock.advance(std::chrono::minutes(12));
    answers = lookUp();
    QCOMPARE(answers.front().from.cachedAt, std::optional(stored));
    QCOMPARE(answers.front().from.ttlLeft,
             std::optional(std::chrono::milliseconds(std::chrono::minutes(24 * 60 - 12))));
    m_clock.advance(std::chrono::hours(24));
    QCOMPARE(lookUp().front().reason, Reason::Miss);
}

void TestCacheManager::invalidatesEveryUsersKeys()
{
    for (const UserId &who : {user, other}) {
        auto answers = lookUp(ReadMode::CacheFirst, who);
        fill(answers, oldRows);
    }
    const auto receipt = awaitResult(m_manager->invalidate(company, {user, other}, {clusters}));
    QCOMPARE(receipt.keys, qsizetype(2));
    QCOMPARE(receipt.deleted, qsizetype(2));
}

void TestCacheManager::deletesForeignFillsOnceMoreButKeepsItsOwn()
{
    QVERIFY(awaitResult(m_manager->invalidate(company, {user, other}, {clusters})).acknowledged);
    // A program without the lease stores what it read before the write; ours fills properly.
    store(
        R"({"data": [{"code": "A", "name": "old", "country_code": "CH"}], "ttl_seconds": 100, "source": "x"})");
    auto answers = lookUp(ReadMode::CacheFirst, other);
    fill(answers, newRows);
    QTRY_COMPARE(awaitResult(m_store->keyCount()).value(), qint64(1));
    QCOMPARE(lookUp(ReadMode::CacheFirst, other).front().reason, Reason::Hit);
}

void TestCacheManager::refusesToCacheEmptyData()
{
    QVERIFY(!awaitResult(m_manager->setCachedData(user, clusters, "[]")));
    QVERIFY(awaitResult(m_manager->setCachedData(user, clusters, newRows)));
    QCOMPARE(lookUp().front().document.jsonBytes(), QByteArray(newRows));
    const auto entry = awaitResult(m_manager->getCachedData(user, clusters));
    QVERIFY(entry && *entry);
    QVERIFY((*entry)->ttlLeft);
    QVERIFY(awaitResult(m_manager->invalidateCache(user, clusters)).acknowledged);
    QVERIFY(!awaitResult(m_manager->getCachedData(user, clusters)).value());
}

void TestCacheManager::countsKeysByRowsAndByScan()
{
    FakeHrStore rows;
    rows.answers[static_cast<int>(HrQuery::Kind::EmployeeIds)] =
        FakeHrStore::rows(R"([{"id": "22222222-2222-4222-8222-000000000001"}])");
    rows.answers[static_cast<int>(HrQuery::Kind::Clusters)] = FakeHrStore::rows(oldRows);
    rows.facts.holders = {user, other};
    const auto put = [&](const QByteArray &key) {
        QVERIFY(awaitResult(
            m_store->set(key, CacheEnvelope::compose("[1]", m_clock.now(), std::chrono::seconds(9), "hr.x"),
                         std::chrono::seconds(100))));
        m_clock.advance(std::chrono::seconds(1));
    };
    put(CacheKey::of(user, HrQuery::employees(company)));
    put(CacheKey::of(user, HrQuery::employeeById(company, employee)));
    put(CacheKey::of(other, clusters));
    put("cache:uid_a:" + company.bytes() + ":hr:employee:99999999-9999-4999-8999-000000000009");
    put("cache:uid_a:99999999-9999-4999-8999-999999999999:hr:employees");
    put("session:1");
    auto leased = lookUp();

    CacheInventory inventory(*m_store, &rows);
    const auto mine = awaitResult(inventory.collect({{user}, company}, ScanPolicy::Never));
    QVERIFY(mine);
    QCOMPARE(mine->fromRows, qsizetype(2));
    QVERIFY(!mine->scanned);
    const auto all = awaitResult(inventory.collect({{user}, company}, ScanPolicy::Always));
    QVERIFY(all);
    QCOMPARE(all->fromScan, qsizetype(1));
    const auto stats = CacheInventory::stats(*all);
    QCOMPARE(stats.totalKeys, qint64(3));
    QCOMPARE(stats.dataTypes.at("employee"), qint64(2));
    QVERIFY(stats.oldestEntry < stats.newestEntry);
    const auto everybody = awaitResult(inventory.collect({{}, company}, ScanPolicy::Never));
    QVERIFY(everybody);
    QCOMPARE(everybody->entries.size(), size_t(3));

    const auto figures = awaitResult(HrCacheManager::getCacheStats(inventory, {{user}, company}));
    QVERIFY(figures);
    QCOMPARE(figures->totalKeys, qint64(3));
    auto gone = awaitResult(m_manager->invalidateCompanyHrCache(inventory, {{user}, company}));
    QVERIFY(gone.acknowledged);
    QCOMPARE(awaitResult(HrCacheManager::getCacheStats(inventory, {{user}, company}))->totalKeys, qint64(0));
    QCOMPARE(awaitResult(HrCacheManager::getCacheStats(inventory, {{other}, company}))->totalKeys, qint64(1));
    gone = awaitResult(m_manager->invalidateCompanyHrCache(inventory, {{}, company}));
    QCOMPARE(gone.deleted, qsizetype(1));
    // Neither another company's nor anybody else's.
    QCOMPARE(awaitResult(m_store->keyCount()).value(), qint64(2));
}

void TestCacheManager::announcesWhatHappens()
{
    QList<CacheEvent::Type> types;
    connect(&m_manager->events(), &CacheEventFeed::happened, this,
            [&](const CacheEvent &event) { types << event.type; });
    auto answers = lookUp();
    fill(answers, oldRows);
    lookUp();
    QVERIFY(awaitResult(m_manager->invalidate(company, {user}, {clusters})).acknowledged);
    using Type = CacheEvent::Type;
    QCOMPARE(types, (QList<Type>{Type::Miss, Type::Store, Type::Hit, Type::Invalidate}));
}

QTEST_GUILESS_MAIN(TestCacheManager)
#include "tst_cachemanager.moc"
