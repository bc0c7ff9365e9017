#include "cache/InvalidationRetry.h"

#include "cache/CacheKey.h"

#include <QRandomGenerator>

#include <algorithm>

namespace hrcache {

namespace {

constexpr std::chrono::milliseconds shortestDelay{500};
constexpr std::chrono::milliseconds longestDelay{10'000};

/// The next will fare no better.
bool isOutage(const Error &error)
{
    return error.code == ErrorCode::Unreachable || error.code == ErrorCode::Timeout;
}

} // namespace

InvalidationRetry::InvalidationRetry(CacheStore &store, InvalidationJournal &journal, const Clock &clock,
                                     QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_unlisted(store)
    , m_journal(journal)
    , m_clock(clock)
    , m_delay(shortestDelay)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { retryNow(); });
    scheduleNext();
}

void InvalidationRetry::add(PendingInvalidation pending)
{
    m_journal.add(std::move(pending));
    m_delay = shortestDelay;
    emit pendingChanged(pendingKeys());
    scheduleNext();
}

qsizetype InvalidationRetry::pendingKeys() const
{
    qsizetype keys = 0;
    for (const PendingInvalidation &pending : m_journal.entries()) {
        keys += pending.endsForUnlisted.empty() ? 0 : 1;
        keys += std::count_if(pending.keys.begin(), pending.keys.end(),
                              [](const QByteArray &key) { return !isPageKey(key); });
    }
    return keys;
}

Task<bool> InvalidationRetry::retryNow()
{
    if (m_running || m_closed)
        co_return false;
    m_running = true;
    QPointer<InvalidationRetry> self(this);
    m_lastError.reset();
    const auto entries = m_journal.entries();
    for (const PendingInvalidation &pending : entries) {
        if (pending.until <= m_clock.now()) {
            m_journal.remove(pending.id);
            continue;
        }
        auto collecting = allKeys(pending);
        auto keys = co_await collecting;
        if (!self || m_closed)
            co_return false;
        if (!keys) {
            m_lastError = keys.error();
            if (isOutage(*m_lastError))
                break;
            continue;
        }
        auto channel = CacheKey::channel(pending.company);
        auto message = keys->size() == 1 ? keys->front() : QByteArray::number(countTold(*keys));
        auto removing = m_store.remove(std::move(*keys), std::move(channel), std::move(message));
        const Result<qint64> removed = co_await removing;
        if (!self || m_closed)
            co_return false;
        if (!removed) {
            m_lastError = removed.error();
            if (isOutage(*m_lastError))
                break;
            continue;
        }
        m_journal.remove(pending.id);
    }
    m_running = false;
    m_delay = std::min(m_delay * 2, longestDelay);
    emit pendingChanged(pendingKeys());
    scheduleNext();
    co_return m_journal.entries().empty();
}

Task<Result<std::vector<QByteArray>>> InvalidationRetry::allKeys(PendingInvalidation pending)
{
    auto keys = std::move(pending.keys);
    if (pending.endsForUnlisted.empty())
        co_return keys;
    const CompanyId company = pending.company;
    auto asking = m_unlisted.of(company);
    const auto users = co_await asking;
    if (!users)
        co_return failure(users.error());
    for (const UserId &user : *users) {
        for (const QByteArray &end : pending.endsForUnlisted)
            keys.push_back(CacheKey::withEnd(user, company, end));
    }
    co_return keys;
}

void InvalidationRetry::close()
{
    m_closed = true;
    m_timer.stop();
}

void InvalidationRetry::scheduleNext()
{
    if (m_closed || m_running || m_timer.isActive() || m_journal.entries().empty())
        return;
    m_timer.start(std::chrono::milliseconds(QRandomGenerator::global()->bounded(
        static_cast<int>(shortestDelay.count() / 2), static_cast<int>(m_delay.count()) + 1)));
}

} // namespace hrcache
