#pragma once

#include "base/Clock.h"
#include "base/Tasks.h"
#include "cache/CacheEvent.h"
#include "cache/CacheStore.h"
#include "cache/CacheTtl.h"
#include "cache/InvalidationRetry.h"
#include "cache/UnlistedHolders.h"
#include "hr/HrCache.h"

#include <QObject>

#include <memory>
#include <vector>

namespace hrcache {

/// Deletes what a write made old, for every user who can hold a copy. Same thread as the store; call close()
/// before the store goes away.
class CacheInvalidator final : public QObject
{
    Q_OBJECT

public:
    /// All references must outlive this object.
    CacheInvalidator(CacheStore &store, InvalidationJournal &journal, UnlistedHolders &unlisted,
                     CacheEventFeed &events, const Clock &clock);
    ~CacheInvalidator() override;

    /// HrCache::canInvalidate(); the error names how long old values may be seen.
    Task<Result<void>> canInvalidate(CacheTtl ttl);

    /// HrCache::invalidate().
    Task<InvalidationReceipt> invalidate(CompanyId company, std::vector<UserId> users,
                                         std::vector<HrQuery> queries);

    /// Deletes exactly these keys of a company, publishes it, and retries what is not acknowledged.
    Task<InvalidationReceipt> invalidateKeys(CompanyId company, std::vector<QByteArray> keys);

    /// The same for many, which somebody asked to delete: `atOnce` in a pipeline, and the window gets its
    /// turn before the next. What was deleted is published with the last of them, and meanwhile twice a
    /// second; if some could not be deleted, what was deleted before them is published then and does not
    /// wait for the others.
    Task<InvalidationReceipt>
    invalidateInParts(CompanyId company, std::shared_ptr<const std::vector<QByteArray>> keys, size_t atOnce);

    /// After this time entries that another program stored while we wrote are deleted once more; 0: never.
    void setSecondDelete(std::chrono::milliseconds after) { m_secondDelete = after; }

    /// For how long an invalidation is worth repeating.
    void setLongestTtl(std::chrono::seconds ttl) { m_longestTtl = ttl; }

    [[nodiscard]] InvalidationRetry &retry() { return m_retry; }

    /// The end is near: invalidateInParts() publishes what it deleted already, takes more at once, and
    /// publishes every part with it, so that nothing that was deleted stays untold wherever it is cut off.
    void hasten();

    /// Resumes when nothing is under way.
    auto idle() { return m_work.idle(); }

    /// Ends the use of the store. A warning says how many keys invalidateInParts() did not come to.
    void close();

private:
    /// One invalidateInParts() under way.
    struct Parts
    {
        CompanyId company;
        qsizetype untold = 0; ///< sent to be deleted without a message
        size_t left = 0;      ///< without an answer
    };

    Task<InvalidationReceipt> invalidateUnlisted(CompanyId company, std::vector<UserId> listed,
                                                 std::vector<HrQuery> queries,
                                                 Task<Result<std::vector<UserId>>> asking);
    /// Deletes the pages of those who have some. They are of no use without their index, which is gone: that
    /// saves memory, and is in nobody's way.
    Task<> deletePages(CompanyId company, std::vector<UserId> holders);
    Task<> deleteForeignFills(CompanyId company, std::vector<QByteArray> keys);
    /// One pipeline; published on `channel` if it is not empty.
    Task<InvalidationReceipt> removeKeys(CompanyId company, std::vector<QByteArray> keys, QByteArray channel,
                                         QByteArray message);
    /// Publishes that so many keys were deleted.
    Task<Result<qint64>> tell(CompanyId company, qsizetype keys);
    Task<> tellEarly(CompanyId company, qsizetype keys);
    void announce(CacheEvent::Type type, const QByteArray &key, SteadyTime since, QString text = {});

    CacheStore &m_store;
    UnlistedHolders &m_unlisted;
    CacheEventFeed &m_events;
    const Clock &m_clock;
    InvalidationRetry m_retry;
    TaskCounter m_work;
    std::vector<std::shared_ptr<Parts>> m_parts;
    std::chrono::milliseconds m_secondDelete{0};
    std::chrono::seconds m_longestTtl{0};
    bool m_hastened = false;
    bool m_closed = false;
};

} // namespace hrcache
