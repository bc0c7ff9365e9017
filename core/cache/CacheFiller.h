#pragma once

#include "base/Clock.h"
#include "base/TurnEnd.h"
#include "cache/CacheEvent.h"
#include "cache/CacheStore.h"
#include "hr/HrCache.h"

#include <QObject>

#include <memory>
#include <optional>

namespace hrcache {

/// The right to store one key, and the fence that it is stored under.
struct KeyTicket final : FillTicket
{
    QByteArray key;
    QByteArray expected; ///< the bytes in the key before the SELECT: our lease, or what is to be replaced
    bool ownLease = false;
    bool namesPages = false; ///< the entry that is to be replaced says which pages hold the list
    bool isForced = false;   ///< the entry is to be replaced whatever it says
    std::chrono::seconds ttl{0};
    QByteArray source;
    std::shared_ptr<void> renewal; ///< for our lease: as long as it is held, it does not expire

    [[nodiscard]] QByteArray lease() const override { return ownLease ? expected : QByteArray(); }
};

/// Stores what was read from the database, off the caller's path: everything that was handed over in one
/// turn of the event loop goes in one pipeline, after the callers have their rows.
class CacheFiller final : public QObject
{
    Q_OBJECT

public:
    /// The references must outlive this object.
    CacheFiller(CacheStore &store, CacheEventFeed &events, const Clock &clock);
    ~CacheFiller() override;

    /// Stores `data` if the key still holds what the ticket expects; empty data: only gives the key back.
    void add(std::unique_ptr<KeyTicket> ticket, QByteArray data);

    /// Stores the pages, and then, if the key of `index` still holds what its ticket expects, the index.
    /// Pages need no fence of their own: only an index of the same snapshot makes them readable.
    void addPages(std::unique_ptr<KeyTicket> index, std::vector<QByteArray> keys, std::vector<HrRows> pages);

    /// False: stores unconditionally, to show what the lease is good for.
    void setUseLeases(bool useLeases) { m_useLeases = useLeases; }

    /// Resumes when everything handed over is stored or refused.
    Task<> idle();
    /// Ends the use of the store; what waits is dropped (its leases expire).
    void close();

private:
    /// What makes pages readable.
    struct PageIndex
    {
        QByteArray snapshot;
        qsizetype pages = 0;
        qsizetype rows = 0;
    };

    struct Fill
    {
        std::unique_ptr<KeyTicket> ticket;
        QByteArray data; ///< empty: the key is given back
        WallTime readAt{};
        std::optional<PageIndex> index; ///< stored in place of data
    };

    Task<> run();
    Task<> runPages(std::unique_ptr<KeyTicket> index, std::vector<QByteArray> keys,
                    std::vector<HrRows> pages);
    Task<std::vector<Result<bool>>> storeAnyway(std::vector<ConditionalSet> requests);
    void enqueue(Fill fill);
    void announce(const ConditionalSet &request, const Result<bool> &stored, SteadyTime since);

    CacheStore &m_store;
    CacheEventFeed &m_events;
    const Clock &m_clock;
    std::vector<Fill> m_queue;
    TaskCounter m_work;
    TurnEnd m_turnEnd;
    bool m_useLeases = true;
    bool m_closed = false;
};

} // namespace hrcache
