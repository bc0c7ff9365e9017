#include "cache/LeaseKeeper.h"

#include "cache/CacheEnvelope.h"

#include <QPointer>

#include <iterator>

namespace hrcache {

namespace {

/// For a coroutine of its own: nobody asks what became of a renewal. What is gone is refused by the fill.
Task<> renew(CacheStore *store, std::vector<ConditionalSet> leases)
{
    co_await store->setIfUnchanged(std::move(leases));
}

} // namespace

class LeaseKeeper::Token
{
public:
    Token(LeaseKeeper *keeper, std::list<Held>::iterator at)
        : m_keeper(keeper)
        , m_at(at)
    {
    }

    ~Token()
    {
        if (m_keeper)
            m_keeper->m_held.erase(m_at);
    }

    Token(const Token &) = delete;
    Token &operator=(const Token &) = delete;

private:
    QPointer<LeaseKeeper> m_keeper;
    std::list<Held>::iterator m_at;
};

LeaseKeeper::LeaseKeeper(CacheStore &store, const Clock &clock)
    : m_store(store)
    , m_clock(clock)
{
    connect(&m_timer, &QTimer::timeout, this, &LeaseKeeper::renewDue);
}

LeaseKeeper::~LeaseKeeper() = default;

void LeaseKeeper::setLeaseTime(std::chrono::milliseconds time)
{
    m_leaseTime = time;
}

std::chrono::seconds LeaseKeeper::wholeLeaseTime() const
{
    return std::chrono::ceil<std::chrono::seconds>(m_leaseTime);
}

std::shared_ptr<void> LeaseKeeper::hold(QByteArray key, QByteArray lease)
{
    m_held.push_back({std::move(key), std::move(lease), m_clock.steady()});
    if (!m_timer.isActive())
        m_timer.start(m_leaseTime / 4);
    return std::make_shared<Token>(this, std::prev(m_held.end()));
}

void LeaseKeeper::renewDue()
{
    const SteadyTime now = m_clock.steady();
    std::vector<ConditionalSet> due;
    for (Held &held : m_held) {
        if (now - held.renewed >= m_leaseTime / 2) {
            held.renewed = now;
            due.push_back({held.key, held.lease, held.lease, wholeLeaseTime()});
        }
    }
    if (m_held.empty())
        m_timer.stop();
    if (!due.empty())
        m_work.spawn(renew(&m_store, std::move(due)));
}

Task<std::vector<Result<CacheValue>>> LeaseKeeper::takeOver(std::vector<LeaseRequest> requests,
                                                            std::vector<Result<CacheValue>> values)
{
    std::vector<size_t> leased;
    std::vector<ConditionalSet> wanted;
    for (size_t i = 0; i < values.size(); ++i) {
        const bool isLease =
            values[i] && !values[i]->leased && values[i]->value && CacheEnvelope::isLease(*values[i]->value);
        if (!isLease)
            continue;
        leased.push_back(i);
        wanted.push_back({requests[i].key, *values[i]->value, requests[i].lease, wholeLeaseTime()});
    }
    if (leased.empty())
        co_return values;
    auto taking = m_store.setIfUnchanged(std::move(wanted));
    const std::vector<Result<bool>> taken = co_await taking;
    for (size_t n = 0; n < leased.size(); ++n) {
        if (!taken[n] || !*taken[n])
            continue; // filled or invalidated meanwhile: the rows are refused then
        CacheValue &value = *values[leased[n]];
        value.leased = true;
        value.value.reset();
    }
    co_return values;
}

void LeaseKeeper::close()
{
    m_timer.stop();
}

} // namespace hrcache
