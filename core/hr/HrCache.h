#pragma once

#include "base/Result.h"
#include "base/Tasks.h"
#include "hr/HrDocument.h"
#include "hr/HrQuery.h"
#include "hr/HrRows.h"
#include "hr/Sourced.h"

#include <functional>
#include <memory>
#include <vector>

namespace hrcache {

enum class ReadMode {
    CacheFirst, ///< HIT if the entry is there and usable
    Forced      ///< read the database and replace the entry
};

/// The right to store what is about to be read from the database: the bytes that stood in the key before
/// the SELECT (our lease, or the entry that is to be replaced). Dropping it unused does no harm.
class FillTicket
{
public:
    virtual ~FillTicket() = default;

    /// The lease that stands in the key for this read; empty if an old entry is the fence.
    [[nodiscard]] virtual QByteArray lease() const = 0;
};

/// What the cache said to one query.
struct CacheAnswer
{
    Reason reason = Reason::Miss; ///< Hit, or why the database must be asked
    HrDocument document;          ///< for Hit
    Provenance from;              ///< filled as far as the cache knows
    QByteArray snapshot;          ///< for a page, or a list in pages: which pages belong together
    int pages = 0;    ///< for a HIT of EmployeesInPages without a document: in how many keys it is
    QByteArray lease; ///< for BeingFilled: the lease that stood in the key
    /// Set if rows may be stored afterwards; with `pages`, to replace them if they are not complete.
    std::unique_ptr<FillTicket> ticket;
};

/// Whether rows are on their way into the cache.
struct FillDecision
{
    bool accepted = false;
    QString note; ///< for people: why they are not, if that is worth saying (too large)
};

/// What became of the deletion of keys.
struct InvalidationReceipt
{
    qsizetype keys = 0;       ///< keys that were to go
    qsizetype deleted = 0;    ///< keys that existed
    bool acknowledged = true; ///< false: the cache did not confirm; it is retried
    QString problem;          ///< for people, if not acknowledged
};

/// The cache as HrService sees it; implemented by HrCacheManager. Never fails: trouble with the cache is a
/// reason to ask the database, with words in Provenance::note.
class HrCache
{
public:
    virtual ~HrCache() = default;

    /// Looks all queries up for `user` in one round trip. `user` must not be empty.
    virtual Task<std::vector<CacheAnswer>> lookUp(UserId user, std::vector<HrQuery> queries,
                                                  ReadMode mode) = 0;

    /// Stores rows that were read after lookUp() gave the ticket, off the caller's path: it returns at once.
    /// Refused later, silently, if the key was invalidated meanwhile. Empty rows only remove what the ticket
    /// is for: our lease, or the entry that was to be replaced. Those of a replica only release the ticket.
    virtual FillDecision fill(std::unique_ptr<FillTicket> ticket, HrRows rows) = 0;

    /// As fill(), for a user whom core.account_access does not name, so that a writer would not think of the
    /// copy: the user is registered as a holder first, and what is stored is what `readAgain` reads after
    /// that. `rows` are what the caller got, to decide by; nothing `readAgain` refers to may go before the
    /// cache is closed.
    virtual FillDecision fillForUnlisted(UserId user, CompanyId company, std::unique_ptr<FillTicket> ticket,
                                         const HrRows &rows,
                                         std::function<Task<Result<HrRows>>()> readAgain) = 0;

    /// Registers a user whom core.account_access does not name as a holder of copies. What is read from the
    /// database after that may be stored for him by fill() and fillPages(). Errors: those of the cache.
    virtual Task<Result<void>> registerUnlisted(UserId user, CompanyId company) = 0;

    /// Whether a long list goes under this ticket into one entry rather than into pages: it is to replace an
    /// entry that is one, and is not too large for that.
    [[nodiscard]] virtual bool staysWhole(const FillTicket &ticket, const HrRows &list) const = 0;

    /// Stores the pages of a long list under one snapshot, and, if `index` still holds then, the index that
    /// makes them readable, under the list's own key. Off the caller's path. Pages of a replica only release
    /// the ticket.
    virtual FillDecision fillPages(UserId user, CompanyId company, std::unique_ptr<FillTicket> index,
                                   std::vector<HrRows> pages) = 0;

    /// Gives the ticket back unused (the database failed), off the caller's path.
    virtual void release(std::unique_ptr<FillTicket> ticket) = 0;

    /// Whether an invalidation would be acknowledged now; asked before a write.
    virtual Task<Result<void>> canInvalidate() = 0;

    /// Deletes the entries of `queries` for every one of `users`, and publishes it on the company's channel,
    /// in one round trip; a second one deletes those of users who hold copies without being listed, if there
    /// are any. What is not acknowledged is kept and retried.
    virtual Task<InvalidationReceipt> invalidate(CompanyId company, std::vector<UserId> users,
                                                 std::vector<HrQuery> queries) = 0;

    /// How long a reader may see an entry that could not be invalidated.
    [[nodiscard]] virtual std::chrono::seconds longestTtl() const = 0;
};

} // namespace hrcache
