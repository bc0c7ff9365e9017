#pragma once

#include "base/Result.h"
#include "base/Tasks.h"
#include "hr/HrQuery.h"
#include "hr/HrRows.h"
#include "hr/HrWrite.h"

#include <QStringList>

#include <stop_token>
#include <vector>

namespace hrcache {

/// The state of a database as `check` and the connection chip show it.
struct StoreStatus
{
    QString product;            ///< "PostgreSQL", "SQLite"
    QString version;            ///< the server's own words
    QString database;           ///< name, or file
    QString user;               ///< role that is logged in; empty for files
    QString host;               ///< "host:port", or empty
    QStringList schemas;        ///< those of hr, core that exist, in this order
    QStringList missingTables;  ///< "hr.employees", … that this program needs and cannot find
    QStringList missingColumns; ///< "hr.employees.hire_date", … of tables that are there
    QStringList rights;         ///< what the role may do on the hr tables: "select", "insert", "update"
    bool encrypted = false;
    QString tls;         ///< "TLSv1.3", or empty
    bool primary = true; ///< false: a replica; must never fill a cache
    int openConnections = 0;
    std::chrono::microseconds latency{}; ///< one round trip, measured by this call

    /// Tables and columns that are not there.
    [[nodiscard]] QStringList missing() const { return missingTables + missingColumns; }
};

/// The database of employees and contracts: PostgreSQL, or SQLite.
///
/// All calls are made, and all tasks resume, on the thread that the store lives in (an event loop runs
/// there); nothing blocks it. Every call stands for itself: a failed one leaves the store usable, and a
/// lost connection is opened again by the next call. Nothing is ever sent twice, except a read whose
/// connection turned out to be dead before the first byte of an answer.
class HrStore
{
public:
    virtual ~HrStore() = default;

    /// Runs all queries in one round trip and answers in their order; one result for each query. Contracts
    /// of any number of employees of a company are one statement.
    /// Each answer is read after the call began, and not from a replica unless HrRows::fromReplica says so.
    /// `stop` cancels on the server, too
    /// (Cancelled). Errors: Unreachable, Timeout, AuthFailed, TlsFailed, SchemaMismatch, PermissionDenied,
    /// ServerError.
    virtual Task<std::vector<Result<HrRows>>> read(std::vector<HrQuery> queries,
                                                   std::stop_token stop = {}) = 0;

    /// What is needed to judge `write` on behalf of `user` (may be empty), in one round trip.
    virtual Task<Result<WriteFacts>> writeFacts(HrWrite write, UserId user) = 0;

    /// Carries out a judged write in one transaction. Errors beside those of read(): Conflict, NotFound,
    /// ValidationFailed (a constraint that a concurrent write now breaks, with its field), CommitUnknown.
    /// On any error but CommitUnknown nothing was written.
    virtual Task<Result<WriteOutcome>> write(HrWrite write) = 0;

    /// Every user who can hold a cached copy of the company's data.
    virtual Task<Result<std::vector<UserId>>> holders(CompanyId company) = 0;

    /// Asks the server for what StoreStatus names.
    virtual Task<Result<StoreStatus>> check() = 0;

    /// Starts connecting, if there is no connection, so that a read that follows finds it under way.
    virtual void prepare() {}

    /// Cancels what is under way and lets go of what takes long to let go of, without holding up the thread
    /// that asks; done when that is gone. Nothing may be asked afterwards: it would be Cancelled. A store may
    /// be destroyed without, and then waits.
    virtual Task<> close() { co_return; }

    /// A short name for answers and logs: "PostgreSQL", "SQLite".
    [[nodiscard]] virtual QString name() const = 0;
};

} // namespace hrcache
