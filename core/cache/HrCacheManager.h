#pragma once

#include "base/Clock.h"
#include "cache/CacheEnvelope.h"
#include "cache/CacheEvent.h"
#include "cache/CacheFiller.h"
#include "cache/CacheInvalidator.h"
#include "cache/CacheInventory.h"
#include "cache/CacheKey.h"
#include "cache/CacheStore.h"
#include "cache/CacheTtl.h"
#include "cache/LeaseKeeper.h"
#include "cache/UnlistedHolders.h"
#include "hr/HrCache.h"

#include <QObject>

namespace hrcache {

struct CacheSettings
{
    CacheTtl ttl;
    /// Larger values are not stored, and the answer says so.
    qsizetype maximumValueBytes = 10 * 1024 * 1024;
    std::chrono::milliseconds leaseTime{10'000};
    /// Off only to show what the lease is good for: fills are then stored unconditionally.
    bool useLeases = true;
    /// After this time entries that another program stored while we wrote are deleted once more; 0: never.
    std::chrono::milliseconds secondDelete{3'000};
    /// Values above this size are decoded on a thread pool.
    qsizetype decodeInBackgroundBytes = 512 * 1024;
};

/// An entry as it stands in the cache, for people who look at it.
struct CachedEntry
{
    QByteArray key;
    QByteArray value; ///< the bytes in the key
    std::optional<std::chrono::milliseconds> ttlLeft;
};

/// The cache-first protocol with its lease, and the invalidation of every user's keys (consistency).
/// Lives on one thread; call close() before the store goes away. It may go while it is asked something:
/// nothing is touched or announced by it any more, and the tasks end when the store ends what they wait for.
class HrCacheManager final : public QObject, public HrCache
{
    Q_OBJECT

public:
    /// All references must outlive this object.
    HrCacheManager(CacheStore &store, InvalidationJournal &journal, const Clock &clock,
                   CacheSettings settings = {}, QObject *parent = nullptr);
    ~HrCacheManager() override;

    Task<std::vector<CacheAnswer>> lookUp(UserId user, std::vector<HrQuery> queries, ReadMode mode) override;
    FillDecision fill(std::unique_ptr<FillTicket> ticket, HrRows rows) override;
    FillDecision fillForUnlisted(UserId user, CompanyId company, std::unique_ptr<FillTicket> ticket,
                                 const HrRows &rows,
                                 std::function<Task<Result<HrRows>>()> readAgain) override;
    Task<Result<void>> registerUnlisted(UserId user, CompanyId company) override;
    [[nodiscard]] bool staysWhole(const FillTicket &ticket, const HrRows &list) const override;
    FillDecision fillPages(UserId user, CompanyId company, std::unique_ptr<FillTicket> index,
                           std::vector<HrRows> pages) override;
    void release(std::unique_ptr<FillTicket> ticket) override;
    Task<Result<void>> canInvalidate() override;
    Task<InvalidationReceipt> invalidate(CompanyId company, std::vector<UserId> users,
                                         std::vector<HrQuery> queries) override;

    [[nodiscard]] std::chrono::seconds longestTtl() const override { return m_settings.ttl.longest(); }

    /// The same of what any program may have stored: by the contract, if that is longer.
    [[nodiscard]] std::chrono::seconds longestForeignTtl() const
    {
        return std::max(longestTtl(), CacheTtl().longest());
    }

    /// The entry of one query, untouched by the HIT rules; none if the key does not exist.
    Task<Result<std::optional<CachedEntry>>> getCachedData(UserId user, HrQuery query);
    /// Stores `data` (canonical JSON) for one query unconditionally. Empty data is refused
    /// (InvalidArgument), as is data over the size limit (TooLarge) and a kind whose TTL is 0 (NotCached).
    Task<Result<void>> setCachedData(UserId user, HrQuery query, QByteArray data);
    /// Deletes one user's entry of one query.
    Task<InvalidationReceipt> invalidateCache(UserId user, HrQuery query);
    /// Deletes every entry of a company: those that follow from its rows, and what a walk over all keys finds
    /// besides. `scope` names the users; none: everybody. What is not acknowledged is retried.
    Task<InvalidationReceipt> invalidateCompanyHrCache(CacheInventory &inventory, KeyScope scope);
    /// The figures of the entries of `scope`, by the rows, and by walking all keys where they are few.
    static Task<Result<CacheStats>> getCacheStats(CacheInventory &inventory, KeyScope scope);
    /// Deletes exactly these keys of a company, publishes it, and retries what is not acknowledged.
    Task<InvalidationReceipt> invalidateKeys(CompanyId company, std::vector<QByteArray> keys);
    /// The same for many that somebody asked to delete: the window gets its turn between `atOnce` and the
    /// next so many, and one message tells of all; those that take long are told of meanwhile, too.
    Task<InvalidationReceipt> invalidateInParts(CompanyId company,
                                                std::shared_ptr<const std::vector<QByteArray>> keys,
                                                size_t atOnce = 1'000);

    /// Resumes when every fill that was handed over is stored or refused, and no keys are being deleted.
    Task<> idle();

    /// The end is near: invalidateInParts() hurries, and tells at once of what it deleted.
    void hasten() { m_invalidator.hasten(); }

    /// Ends the use of the store; fills that wait are dropped (their leases expire).
    void close();

    [[nodiscard]] CacheEventFeed &events() { return m_events; }

    [[nodiscard]] InvalidationRetry &retry() { return m_invalidator.retry(); }

    [[nodiscard]] const CacheSettings &settings() const { return m_settings; }

    void setSettings(const CacheSettings &settings);

private:
    Task<CacheEnvelope> decode(HrQuery::Kind kind, QByteArray bytes);
    void answerFromValue(CacheAnswer &answer, HrQuery::Kind kind, const CacheEnvelope &envelope,
                         const CacheValue &found, ReadMode mode);
    /// Whether rows may be stored, and why not.
    FillDecision decide(const KeyTicket &ticket, const HrRows &rows);
    Task<> storeForUnlisted(UserId user, CompanyId company, std::unique_ptr<KeyTicket> ticket,
                            std::function<Task<Result<HrRows>>()> readAgain);
    void announce(CacheEvent::Type type, const QByteArray &key, SteadyTime since, qsizetype bytes = 0,
                  qsizetype items = 0, QString text = {});

    CacheStore &m_store;
    const Clock &m_clock;
    CacheSettings m_settings;
    CacheEventFeed m_events;
    TaskCounter m_work;
    UnlistedHolders m_unlisted;
    LeaseKeeper m_leases;
    CacheFiller m_filler;
    CacheInvalidator m_invalidator;
    bool m_closed = false;
};

} // namespace hrcache
