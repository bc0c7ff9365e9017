#pragma once

#include "base/Tasks.h"
#include "cache/CacheEvent.h"
#include "cache/CacheStore.h"
#include "cache/InvalidationJournal.h"
#include "cache/UnlistedHolders.h"

#include <QObject>
#include <QTimer>

namespace hrcache {

/// Sends the journal's invalidations again, with backoff, until each is acknowledged or the longest TTL has
/// passed.
class InvalidationRetry : public QObject
{
    Q_OBJECT

public:
    /// All three must outlive this object.
    InvalidationRetry(CacheStore &store, InvalidationJournal &journal, const Clock &clock,
                      QObject *parent = nullptr);

    /// Keeps the keys and starts retrying.
    void add(PendingInvalidation pending);

    /// Keys that still wait.
    [[nodiscard]] qsizetype pendingKeys() const;

    /// Tries everything once more, at once. True: nothing is pending any more.
    Task<bool> retryNow();

    /// Why the last attempt failed; none: it did not.
    [[nodiscard]] const std::optional<Error> &lastError() const { return m_lastError; }

    /// Whether it failed for want of a right, which trying again does not give.
    [[nodiscard]] bool isDenied() const
    {
        return m_lastError && m_lastError->code == ErrorCode::PermissionDenied;
    }

    /// Stops using the store.
    void close();

signals:
    void pendingChanged(qsizetype keys);

private:
    void scheduleNext();
    /// Adds the keys of those who hold copies without being listed.
    Task<Result<std::vector<QByteArray>>> allKeys(PendingInvalidation pending);

    CacheStore &m_store;
    UnlistedHolders m_unlisted;
    InvalidationJournal &m_journal;
    const Clock &m_clock;
    QTimer m_timer;
    std::chrono::milliseconds m_delay;
    std::optional<Error> m_lastError;
    bool m_running = false;
    bool m_closed = false;
};

} // namespace hrcache
