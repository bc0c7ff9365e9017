#include "cache/CacheInvalidator.h"

#include "base/Logging.h"
#include "base/NextTurn.h"
#include "cache/CacheEnvelope.h"
#include "cache/CacheKey.h"

#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <optional>

namespace hrcache {

namespace {

constexpr size_t keysAtOnce = 2'000;
/// Nobody looks at a window that is about to go; fewer round trips get further.
constexpr size_t keysAtOnceAtTheEnd = 10'000;
constexpr std::chrono::milliseconds longestUntold{500};

bool touchesPages(const std::vector<HrQuery> &queries)
{
    return std::any_of(queries.begin(), queries.end(),
                       [](const HrQuery &query) { return query.kind == HrQuery::Kind::Employees; });
}

QString givenUp()
{
    return CacheInvalidator::tr(
        "The connection to the cache was given up before the old copies were deleted.");
}

} // namespace

CacheInvalidator::CacheInvalidator(CacheStore &store, InvalidationJournal &journal, UnlistedHolders &unlisted,
                                   CacheEventFeed &events, const Clock &clock)
    : m_store(store)
    , m_unlisted(unlisted)
    , m_events(events)
    , m_clock(clock)
    , m_retry(store, journal, clock)
{
}

CacheInvalidator::~CacheInvalidator() = default;

Task<Result<void>> CacheInvalidator::canInvalidate(CacheTtl ttl)
{
    const Result<void> reachable = co_await m_store.ping();
    if (reachable)
        co_return {};
    // What writes make old; references and clusters are not written here.
    // Other programs keep them as long as the contract says.
    const CacheTtl others;
    const auto longest =
        std::max({ttl.employees, ttl.employee, ttl.contracts, ttl.activeContract, others.employees,
                  others.employee, others.contracts, others.activeContract});
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(longest).count();
    Error error = Error::make(ErrorCode::CannotInvalidate,
                              tr("Nothing was written: the cache cannot be invalidated now, so readers may "
                                 "see the old value for up "
                                 "to %1 min. Try again, or write anyway.")
                                  .arg(minutes),
                              reachable.error().message, reachable.error().serverCode);
    co_return failure(std::move(error));
}

Task<InvalidationReceipt> CacheInvalidator::invalidate(CompanyId company, std::vector<UserId> users,
                                                       std::vector<HrQuery> queries)
{
    std::vector<QByteArray> keys;
    keys.reserve(users.size() * queries.size());
    for (const UserId &user : users) {
        for (const HrQuery &query : queries) {
            if (QByteArray key = CacheKey::of(user, query); !key.isEmpty())
                keys.push_back(std::move(key));
        }
    }
    auto watched = keys;
    std::erase_if(watched, isPageKey); // no other program writes them
    auto holders = touchesPages(queries) ? users : std::vector<UserId>();
    QPointer<CacheInvalidator> self(this);
    // Asked in the same turn, so that it goes in the same pipeline, behind the commit as the DEL is.
    std::optional<Task<Result<std::vector<UserId>>>> asking;
    if (!m_closed)
        asking.emplace(m_unlisted.of(company));
    if (!m_closed && !holders.empty())
        m_work.spawn(deletePages(company, std::move(holders)));
    InvalidationReceipt receipt = co_await invalidateKeys(company, std::move(keys));
    if (!self || !asking)
        co_return receipt;
    auto unlisted = invalidateUnlisted(company, std::move(users), std::move(queries), std::move(*asking));
    const InvalidationReceipt theirs = co_await unlisted;
    receipt.keys += theirs.keys;
    receipt.deleted += theirs.deleted;
    if (receipt.acknowledged && !theirs.acknowledged) {
        receipt.acknowledged = false;
        receipt.problem = theirs.problem;
    }
    if (!self)
        co_return receipt;
    if (m_secondDelete.count() > 0 && !m_closed) {
        QTimer::singleShot(m_secondDelete, this,
                           [this, company, watched] { m_work.spawn(deleteForeignFills(company, watched)); });
    }
    co_return receipt;
}

Task<InvalidationReceipt> CacheInvalidator::invalidateUnlisted(CompanyId company, std::vector<UserId> listed,
                                                               std::vector<HrQuery> queries,
                                                               Task<Result<std::vector<UserId>>> asking)
{
    QPointer<CacheInvalidator> self(this);
    InvalidationReceipt receipt;
    const auto users = co_await asking;
    if (!self || m_closed)
        co_return receipt;
    if (!users) {
        // A role that may not read the list has not registered anybody either.
        if (users.error().code == ErrorCode::PermissionDenied)
            co_return receipt;
        receipt.acknowledged = false;
        receipt.problem = users.error().message;
        PendingInvalidation pending;
        for (const HrQuery &query : queries) {
            if (QByteArray end = CacheKey::endOf(query); !end.isEmpty())
                pending.endsForUnlisted.push_back(std::move(end));
        }
        pending.company = std::move(company);
        pending.since = m_clock.now();
        pending.until = m_clock.now() + m_longestTtl;
        m_retry.add(std::move(pending));
        co_return receipt;
    }
    std::vector<QByteArray> keys;
    std::vector<UserId> holders;
    for (const UserId &user : *users) {
        if (std::find(listed.begin(), listed.end(), user) != listed.end())
            continue;
        holders.push_back(user);
        for (const HrQuery &query : queries) {
            if (QByteArray key = CacheKey::of(user, query); !key.isEmpty())
                keys.push_back(std::move(key));
        }
    }
    if (!holders.empty() && touchesPages(queries))
        m_work.spawn(deletePages(company, std::move(holders)));
    if (!keys.empty()) {
        auto deleting = invalidateKeys(company, std::move(keys));
        receipt = co_await deleting;
    }
    co_return receipt;
}

Task<> CacheInvalidator::deletePages(CompanyId company, std::vector<UserId> holders)
{
    const QPointer<CacheInvalidator> self(this);
    std::vector<QByteArray> firstPages;
    for (const UserId &user : holders)
        firstPages.push_back(CacheKey::of(user, HrQuery::employeesPage(company, 0)));
    auto looking = m_store.describe(std::move(firstPages));
    const auto found = co_await looking;
    std::vector<QByteArray> keys;
    for (size_t i = 0; i < holders.size(); ++i) {
        if (!found[i] || !found[i]->exists)
            continue;
        for (const HrQuery &query : HrQuery::everyPage(company))
            keys.push_back(CacheKey::of(holders[i], query));
    }
    for (size_t from = 0; from < keys.size() && self && !m_closed; from += keysAtOnce) {
        const size_t to = std::min(keys.size(), from + keysAtOnce);
        std::vector<QByteArray> part(keys.begin() + static_cast<std::ptrdiff_t>(from),
                                     keys.begin() + static_cast<std::ptrdiff_t>(to));
        auto removing = m_store.remove(std::move(part));
        const Result<qint64> removed = co_await removing;
        // Nobody reads them any more, and they expire.
        if (!removed)
            co_return;
    }
}

Task<> CacheInvalidator::deleteForeignFills(CompanyId company, std::vector<QByteArray> keys)
{
    if (m_closed)
        co_return;
    QPointer<CacheInvalidator> self(this);
    auto asked = std::move(keys);
    const auto infos = co_await m_store.describe(std::move(asked));
    if (!self || m_closed)
        co_return;
    // Our own fills are fenced; only a program without the lease can have stored an old row meanwhile.
    std::vector<QByteArray> foreign;
    for (const Result<CacheKeyInfo> &info : infos) {
        if (info && info->exists && !CacheEnvelope::isOwnTail(info->tail))
            foreign.push_back(info->key);
    }
    if (!foreign.empty())
        co_await invalidateKeys(std::move(company), std::move(foreign));
}

Task<InvalidationReceipt> CacheInvalidator::invalidateKeys(CompanyId company, std::vector<QByteArray> keys)
{
    auto message = keys.size() == 1 ? keys.front() : QByteArray::number(countTold(keys));
    auto channel = CacheKey::channel(company);
    return removeKeys(std::move(company), std::move(keys), std::move(channel), std::move(message));
}

Task<InvalidationReceipt>
CacheInvalidator::invalidateInParts(CompanyId company, std::shared_ptr<const std::vector<QByteArray>> keys,
                                    size_t atOnce)
{
    const auto held = m_work.hold(); // goes last: whoever waits for it may take down everything else
    const QPointer<CacheInvalidator> self(this);
    const auto parts = std::make_shared<Parts>(Parts{company, 0, keys->size()});
    m_parts.push_back(parts);
    InvalidationReceipt sum;
    size_t firstUntold = 0;
    SteadyTime toldAt = m_clock.steady();
    for (size_t from = 0, to = 0; from < keys->size(); from = to) {
        if (from > 0)
            co_await nextTurn();
        if (!self) {
            sum.keys += static_cast<qsizetype>(keys->size() - from);
            sum.acknowledged = false;
            sum.problem = givenUp();
            co_return sum;
        }
        to = std::min(keys->size(), from + (m_hastened ? std::max(atOnce, keysAtOnceAtTheEnd) : atOnce));
        std::vector<QByteArray> part(keys->begin() + static_cast<std::ptrdiff_t>(from),
                                     keys->begin() + static_cast<std::ptrdiff_t>(to));
        const qsizetype untold = parts->untold + countTold(part);
        const bool tells = to == keys->size() || m_hastened || m_clock.steady() - toldAt >= longestUntold;
        parts->untold = tells ? 0 : untold;
        auto channel = tells ? CacheKey::channel(company) : QByteArray();
        auto message = keys->size() == 1 ? keys->front() : QByteArray::number(untold);
        auto removing = removeKeys(company, std::move(part), std::move(channel), std::move(message));
        const InvalidationReceipt receipt = co_await removing;
        sum.keys += receipt.keys;
        sum.deleted += receipt.deleted;
        parts->left = keys->size() - to;
        if (receipt.acknowledged && !tells)
            continue;
        if (!receipt.acknowledged) {
            sum.acknowledged = false;
            sum.problem = receipt.problem;
            // Trying these again publishes them.
            const qsizetype before = untold - receipt.keys;
            if (before > 0 && self && !m_closed) {
                auto telling = tell(company, before);
                const Result<qint64> told = co_await telling;
                // Deleting them once more does no harm, and is told.
                if (!told && self && !m_closed) {
                    std::vector<QByteArray> again(keys->begin() + static_cast<std::ptrdiff_t>(firstUntold),
                                                  keys->begin() + static_cast<std::ptrdiff_t>(from));
                    m_retry.add(
                        {0, company, std::move(again), {}, m_clock.now(), m_clock.now() + m_longestTtl});
                }
            }
        }
        parts->untold = 0;
        firstUntold = to;
        if (self)
            toldAt = m_clock.steady();
    }
    if (self)
        std::erase(m_parts, parts);
    co_return sum;
}

Task<Result<qint64>> CacheInvalidator::tell(CompanyId company, qsizetype keys)
{
    return m_store.remove({}, CacheKey::channel(company), QByteArray::number(keys));
}

Task<> CacheInvalidator::tellEarly(CompanyId company, qsizetype keys)
{
    auto telling = tell(std::move(company), keys);
    co_await telling;
}

void CacheInvalidator::hasten()
{
    if (std::exchange(m_hastened, true) || m_closed)
        return;
    // Behind what was sent; whether its answer still comes is not known. Told twice does no harm.
    for (const auto &parts : std::vector(m_parts)) {
        if (parts->untold > 0)
            m_work.spawn(tellEarly(parts->company, parts->untold));
    }
}

Task<InvalidationReceipt> CacheInvalidator::removeKeys(CompanyId company, std::vector<QByteArray> keys,
                                                       QByteArray channel, QByteArray message)
{
    InvalidationReceipt receipt;
    receipt.keys = countTold(keys);
    if (keys.empty())
        co_return receipt;
    if (m_closed) {
        receipt.acknowledged = false;
        receipt.problem = givenUp();
        co_return receipt;
    }
    QPointer<CacheInvalidator> self(this);
    const SteadyTime start = m_clock.steady();
    auto sent = keys;
    const Result<qint64> removed =
        co_await m_store.remove(std::move(sent), std::move(channel), std::move(message));
    if (removed) {
        receipt.deleted = *removed;
        if (self && m_events.isWanted()) {
            for (const QByteArray &key : keys) {
                // Pages go with their list; a hundred lines would hide the one that matters.
                if (!isPageKey(key))
                    announce(CacheEvent::Type::Invalidate, key, start);
            }
        }
        co_return receipt;
    }
    receipt.acknowledged = false;
    receipt.problem = removed.error().message;
    if (!self)
        co_return receipt;
    announce(CacheEvent::Type::Error, keys.front(), start, receipt.problem);
    if (!m_closed)
        m_retry.add(
            {0, std::move(company), std::move(keys), {}, m_clock.now(), m_clock.now() + m_longestTtl});
    co_return receipt;
}

void CacheInvalidator::close()
{
    for (const auto &parts : m_parts) {
        if (parts->left > 0 && !m_closed)
            qCWarning(logCache, "%zu keys that were to be deleted may stay in the cache", parts->left);
    }
    m_closed = true;
    m_retry.close();
}

void CacheInvalidator::announce(CacheEvent::Type type, const QByteArray &key, SteadyTime since, QString text)
{
    if (!m_events.isWanted())
        return;
    CacheEvent event;
    event.type = type;
    event.key = key;
    event.text = std::move(text);
    m_events.announce(std::move(event), m_clock, since);
}

} // namespace hrcache
