#include "cache/CacheKey.h"
#include "cache/HrCacheManager.h"
#include "cache/MemoryCacheStore.h"
#include "support/Await.h"

#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

const UserId user = *UserId::parse(u"uid_a", {});
const CompanyId company = *CompanyId::parse(u"11111111-1111-4111-8111-111111111111", {});

HrQuery ids()
{
    return HrQuery::clusters(company);
}

HrRows rows(const QByteArray &code)
{
    HrRows rows;
    rows.json =
        R"([{"id": "1", "code": ")" + code + R"(", "name": "n", "country_code": "CH", "is_active": true}])";
    rows.count = 1;
    return rows;
}

} // namespace

/// Leases of reads that are cancelled, overtaken by a forced read, or take long.
class TestLeases final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aForcedReadNeedsNotTheLeaseOfTheReadItReplaces();
    void whoseLeaseWasTakenOverStoresNothing();
    void anInvalidationAfterTheTakeoverRefusesTheForcedReadToo();
    void aLeaseStandsAsLongAsItsReadTakes();
    void aLeaseThatNobodyHoldsEnds();
    void aLeaseThatWasInvalidatedIsNotRenewed();

private:
    CacheAnswer lookUp(ReadMode mode)
    {
        auto answers = awaitResult(m_manager->lookUp(user, {ids()}, mode));
        return std::move(answers.front());
    }

    [[nodiscard]] CacheKeyInfo info() const
    {
        const auto infos = awaitResult(m_store->describe({CacheKey::of(user, ids())}));
        return infos.front().value_or(CacheKeyInfo{});
    }

    ManualClock m_clock;
    std::unique_ptr<MemoryCacheStore> m_store;
    std::unique_ptr<MemoryInvalidationJournal> m_journal;
    std::unique_ptr<HrCacheManager> m_manager;
};

void TestLeases::init()
{
    m_manager.reset();
    m_store = std::make_unique<MemoryCacheStore>(m_clock);
    m_journal = std::make_unique<MemoryInvalidationJournal>();
    CacheSettings settings;
    settings.leaseTime = 40ms;
    m_manager = std::make_unique<HrCacheManager>(*m_store, *m_journal, m_clock, settings);
}

void TestLeases::aForcedReadNeedsNotTheLeaseOfTheReadItReplaces()
{
    CacheAnswer first = lookUp(ReadMode::CacheFirst);
    QCOMPARE(first.reason, Reason::Miss);
    CacheAnswer forced = lookUp(ReadMode::Forced);
    QVERIFY(forced.ticket);
    // The first is cancelled, and gives its lease back.
    m_manager->release(std::move(first.ticket));
    awaitResult(m_manager->idle());
    QVERIFY(m_manager->fill(std::move(forced.ticket), rows("NEW")).accepted);
    awaitResult(m_manager->idle());
    QCOMPARE(lookUp(ReadMode::CacheFirst).reason, Reason::Hit);
}

void TestLeases::whoseLeaseWasTakenOverStoresNothing()
{
    CacheAnswer first = lookUp(ReadMode::CacheFirst);
    CacheAnswer forced = lookUp(ReadMode::Forced);
    m_manager->fill(std::move(forced.ticket), rows("NEW"));
    m_manager->fill(std::move(first.ticket), rows("OLD"));
    awaitResult(m_manager->idle());
    const CacheAnswer after = lookUp(ReadMode::CacheFirst);
    QCOMPARE(after.reason, Reason::Hit);
    QVERIFY(after.document.jsonBytes().contains("NEW"));
}

void TestLeases::anInvalidationAfterTheTakeoverRefusesTheForcedReadToo()
{
    CacheAnswer first = lookUp(ReadMode::CacheFirst);
    CacheAnswer forced = lookUp(ReadMode::Forced);
    QVERIFY(awaitResult(m_manager->invalidate(company, {user}, {ids()})).acknowledged);
    m_manager->fill(std::move(forced.ticket), rows("OLD"));
    awaitResult(m_manager->idle());
    QVERIFY(!info().exists);
}

void TestLeases::aLeaseStandsAsLongAsItsReadTakes()
{
    CacheAnswer first = lookUp(ReadMode::CacheFirst);
    QVERIFY(first.ticket);
    for (int i = 0; i < 5; ++i) {
        m_clock.advance(25ms);
        // Renewed, as more than half of its time has passed.
        QTRY_VERIFY(info().ttlLeft > 500ms);
        m_clock.advance(900ms);
        QVERIFY(info().exists);
    }
    m_manager->fill(std::move(first.ticket), rows("NEW"));
    awaitResult(m_manager->idle());
    QCOMPARE(lookUp(ReadMode::CacheFirst).reason, Reason::Hit);
}

void TestLeases::aLeaseThatNobodyHoldsEnds()
{
    CacheAnswer first = lookUp(ReadMode::CacheFirst);
    first.ticket.reset(); // without giving it back
    CacheAnswer other = std::move(
        awaitResult(m_manager->lookUp(user, {HrQuery::references(company, "CH", "fr")}, ReadMode::CacheFirst))
            .front());
    m_clock.advance(25ms);
    const QByteArray others = other.from.key;
    // By the renewal of another it is seen that they are renewed at all.
    QTRY_VERIFY(awaitResult(m_store->describe({others})).front()->ttlLeft > 40ms);
    QVERIFY(info().ttlLeft <= 15ms);
    m_clock.advance(20ms);
    QVERIFY(!info().exists);
}

void TestLeases::aLeaseThatWasInvalidatedIsNotRenewed()
{
    CacheAnswer first = lookUp(ReadMode::CacheFirst);
    QVERIFY(awaitResult(m_manager->invalidate(company, {user}, {ids()})).acknowledged);
    CacheAnswer other = std::move(
        awaitResult(m_manager->lookUp(user, {HrQuery::references(company, "CH", "fr")}, ReadMode::CacheFirst))
            .front());
    m_clock.advance(25ms);
    QTRY_VERIFY(awaitResult(m_store->describe({other.from.key})).front()->ttlLeft > 40ms);
    QVERIFY(!info().exists);
}

QTEST_GUILESS_MAIN(TestLeases)
#include "tst_leases.moc"
