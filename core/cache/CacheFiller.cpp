#include "cache/CacheFiller.h"

#include "base/NextTurn.h"
#include "cache/CacheEnvelope.h"

#include <QPointer>
#include <QRandomGenerator>

#include <algorithm>

namespace hrcache {

CacheFiller::CacheFiller(CacheStore &store, CacheEventFeed &events, const Clock &clock)
    : m_store(store)
    , m_events(events)
    , m_clock(clock)
    , m_turnEnd([this] { m_work.spawn(run()); })
{
}

CacheFiller::~CacheFiller() = default;

void CacheFiller::add(std::unique_ptr<KeyTicket> ticket, QByteArray data)
{
    enqueue({std::move(ticket), std::move(data), m_clock.now(), {}});
}

void CacheFiller::enqueue(Fill fill)
{
    if (m_closed)
        return;
    m_queue.push_back(std::move(fill));
    m_turnEnd.request();
}

Task<> CacheFiller::run()
{
    auto fills = std::exchange(m_queue, {});
    if (fills.empty() || m_closed)
        co_return;
    const QPointer<CacheFiller> self(this);
    const SteadyTime start = m_clock.steady();
    std::vector<ConditionalSet> requests;
    requests.reserve(fills.size());
    for (Fill &fill : fills) {
        const KeyTicket &ticket = *fill.ticket;
        QByteArray value;
        if (const auto &index = fill.index)
            value = CacheEnvelope::composeIndex(fill.readAt, ticket.ttl, ticket.source, index->snapshot,
                                                index->pages, index->rows);
        else if (!fill.data.isEmpty())
            value = CacheEnvelope::compose(fill.data, fill.readAt, ticket.ttl, ticket.source);
        fill.data.clear();
        requests.push_back({ticket.key, ticket.expected, std::move(value), ticket.ttl});
    }
    auto sent = requests;
    auto storing = m_useLeases ? m_store.setIfUnchanged(std::move(sent)) : storeAnyway(std::move(sent));
    const std::vector<Result<bool>> stored = co_await storing;
    if (!self || m_closed || !m_events.isWanted())
        co_return;
    for (size_t i = 0; i < requests.size(); ++i)
        announce(requests[i], stored[i], start);
}

void CacheFiller::addPages(std::unique_ptr<KeyTicket> index, std::vector<QByteArray> keys,
                           std::vector<HrRows> pages)
{
    m_work.spawn(runPages(std::move(index), std::move(keys), std::move(pages)));
}

Task<> CacheFiller::runPages(std::unique_ptr<KeyTicket> index, std::vector<QByteArray> keys,
                             std::vector<HrRows> pages)
{
    const QPointer<CacheFiller> self(this);
    const WallTime readAt = m_clock.now();
    const QByteArray snapshot = QByteArray::number(QRandomGenerator::system()->generate64(), 16);
    qsizetype rows = 0;
    std::vector<Task<Result<void>>> storing;
    TurnBudget budget;
    for (size_t page = 0; page < pages.size(); ++page) {
        budget.spend(pages[page].json.size());
        if (budget.isSpent()) {
            co_await nextTurn();
            if (!self || m_closed)
                co_return;
        }
        const QByteArray source = "hr.employees:page:" + QByteArray::number(qulonglong(page));
        auto value = CacheEnvelope::compose(pages[page].json, readAt, index->ttl, source, snapshot);
        rows += pages[page].count;
        pages[page].json.clear();
        auto key = keys[page];
        storing.push_back(m_store.set(std::move(key), std::move(value), index->ttl));
    }
    const size_t count = storing.size();
    auto stored = co_await whenAll(std::move(storing));
    const bool complete =
        std::all_of(stored.begin(), stored.end(), [](const Result<void> &one) { return one.has_value(); });
    if (!self || m_closed)
        co_return;
    Fill fill{std::move(index), {}, readAt, {}};
    if (complete)
        fill.index = PageIndex{snapshot, static_cast<qsizetype>(count), rows};
    enqueue(std::move(fill));
}

Task<std::vector<Result<bool>>> CacheFiller::storeAnyway(std::vector<ConditionalSet> requests)
{
    const QPointer<CacheFiller> self(this);
    std::vector<Result<bool>> stored;
    for (ConditionalSet &request : requests) {
        if (!self)
            break; // and nobody announces what became of the rest
        if (request.value.isEmpty()) {
            stored.emplace_back(true);
            continue;
        }
        auto set = co_await m_store.set(std::move(request.key), std::move(request.value), request.ttl);
        stored.push_back(set.map([] { return true; }));
    }
    co_return stored;
}

void CacheFiller::announce(const ConditionalSet &request, const Result<bool> &stored, SteadyTime since)
{
    CacheEvent event;
    event.key = request.key;
    event.bytes = request.value.size();
    if (!stored) {
        event.type = CacheEvent::Type::Error;
        event.text = stored.error().message;
    } else if (request.value.isEmpty()) {
        return;
    } else if (*stored) {
        event.type = CacheEvent::Type::Store;
        event.text = QStringLiteral("TTL: %1s").arg(request.ttl.count());
    } else {
        event.type = CacheEvent::Type::Refused;
        event.text = QStringLiteral("invalidated meanwhile");
    }
    m_events.announce(std::move(event), m_clock, since);
}

Task<> CacheFiller::idle()
{
    const QPointer<CacheFiller> self(this);
    // Pages that are stored have their index to follow.
    do {
        if (!m_queue.empty())
            m_work.spawn(run());
        co_await m_work.idle();
    } while (self && !m_queue.empty());
}

void CacheFiller::close()
{
    m_closed = true;
    m_queue.clear();
}

} // namespace hrcache
