#include "FakeHrStore.h"
#include "HeldCacheStore.h"
#include "cache/CacheInventory.h"
#include "cache/HrCacheManager.h"
#include "hr/HrService.h"
#include "support/Await.h"

#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

const UserId user = *UserId::parse(u"uid_a", {});
const UserId other = *UserId::parse(u"uid_b", {});
const CompanyId company = *CompanyId::parse(u"11111111-1111-4111-8111-111111111111", {});
const EmployeeId employee = *EmployeeId::parse(u"22222222-2222-4222-8222-000000000001", {});
const HrQuery clusters = HrQuery::clusters(company, "CH");
const char rows[] = R"([{"code": "A", "name": "one", "country_code": "CH"}])";

// The core on a cache that keeps its answers back, with one entry in it.
struct Core
{
    Core()
    {
        settings.decodeInBackgroundBytes = 0; // every value on the thread pool
        settings.secondDelete = 1ms;
        manager = std::make_unique<HrCacheManager>(cache, journal, Clock::system(), settings);
        service = std::make_unique<HrService>(database, *manager, Clock::system());
        inventory = std::make_unique<CacheInventory>(cache, &database);
        database.facts.companyExists = database.facts.targetExists = true;
        database.facts.employee = employee;
        database.facts.holders = {user, other};
        database.answers[int(HrQuery::Kind::Clusters)] = FakeHrStore::rows(rows);
        const auto ttl = std::chrono::seconds(100);
        auto value = CacheEnvelope::compose(rows, Clock::system().now(), ttl, "hr.clusters:CH");
        if (!awaitResult(cache.set(CacheKey::of(user, clusters), value, ttl)))
            qFatal("The memory refuses a value");
    }

    /// In the order in which the program does it; the stores end last.
    void takeDown()
    {
        manager->close();
        inventory.reset();
        service.reset();
        manager.reset();
    }

    [[nodiscard]] std::unique_ptr<FillTicket> ticket()
    {
        auto answers = awaitResult(manager->lookUp(other, {clusters}, ReadMode::CacheFirst));
        return std::move(answers.front().ticket);
    }

    HeldCacheStore cache;
    FakeHrStore database;
    MemoryInvalidationJournal journal;
    CacheSettings settings;
    std::unique_ptr<HrCacheManager> manager;
    std::unique_ptr<HrService> service;
    std::unique_ptr<CacheInventory> inventory;
};

/// Begins something that the cache keeps waiting; true at the end: what it got does not claim that the core
/// that is gone had answered.
using Work = Task<bool> (*)(Core *core);

Task<bool> lookUp(Core *core)
{
    std::vector<HrQuery> queries{clusters, HrQuery::employees(company)};
    auto looking = core->manager->lookUp(user, std::move(queries), ReadMode::CacheFirst);
    const auto answers = co_await looking;
    co_return answers[0].reason == Reason::CacheUnreachable &&answers[1].reason == Reason::CacheUnreachable &&
        !answers[1].ticket;
}

Task<bool> lookUpWithoutLeases(Core *core)
{
    core->settings.useLeases = false;
    core->manager->setSettings(core->settings);
    auto looking = lookUp(core);
    const bool ended = co_await looking;
    co_return ended;
}

Task<bool> getData(Core *core)
{
    auto getting = core->manager->getCachedData(user, clusters);
    co_await getting;
    co_return true;
}

Task<bool> setData(Core *core)
{
    QByteArray data(rows);
    auto setting = core->manager->setCachedData(user, clusters, std::move(data));
    co_await setting;
    co_return true;
}

Task<bool> fillOne(Core *core)
{
    core->cache.holds = false;
    auto ticket = core->ticket();
    core->cache.holds = true;
    core->manager->fill(std::move(ticket), HrRows{rows, 1});
    auto idle = core->manager->idle();
    co_await idle;
    co_return true;
}

Task<bool> fillWithoutLeases(Core *core)
{
    core->settings.useLeases = false;
    core->manager->setSettings(core->settings);
    auto filling = fillOne(core);
    const bool ended = co_await filling;
    co_return ended;
}

Task<Result<HrRows>> given(Result<HrRows> read)
{
    co_return read;
}

Task<bool> fillForUnlisted(Core *core)
{
    core->cache.holds = false;
    auto ticket = core->ticket();
    core->cache.holds = true;
    bool readAgain = false;
    const auto again = [&readAgain] {
        readAgain = true;
        Result<HrRows> read = FakeHrStore::rows(rows);
        return given(std::move(read));
    };
    const HrRows first{rows, 1};
    core->manager->fillForUnlisted(other, company, std::move(ticket), first, again);
    auto idle = core->manager->idle();
    co_await idle;
    co_return !readAgain;
}

Task<bool> fillPages(Core *core)
{
    core->cache.holds = false;
    auto ticket = core->ticket();
    core->cache.holds = true;
    std::vector<HrRows> pages(3, HrRows{rows, 1});
    core->manager->fillPages(other, company, std::move(ticket), std::move(pages));
    auto idle = core->manager->idle();
    co_await idle;
    co_return true;
}

Task<bool> invalidateOne(Core *core)
{
    auto invalidating = core->manager->invalidateCache(user, clusters);
    co_await invalidating;
    co_return true;
}

Task<bool> invalidateKeys(Core *core)
{
    std::vector<QByteArray> keys{CacheKey::of(user, clusters), CacheKey::of(other, clusters)};
    auto invalidating = core->manager->invalidateKeys(company, std::move(keys));
    co_await invalidating;
    co_return true;
}

Task<bool> invalidateAll(Core *core)
{
    auto invalidating = core->manager->invalidate(company, {user, other}, {clusters});
    co_await invalidating;
    co_return true;
}

Task<bool> askForInvalidation(Core *core)
{
    auto asking = core->manager->canInvalidate();
    co_await asking;
    co_return true;
}

Task<bool> retry(Core *core)
{
    core->manager->retry().add(
        {0, company, {CacheKey::of(user, clusters)}, {"employees"}, {}, Clock::system().now() + 1h});
    auto retrying = core->manager->retry().retryNow();
    const bool settled = co_await retrying;
    co_return !settled && core->journal.entries().size() == 1;
}

Task<bool> collectOfUser(Core *core)
{
    auto collecting = core->inventory->collect({{user}, company}, ScanPolicy::Always);
    const auto inventory = co_await collecting;
    co_return !inventory;
}

Task<bool> candidatesOfAll(Core *core)
{
    auto asking = core->inventory->candidates({{}, company});
    const auto keys = co_await asking;
    co_return !keys;
}

Task<bool> serviceReads(Core *core)
{
    std::vector<HrQuery> queries{clusters, HrQuery::employees(company)};
    auto reading = core->service->readAll(user, std::move(queries));
    const auto results = co_await reading;
    co_return !results[0] && !results[1] && results[0].error().code == ErrorCode::Cancelled;
}

Task<bool> sharedReads(Core *core)
{
    auto first = core->service->read(user, clusters);
    auto second = core->service->read(user, clusters);
    const DocumentResult one = co_await first;
    const DocumentResult two = co_await second;
    co_return !one && !two;
}

Task<bool> serviceWrites(Core *core)
{
    HrWrite write;
    write.kind = HrWrite::Kind::UpdateEmployee;
    write.company = company;
    write.employee = employee;
    write.fields = {{"city", "Bern"}};
    auto writing = core->service->write({}, std::move(write));
    const auto receipt = co_await writing;
    co_return !receipt && receipt.error().code == ErrorCode::Cancelled && core->database.writes == 0;
}

} // namespace

/// The core goes while it works, as when the window is closed; with sanitizers a touch of what is gone ends
/// the test.
class TestCacheShutdown final : public QObject
{
    Q_OBJECT

private slots:
    void whatIsUnderWayEndsWithoutTheCore_data();
    void whatIsUnderWayEndsWithoutTheCore();
    void aValueThatIsBeingDecodedIsDropped();
    void theSecondDeletionIsDropped();
    void theNextStepIsNotTaken_data();
    void theNextStepIsNotTaken();
};

void TestCacheShutdown::whatIsUnderWayEndsWithoutTheCore_data()
{
    QTest::addColumn<Work>("work");
    QTest::addColumn<bool>("answered");
    const std::pair<const char *, Work> works[] = {
        {"look up", lookUp},
        {"look up without leases", lookUpWithoutLeases},
        {"get", getData},
        {"set", setData},
        {"fill", fillOne},
        {"fill without leases", fillWithoutLeases},
        {"fill for unlisted", fillForUnlisted},
        {"fill pages", fillPages},
        {"invalidate one", invalidateOne},
        {"invalidate keys", invalidateKeys},
        {"invalidate all", invalidateAll},
        {"ask whether it can", askForInvalidation},
        {"retry", retry},
        {"collect", collectOfUser},
        {"candidates", candidatesOfAll},
        {"read", serviceReads},
        {"shared read", sharedReads},
        {"write", serviceWrites},
    };
    for (const auto &[name, work] : works) {
        QTest::addRow("%s, answered", name) << work << true;
        QTest::addRow("%s, ended", name) << work << false;
    }
}

void TestCacheShutdown::whatIsUnderWayEndsWithoutTheCore()
{
    QFETCH(Work, work);
    QFETCH(bool, answered);
    Core core;
    core.cache.holds = true;
    auto task = work(&core);
    QTRY_VERIFY(core.cache.held() > 0);
    core.takeDown();
    const int calls = core.cache.calls;
    const int reads = core.database.reads;
    if (answered)
        core.cache.giveAnswers();
    else
        core.cache.endAll();
    QVERIFY(awaitResult(std::move(task)));
    QCOMPARE(core.cache.calls, calls);
    QCOMPARE(core.database.reads, reads);
}

void TestCacheShutdown::aValueThatIsBeingDecodedIsDropped()
{
    Core core;
    core.cache.holds = true;
    auto task = lookUp(&core);
    // The answer is here, and its value on the way to the pool and back.
    core.cache.giveAnswers();
    core.takeDown();
    QVERIFY(awaitResult(std::move(task)));
}

void TestCacheShutdown::theSecondDeletionIsDropped()
{
    Core core;
    QVERIFY(awaitResult(core.manager->invalidate(company, {user, other}, {clusters})).acknowledged);
    core.cache.holds = true;
    const int calls = core.cache.calls;
    QTRY_VERIFY(core.cache.held() > 0);
    QCOMPARE(core.cache.calls, calls + 1);
    core.takeDown();
    core.cache.giveAnswers();
    QCOMPARE(core.cache.calls, calls + 1);
}

void TestCacheShutdown::theNextStepIsNotTaken_data()
{
    QTest::addColumn<int>("step");
    for (int step = 1; step <= 4; ++step)
        QTest::addRow("%d", step) << step;
}

void TestCacheShutdown::theNextStepIsNotTaken()
{
    // A walk over the keys asks several times: their number, the holders, what they hold, the scan.
    QFETCH(int, step);
    Core core;
    core.cache.holds = true;
    auto collecting = core.inventory->collect({{}, company}, ScanPolicy::Always);
    for (int given = 1; given < step; ++given) {
        QTRY_COMPARE(core.cache.held(), size_t(1));
        core.cache.giveAnswers();
    }
    QTRY_COMPARE(core.cache.held(), size_t(1));
    core.takeDown();
    const int calls = core.cache.calls;
    core.cache.giveAnswers();
    QVERIFY(!awaitResult(std::move(collecting)));
    QCOMPARE(core.cache.calls, calls);
}

QTEST_GUILESS_MAIN(TestCacheShutdown)
#include "tst_cacheshutdown.moc"
