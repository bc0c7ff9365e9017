#pragma once

#include "base/Clock.h"
#include "cache/CacheStore.h"

#include <QObject>
#include <QTimer>

#include <list>
#include <memory>

namespace hrcache {

/// Keeps the leases of reads that take long, and takes those of others over for reads that must not wait for
/// them. Sound, as both change a key only if the very lease stands in it. Same thread as the store.
class LeaseKeeper final : public QObject
{
    Q_OBJECT

public:
    /// The references must outlive this object.
    LeaseKeeper(CacheStore &store, const Clock &clock);
    ~LeaseKeeper() override;

    /// How long a lease stands by itself; it is renewed after half of it.
    void setLeaseTime(std::chrono::milliseconds time);

    /// Renews our lease in `key` for as long as what is returned lives.
    [[nodiscard]] std::shared_ptr<void> hold(QByteArray key, QByteArray lease);

    /// `values` is what the store said to `requests`: where somebody else's lease stands, or that of another
    /// read, it is replaced by the lease of the request, and the value says so. In one pipeline; nothing is
    /// asked if there is none.
    Task<std::vector<Result<CacheValue>>> takeOver(std::vector<LeaseRequest> requests,
                                                   std::vector<Result<CacheValue>> values);

    /// Renews nothing any more.
    void close();

private:
    struct Held
    {
        QByteArray key;
        QByteArray lease;
        SteadyTime renewed;
    };

    /// What is returned by hold().
    class Token;

    void renewDue();
    [[nodiscard]] std::chrono::seconds wholeLeaseTime() const;

    CacheStore &m_store;
    const Clock &m_clock;
    std::list<Held> m_held;
    std::chrono::milliseconds m_leaseTime{10'000};
    TaskCounter m_work;
    QTimer m_timer;
};

} // namespace hrcache
