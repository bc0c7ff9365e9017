#pragma once

#include "base/Clock.h"
#include "base/Completion.h"
#include "base/Result.h"
#include "base/Tasks.h"
#include "base/TurnEnd.h"
#include "hr/HrCache.h"
#include "hr/HrDocument.h"
#include "hr/HrQuery.h"
#include "hr/HrStore.h"
#include "hr/HrWrite.h"
#include "hr/Sourced.h"

#include <QHash>
#include <QObject>

#include <stop_token>

namespace hrcache {

struct ReadOptions
{
    ReadMode mode = ReadMode::CacheFirst;
    std::stop_token stop; ///< ends the read on the server, too (Cancelled)
};

struct WriteOptions
{
    /// Write although the cache cannot be invalidated now; without it such a write is refused before it is
    /// done (CannotInvalidate).
    bool evenIfNotInvalidated = false;
};

/// What a write did.
struct WriteReceipt
{
    EmployeeId employee; ///< the employee written, or whose contract was written
    ContractId contract;
    InvalidationReceipt invalidation;
    std::chrono::microseconds duration{};
};

using DocumentResult = Result<Sourced<HrDocument>>;

/// The reads and writes of the HR service, cache first. Lives on one thread; nothing blocks. Any number of
/// calls may be under way; identical reads share one where none of them could see an older row by it.
/// Trouble with the cache never fails a read: the database answers, and Provenance says why.
class HrService : public QObject
{
    Q_OBJECT

public:
    /// All three must outlive this object.
    HrService(HrStore &store, HrCache &cache, const Clock &clock, QObject *parent = nullptr);
    ~HrService() override;

    /// One read. `user` may be empty: then the cache is neither read nor written. A row that does not exist
    /// is an empty document, not an error. Errors: those of HrStore::read, SchemaMismatch.
    Task<DocumentResult> read(UserId user, HrQuery query, ReadOptions options = {});

    /// Several reads with one round trip to the cache and, for what it lacks, one to the database. Answers
    /// in the order of the queries.
    Task<std::vector<DocumentResult>> readAll(UserId user, std::vector<HrQuery> queries,
                                              ReadOptions options = {});

    /// Judges the write (access of `user` if there is one, every field), carries it out, and invalidates
    /// the entries of every user who can hold a copy. Errors: PermissionDenied, NotFound, ValidationFailed
    /// (every offending field in Error::fields), CannotInvalidate, Conflict, and those of HrStore::write.
    Task<Result<WriteReceipt>> write(UserId user, HrWrite write, WriteOptions options = {});

    /// Resumes when no write is under way: what was committed is invalidated, too.
    [[nodiscard]] auto writesEnded() { return m_writes.idle(); }

    [[nodiscard]] HrStore &store() { return m_store; }

    [[nodiscard]] HrCache &cache() { return m_cache; }

    /// The reads whose cache entries a write makes old.
    [[nodiscard]] static std::vector<HrQuery> touchedBy(const HrWrite &write, const EmployeeId &employee);

signals:
    /// A read was answered by the database; answers of the cache are told by its events. Shared reads are
    /// told once.
    void answeredByDatabase(const hrcache::Provenance &from);

private:
    struct Flight;

    Task<> runWrite(UserId user, HrWrite write, WriteOptions options,
                    std::shared_ptr<Completer<Result<WriteReceipt>>> done);
    Task<Result<WriteReceipt>> carryOut(UserId user, HrWrite write, WriteOptions options);
    Task<std::vector<DocumentResult>> readFresh(UserId user, std::vector<HrQuery> queries,
                                                ReadOptions options);
    /// Whether core.account_access named the user for the company when it was asked last, not long ago.
    [[nodiscard]] bool isListed(const UserId &user, const CompanyId &company,
                                std::chrono::seconds stillFor = {}) const;
    FillDecision fill(const UserId &user, const HrQuery &query, std::unique_ptr<FillTicket> ticket,
                      HrRows rows);
    Task<Result<HrDocument>> decode(HrQuery::Kind kind, QByteArray json);
    Task<InvalidationReceipt> invalidateAfter(HrWrite write, EmployeeId employee,
                                              std::vector<UserId> holders);

    HrStore &m_store;
    HrCache &m_cache;
    const Clock &m_clock;
    TaskCounter m_writes;
    /// Reads begun in this turn of the event loop, of which nothing has been sent yet.
    QHash<QByteArray, std::shared_ptr<Flight>> m_startingNow;
    TurnEnd m_turnEnd;
    /// Users by company that core.account_access names, and until when that is taken for true.
    QHash<std::pair<UserId, CompanyId>, SteadyTime> m_listed;
    /// Database reads under way, by the lease that fences them.
    QHash<QByteArray, std::shared_ptr<Flight>> m_byLease;
};

} // namespace hrcache
