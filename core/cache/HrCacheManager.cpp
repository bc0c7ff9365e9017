#include "cache/HrCacheManager.h"

#include "base/ThreadPool.h"

#include <QLocale>
#include <QThreadPool>

namespace hrcache {

HrCacheManager::HrCacheManager(CacheStore &store, InvalidationJournal &journal, const Clock &clock,
                               CacheSettings settings, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_settings(settings)
    , m_retry(store, journal, clock)
    , m_filler(store, m_events, clock)
{
    setSettings(settings);
}

HrCacheManager::~HrCacheManager() = default;

Task<CacheEnvelope> HrCacheManager::decode(HrQuery::Kind kind, QByteArray bytes)
{
    auto work = [kind, bytes] { return CacheEnvelope::parse(kind, bytes); };
    auto working = runOnPool(QThreadPool::globalInstance(), std::move(work));
    Result<CacheEnvelope> decoded = co_await working;
    co_return decoded ? std::move(*decoded) : CacheEnvelope{};
}

Task<std::vector<CacheAnswer>> HrCacheManager::lookUp(UserId user, std::vector<HrQuery> queries,
                                                      ReadMode mode)
{
    const SteadyTime start = m_clock.steady();
    std::vector<CacheAnswer> answers(queries.size());
    std::vector<LeaseRequest> requests;
    std::vector<size_t> asked; // index of the answer that a request is for
    requests.reserve(queries.size());
    asked.reserve(queries.size());
    for (size_t i = 0; i < queries.size(); ++i) {
        Provenance &from = answers[i].from;
        from.ttl = m_settings.ttl.of(queries[i].kind);
        from.key = CacheKey::of(user, queries[i]);
        if (from.key.isEmpty() || from.ttl.count() <= 0 || m_closed) {
            answers[i].reason = from.reason = Reason::NotCached;
            from.key.clear();
            continue;
        }
        asked.push_back(i);
        requests.push_back({from.key, CacheEnvelope::composeLease(m_clock.now())});
    }
    if (asked.empty())
        co_return answers;

    std::vector<Result<CacheValue>> values;
    if (m_settings.useLeases) {
        auto sent = requests;
        values = co_await m_store.getOrLease(std::move(sent), m_settings.leaseTime);
    } else {
        std::vector<QByteArray> keys;
        for (const LeaseRequest &request : requests)
            keys.push_back(request.key);
        values = co_await m_store.get(std::move(keys));
    }

    for (size_t i = 0; i < asked.size(); ++i) {
        CacheAnswer &answer = answers[asked[i]];
        Result<CacheValue> &found = values[i];
        const auto ticketFor = [&](QByteArray expected) {
            auto ticket = std::make_unique<KeyTicket>();
            ticket->key = answer.from.key;
            ticket->expected = std::move(expected);
            ticket->ttl = answer.from.ttl;
            ticket->source = "hr." + answer.from.key.mid(answer.from.key.indexOf(":hr:") + 4);
            return ticket;
        };
        answer.reason = mode == ReadMode::Forced ? Reason::Forced : Reason::Miss;
        if (!found) {
            answer.reason = Reason::CacheUnreachable;
            answer.from.note = found.error().message;
            announce(CacheEvent::Type::Error, answer.from.key, start, 0, 0, found.error().message);
        } else if (found->leased || !m_settings.useLeases) {
            if (found->value && mode == ReadMode::CacheFirst) {
                answerFromValue(answer, CacheEnvelope::parse(queries[asked[i]].kind, *found->value),
                                *found->value, *found, mode);
            }
            if (answer.reason != Reason::Hit) {
                auto ticket = ticketFor(requests[i].lease);
                ticket->ownLease = true;
                answer.ticket = std::move(ticket);
            }
        } else if (found->value) {
            CacheEnvelope envelope;
            if (mode == ReadMode::CacheFirst) {
                if (found->value->size() <= m_settings.decodeInBackgroundBytes)
                    envelope = CacheEnvelope::parse(queries[asked[i]].kind, *found->value);
                else {
                    auto bytes = *found->value;
                    auto decoding = decode(queries[asked[i]].kind, std::move(bytes));
                    envelope = co_await decoding;
                }
            }
            answerFromValue(answer, envelope, *found->value, *found, mode);
            // The bytes that stand there are a fence as good as a lease: whoever invalidates removes them.
            if (answer.reason == Reason::Unusable || answer.reason == Reason::Forced)
                answer.ticket = ticketFor(*found->value);
        } else {
            answer.from.note = tr("Not cached: the cache takes no writes from this program at the moment.");
        }
        answer.from.reason = answer.reason;
        if (m_events.isWanted()) {
            if (answer.reason == Reason::Hit) {
                announce(CacheEvent::Type::Hit, answer.from.key, start, answer.from.bytes,
                         static_cast<qsizetype>(answer.document.itemCount()),
                         answer.from.cachedAt ? QString::fromLatin1(toLocalIso(*answer.from.cachedAt))
                                              : QString());
            } else if (answer.reason != Reason::CacheUnreachable) {
                announce(CacheEvent::Type::Miss, answer.from.key, start, 0, 0,
                         answer.reason == Reason::Miss ? QString() : reasonName(answer.reason));
            }
        }
    }
    co_return answers;
}

void HrCacheManager::answerFromValue(CacheAnswer &answer, const CacheEnvelope &envelope, QByteArray value,
                                     const CacheValue &found, ReadMode mode)
{
    if (mode == ReadMode::Forced) {
        answer.reason = Reason::Forced;
        return;
    }
    if (envelope.state == CacheEnvelope::State::Lease) {
        answer.reason = Reason::BeingFilled;
        answer.lease = std::move(value);
        return;
    }
    if (envelope.state != CacheEnvelope::State::Usable) {
        answer.reason = Reason::Unusable;
        return;
    }
    answer.reason = Reason::Hit;
    answer.snapshot = envelope.snapshot;
    answer.document = envelope.document;
    answer.from.source = Source::Cache;
    answer.from.server = m_store.name();
    answer.from.bytes = value.size();
    if (envelope.ttl.count() > 0)
        answer.from.ttl = envelope.ttl;
    answer.from.ttlLeft = found.ttlLeft;
    // What is left of the TTL tells the age whatever clock and time zone the writer has.
    if (found.ttlLeft && *found.ttlLeft <= answer.from.ttl)
        answer.from.cachedAt = m_clock.now() - (answer.from.ttl - *found.ttlLeft);
    else
        answer.from.cachedAt = CacheEnvelope::parseCachedAt(envelope.cachedAt);
}

FillDecision HrCacheManager::fill(std::unique_ptr<FillTicket> ticket, HrRows rows)
{
    std::unique_ptr<KeyTicket> own(static_cast<KeyTicket *>(ticket.release()));
    if (!own || m_closed)
        return {};
    FillDecision decision;
    decision.accepted = !rows.isEmpty();
    if (rows.json.size() > m_settings.maximumValueBytes) {
        decision.accepted = false;
        const QLocale locale;
        decision.note = tr("Not cached: %1 is over the limit of %2 for one entry.")
                            .arg(locale.formattedDataSize(rows.json.size()),
                                 locale.formattedDataSize(m_settings.maximumValueBytes));
        announce(CacheEvent::Type::Refused, own->key, m_clock.steady(), rows.json.size(), rows.count,
                 decision.note);
    }
    m_filler.add(std::move(own), decision.accepted ? std::move(rows.json) : QByteArray());
    return decision;
}

void HrCacheManager::release(std::unique_ptr<FillTicket> ticket)
{
    std::unique_ptr<KeyTicket> own(static_cast<KeyTicket *>(ticket.release()));
    // An entry that was only to be replaced stays: the database gave nothing better.
    if (own && own->ownLease && !m_closed)
        m_filler.add(std::move(own), {});
}

void HrCacheManager::fillPages(UserId user, CompanyId company, std::unique_ptr<FillTicket> index,
                               std::vector<HrRows> pages)
{
    std::unique_ptr<KeyTicket> own(static_cast<KeyTicket *>(index.release()));
    if (!own || m_closed)
        return;
    std::vector<QByteArray> keys;
    for (size_t page = 0; page < pages.size(); ++page)
        keys.push_back(CacheKey::of(user, HrQuery::employeesPage(company, static_cast<int>(page))));
    m_filler.addPages(std::move(own), std::move(keys), std::move(pages));
}

Task<Result<void>> HrCacheManager::canInvalidate()
{
    const Result<void> reachable = co_await m_store.ping();
    if (reachable)
        co_return {};
    // What writes make old; references and clusters are not written here.
    const CacheTtl &ttl = m_settings.ttl;
    const auto longest = std::max({ttl.employees, ttl.employee, ttl.contracts, ttl.activeContract});
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(longest).count();
    Error error = Error::make(ErrorCode::CannotInvalidate,
                              tr("Nothing was written: the cache cannot be invalidated now, so readers may "
                                 "see the old value for up "
                                 "to %1 min. Try again, or write anyway.")
                                  .arg(minutes),
                              reachable.error().message, reachable.error().serverCode);
    co_return failure(std::move(error));
}

Task<InvalidationReceipt> HrCacheManager::invalidate(CompanyId company, std::vector<UserId> users,
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
    InvalidationReceipt receipt = co_await invalidateKeys(company, std::move(keys));
    if (m_settings.secondDelete.count() > 0 && !m_closed) {
        QTimer::singleShot(m_settings.secondDelete, this,
                           [this, company, watched] { m_work.spawn(deleteForeignFills(company, watched)); });
    }
    co_return receipt;
}

Task<> HrCacheManager::deleteForeignFills(CompanyId company, std::vector<QByteArray> keys)
{
    if (m_closed)
        co_return;
    auto asked = keys;
    const auto infos = co_await m_store.describe(std::move(asked));
    if (m_closed)
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

Task<InvalidationReceipt> HrCacheManager::invalidateKeys(CompanyId company, std::vector<QByteArray> keys)
{
    InvalidationReceipt receipt;
    receipt.keys =
        std::count_if(keys.begin(), keys.end(), [](const QByteArray &key) { return !isPageKey(key); });
    if (keys.empty() || m_closed)
        co_return receipt;
    const SteadyTime start = m_clock.steady();
    auto sent = keys;
    auto message = keys.size() == 1 ? keys.front() : QByteArray::number(receipt.keys);
    auto channel = CacheKey::channel(company);
    const Result<qint64> removed =
        co_await m_store.remove(std::move(sent), std::move(channel), std::move(message));
    if (removed) {
        receipt.deleted = *removed;
        if (m_events.isWanted()) {
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
    announce(CacheEvent::Type::Error, keys.front(), start, 0, 0, receipt.problem);
    if (!m_closed)
        m_retry.add({0, std::move(company), std::move(keys), m_clock.now(), m_clock.now() + longestTtl()});
    co_return receipt;
}

Task<Result<std::optional<CachedEntry>>> HrCacheManager::getCachedData(UserId user, HrQuery query)
{
    CachedEntry entry;
    entry.key = CacheKey::of(user, query);
    std::vector<QByteArray> keys{entry.key};
    auto values = co_await m_store.get(std::move(keys));
    if (!values.front())
        co_return failure(std::move(values.front().error()));
    if (!values.front()->value)
        co_return std::optional<CachedEntry>();
    entry.value = *values.front()->value;
    entry.ttlLeft = values.front()->ttlLeft;
    co_return std::optional<CachedEntry>(std::move(entry));
}

Task<Result<void>> HrCacheManager::setCachedData(UserId user, HrQuery query, QByteArray data)
{
    const QByteArray key = CacheKey::of(user, query);
    const auto ttl = m_settings.ttl.of(query.kind);
    if (key.isEmpty() || ttl.count() <= 0)
        co_return failure(ErrorCode::InvalidArgument, tr("This kind of data is not cached."));
    const Result<HrDocument> document = HrDocument::fromRows(query.kind, data);
    if (!document)
        co_return failure(document.error());
    if (document->isEmpty())
        co_return failure(ErrorCode::InvalidArgument, tr("Empty data is never cached."));
    if (data.size() > m_settings.maximumValueBytes)
        co_return failure(ErrorCode::TooLarge, tr("The data is over the size limit for one cache entry."));
    const auto source = CacheKey::parse(key).value_or(CacheKey{}).source();
    auto value = CacheEnvelope::compose(data, m_clock.now(), ttl, source);
    auto stored = co_await m_store.set(key, std::move(value), ttl);
    co_return stored;
}

Task<InvalidationReceipt> HrCacheManager::invalidateCache(UserId user, HrQuery query)
{
    std::vector<QByteArray> keys{CacheKey::of(user, query)};
    co_return co_await invalidateKeys(query.company, std::move(keys));
}

Task<> HrCacheManager::idle()
{
    co_await m_filler.idle();
    co_await m_work.idle();
}

void HrCacheManager::close()
{
    m_closed = true;
    m_filler.close();
    m_retry.close();
}

void HrCacheManager::setSettings(const CacheSettings &settings)
{
    m_settings = settings;
    m_filler.setUseLeases(settings.useLeases);
}

void HrCacheManager::announce(CacheEvent::Type type, const QByteArray &key, SteadyTime since, qsizetype bytes,
                              qsizetype items, QString text)
{
    if (!m_events.isWanted())
        return;
    CacheEvent event;
    event.type = type;
    event.key = key;
    event.bytes = bytes;
    event.items = items;
    event.text = std::move(text);
    m_events.announce(std::move(event), m_clock, since);
}

} // namespace hrcache
