#pragma once

#include "support/HrStack.h"
#include "support/RedisPeer.h"

#include <QStringList>

#include <array>
#include <atomic>
#include <functional>
#include <mutex>

namespace hrcache {

class TestDatabase;

/// Looks for stale reads in the style of Jepsen. Each writer raises versions of its own in every employee's
/// row; a version is acknowledged when HrService::write() returned and its DEL was acknowledged. Readers note
/// the acknowledged versions before each read: an answer with a lower one is a stale read.
///
/// Writer 0 writes to first_name and city, writer 1 to last_name and address, so both change the same rows
/// and delete the same keys, and the list shows the versions as the employee does. Thread-safe: any number
/// of loops may run, each on the thread of its stack.
class StaleReadChecker
{
public:
    static constexpr int employees = 3;
    static constexpr int writers = 2;

    struct Plan
    {
        qint64 reads = 100'000; ///< answered, of all read loops together
        /// Of these, so many after the last write at least, so that the cache is full at the end.
        qint64 readsAtRest = 1'000;
        std::chrono::milliseconds writePause{0};
        /// Write while the cache cannot be invalidated, too; such writes are not acknowledged.
        bool evenIfNotInvalidated = false;
        /// Called after a write whose COMMIT has an unknown end: returns when it can no longer take effect.
        std::function<void(int writer)> settleUnknown;
        /// Readers and writers go on until this is true, however many reads that takes. Called by all of
        /// them.
        std::function<bool()> enough = [] { return true; };
        quint32 seed = 1;
    };

    struct Figures
    {
        qint64 reads = 0;  ///< answers that were judged
        qint64 hits = 0;   ///< of these, from the cache
        qint64 stale = 0;  ///< of these, with a version below one that was acknowledged before
        qint64 torn = 0;   ///< of these, with two versions of one write
        qint64 failed = 0; ///< reads that gave an error
        QString firstProblem;
        qint64 writes = 0;         ///< acknowledged
        qint64 unacknowledged = 0; ///< refused, failed, unknown, or not known to be invalidated

        [[nodiscard]] double stalePerMillion() const;
        Figures &operator+=(const Figures &other);
    };

    explicit StaleReadChecker(Plan plan);

    /// Gives access to the sample company to `users`, and version 0 to every row.
    static void prepare(const TestDatabase &database, const QStringList &users);

    /// Reads as `user` until the planned number is reached and the writers are through; lists, employees and
    /// both, by chance.
    [[nodiscard]] Task<> readLoop(HrStack &stack, UserId user);
    /// Writes until the readers are nearly through, then once more to every row, until that is acknowledged
    /// and no invalidation is pending. One for each writer must run.
    [[nodiscard]] Task<> writeLoop(HrStack &stack, int writer, UserId user);

    /// Notes the acknowledged versions; given to judge() after a read that begins now.
    using Versions = std::array<std::array<qint64, writers>, employees>;
    [[nodiscard]] Versions acknowledged() const;
    /// Counts one answer to `query`. Returns whether it is neither stale nor torn.
    static bool judge(const HrQuery &query, const DocumentResult &answer, const Versions &expected,
                      Figures &figures);

    /// The writers are at their last writes, or through.
    [[nodiscard]] bool isEnding() const
    {
        return m_readsLeft.load() <= m_plan.readsAtRest && m_plan.enough();
    }

    [[nodiscard]] Figures figures() const;

private:
    [[nodiscard]] Task<bool> raise(HrStack &stack, int writer, UserId user, int employee, Figures *figures);
    void add(const Figures &figures);

    const Plan m_plan;
    std::atomic<qint64> m_readsLeft;
    std::atomic<int> m_writersLeft{writers};
    std::atomic<bool> m_writing{true};
    std::atomic<quint32> m_loops{0};
    std::array<std::array<std::atomic<qint64>, writers>, employees> m_acknowledged{};
    std::array<std::array<qint64, writers>, employees> m_issued{}; ///< each by its writer alone
    mutable std::mutex m_mutex;
    Figures m_figures;
};

/// What stands in Redis compared with the database, when nothing is under way.
struct RestingState
{
    int compared = 0; ///< entries with rows
    int leases = 0;
    QStringList differences; ///< for people: key and what is wrong
};

/// Compares every key of `redis` (HR lists and employees) with what `database` says.
[[nodiscard]] RestingState compareAtRest(RedisPeer redis, HrStore &database);

/// Resumes after `time`.
[[nodiscard]] Task<> pauseFor(std::chrono::milliseconds time);

} // namespace hrcache
