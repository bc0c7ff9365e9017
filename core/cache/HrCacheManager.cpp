#include "cache/HrCacheManager.h"

#include "base/NextTurn.h"
#include "base/ThreadPool.h"

#include <QLocale>
#include <QPointer>

namespace hrcache {

namespace {

/// What is said to those who still ask when the cache has been taken down.
std::vector<CacheAnswer> unanswered(std::vector<CacheAnswer> answers)
{
    for (CacheAnswer &answer : answers) {
        answer = CacheAnswer();
        answer.reason = answer.from.reason = Reason::CacheUnreachable;
    }
    return answers;
}

/// Whether what cannot be stored whole stands in pages that are as good as before.
bool keepsPages(const KeyTicket &ticket, const FillDecision &decision, const HrRows &rows)
{
    return ticket.namesPages && !ticket.isForced && !decision.accepted && !rows.isEmpty();
}

constexpr qsizetype keptTail = 512; // as CacheKeyInfo::tail

/// Whether the cache is well, but there is a list, a hash or the like in the key. Comparing and replacing, as
/// fills do, is for texts only.
bool holdsNoText(const Error &error)
{
    return error.serverCode == u"WRONGTYPE";
}

} // namespace

HrCacheManager::HrCacheManager(CacheStore &store, InvalidationJournal &journal, const Clock &clock,
                               CacheSettings settings, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_settings(settings)
    , m_unlisted(store)
    , m_leases(store, clock)
    , m_filler(store, m_events, clock)
    , m_invalidator(store, journal, m_unlisted, m_events, clock)
{
    setSettings(settings);
}

HrCacheManager::~HrCacheManager() = default;

Task<CacheEnvelope> HrCacheManager::decode(HrQuery::Kind kind, QByteArray bytes)
{
    auto work = [kind, bytes] { return CacheEnvelope::parse(kind, bytes); };
    auto working = runOnPool(workerPool(), std::move(work));
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

    const QPointer<HrCacheManager> self(this);
    std::vector<Result<CacheValue>> values;
    if (m_settings.useLeases) {
        auto sent = requests;
        values = co_await m_store.getOrLease(std::move(sent), m_settings.leaseTime);
        if (self && mode == ReadMode::Forced) {
            // Whoever reads there began before: his rows are older than those that were asked for now.
            auto taking = m_leases.takeOver(requests, std::move(values));
            values = co_await taking;
        }
    } else {
        std::vector<QByteArray> keys;
        for (const LeaseRequest &request : requests)
            keys.push_back(request.key);
        values = co_await m_store.get(std::move(keys));
    }
    if (!self)
        co_return unanswered(std::move(answers));

    TurnBudget budget;
    for (size_t i = 0; i < asked.size(); ++i) {
        if (budget.isSpent()) {
            co_await nextTurn();
            if (!self)
                co_return unanswered(std::move(answers));
        }
        budget.spend(values[i] && values[i]->value ? values[i]->value->size() : 0);
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
        if (!found && holdsNoText(found.error())) {
            answer.reason = Reason::Unusable;
            answer.from.note =
                tr("Not cached: %1 holds something that is no entry, and stays until it is deleted.")
                    .arg(QString::fromUtf8(answer.from.key));
        } else if (!found) {
            answer.reason = Reason::CacheUnreachable;
            answer.from.note = found.error().message;
            announce(CacheEvent::Type::Error, answer.from.key, start, 0, 0, found.error().message);
        } else if (found->leased || !m_settings.useLeases) {
            if (found->value && mode == ReadMode::CacheFirst) {
                const auto kind = queries[asked[i]].kind;
                answerFromValue(answer, kind, CacheEnvelope::parse(kind, *found->value), *found, mode);
            }
            if (answer.reason != Reason::Hit || answer.pages > 0) {
                auto ticket = ticketFor(requests[i].lease);
                ticket->ownLease = true;
                ticket->renewal = m_leases.hold(ticket->key, ticket->expected);
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
                    if (!self)
                        co_return unanswered(std::move(answers));
                }
            }
            answerFromValue(answer, queries[asked[i]].kind, envelope, *found, mode);
            // The bytes that stand there are a fence as good as a lease: whoever invalidates removes them.
            if (answer.reason == Reason::Unusable || answer.reason == Reason::InPages ||
                answer.reason == Reason::Forced || answer.pages > 0) {
                auto ticket = ticketFor(*found->value);
                ticket->namesPages = CacheEnvelope::isIndex(*found->value);
                ticket->isForced = mode == ReadMode::Forced;
                answer.ticket = std::move(ticket);
            }
        } else {
            answer.from.note = tr("Not cached: the cache takes no writes from this program at the moment.");
        }
        answer.from.reason = answer.reason;
        // Pages are parts of one answer, which their index stands for.
        if (m_events.isWanted() && queries[asked[i]].kind != HrQuery::Kind::EmployeesPage) {
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

void HrCacheManager::answerFromValue(CacheAnswer &answer, HrQuery::Kind kind, const CacheEnvelope &envelope,
                                     const CacheValue &found, ReadMode mode)
{
    if (mode == ReadMode::Forced) {
        answer.reason = Reason::Forced;
        return;
    }
    if (envelope.state == CacheEnvelope::State::Lease) {
        answer.reason = Reason::BeingFilled;
        answer.lease = *found.value;
        return;
    }
    const bool isPaged = envelope.state == CacheEnvelope::State::Paged;
    if (isPaged && kind != HrQuery::Kind::EmployeesInPages) {
        answer.reason = Reason::InPages;
        return;
    }
    if (!isPaged && envelope.state != CacheEnvelope::State::Usable) {
        answer.reason = Reason::Unusable;
        return;
    }
    answer.reason = Reason::Hit;
    answer.snapshot = envelope.snapshot;
    answer.pages = isPaged ? envelope.pages : 0;
    answer.document = envelope.document;
    answer.from.source = Source::Cache;
    answer.from.server = m_store.name();
    answer.from.bytes = answer.from.entryBytes = found.value->size();
    answer.from.entryTail = found.value->right(keptTail);
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
    const FillDecision decision = decide(*own, rows);
    if (rows.fromReplica || keepsPages(*own, decision, rows))
        release(std::move(own)); // the entry that was to be replaced may be newer
    else
        m_filler.add(std::move(own), decision.accepted ? std::move(rows.json) : QByteArray());
    return decision;
}

FillDecision HrCacheManager::decide(const KeyTicket &ticket, const HrRows &rows)
{
    FillDecision decision;
    decision.accepted = !rows.isEmpty();
    if (rows.fromReplica) {
        decision.accepted = false;
        decision.note = tr("Not cached: this database is a replica, and may be behind.");
    } else if (rows.json.size() > m_settings.maximumValueBytes) {
        decision.accepted = false;
        const QLocale locale;
        decision.note = tr("Not cached: %1 is over the limit of %2 for one entry.")
                            .arg(locale.formattedDataSize(rows.json.size()),
                                 locale.formattedDataSize(m_settings.maximumValueBytes));
        announce(CacheEvent::Type::Refused, ticket.key, m_clock.steady(), rows.json.size(), rows.count,
                 decision.note);
    }
    return decision;
}

FillDecision HrCacheManager::fillForUnlisted(UserId user, CompanyId company,
                                             std::unique_ptr<FillTicket> ticket, const HrRows &rows,
                                             std::function<Task<Result<HrRows>>()> readAgain)
{
    std::unique_ptr<KeyTicket> own(static_cast<KeyTicket *>(ticket.release()));
    if (!own || m_closed)
        return {};
    const FillDecision decision = decide(*own, rows);
    if (decision.accepted)
        m_work.spawn(
            storeForUnlisted(std::move(user), std::move(company), std::move(own), std::move(readAgain)));
    else if (rows.fromReplica || keepsPages(*own, decision, rows))
        release(std::move(own));
    else
        m_filler.add(std::move(own), {});
    return decision;
}

Task<> HrCacheManager::storeForUnlisted(UserId user, CompanyId company, std::unique_ptr<KeyTicket> ticket,
                                        std::function<Task<Result<HrRows>>()> readAgain)
{
    QPointer<HrCacheManager> self(this);
    auto registering = m_unlisted.add(std::move(user), std::move(company));
    const Result<void> registered = co_await registering;
    if (!self || m_closed)
        co_return;
    if (!registered) {
        announce(CacheEvent::Type::Refused, ticket->key, m_clock.steady(), 0, 0, registered.error().message);
        m_filler.add(std::move(ticket), {});
        co_return;
    }
    auto reading = readAgain();
    Result<HrRows> rows = co_await reading;
    if (!self || m_closed)
        co_return;
    if (rows)
        fill(std::move(ticket), std::move(*rows));
    else
        release(std::move(ticket));
}

Task<Result<void>> HrCacheManager::registerUnlisted(UserId user, CompanyId company)
{
    return m_unlisted.add(std::move(user), std::move(company));
}

void HrCacheManager::release(std::unique_ptr<FillTicket> ticket)
{
    std::unique_ptr<KeyTicket> own(static_cast<KeyTicket *>(ticket.release()));
    // An entry that was only to be replaced stays: the database gave nothing better.
    if (own && own->ownLease && !m_closed)
        m_filler.add(std::move(own), {});
}

bool HrCacheManager::staysWhole(const FillTicket &ticket, const HrRows &list) const
{
    const auto &own = static_cast<const KeyTicket &>(ticket);
    return !own.ownLease && !own.namesPages && !CacheEnvelope::isLease(own.expected) &&
           list.json.size() <= m_settings.maximumValueBytes;
}

FillDecision HrCacheManager::fillPages(UserId user, CompanyId company, std::unique_ptr<FillTicket> index,
                                       std::vector<HrRows> pages)
{
    std::unique_ptr<KeyTicket> own(static_cast<KeyTicket *>(index.release()));
    if (!own || m_closed)
        return {};
    if (!pages.empty() && pages.front().fromReplica) {
        const FillDecision decision = decide(*own, pages.front());
        release(std::move(own));
        return decision;
    }
    std::vector<QByteArray> keys;
    for (size_t page = 0; page < pages.size(); ++page)
        keys.push_back(CacheKey::of(user, HrQuery::employeesPage(company, static_cast<int>(page))));
    m_filler.addPages(std::move(own), std::move(keys), std::move(pages));
    return {true, {}};
}

Task<Result<void>> HrCacheManager::canInvalidate()
{
    return m_invalidator.canInvalidate(m_settings.ttl);
}

Task<InvalidationReceipt> HrCacheManager::invalidate(CompanyId company, std::vector<UserId> users,
                                                     std::vector<HrQuery> queries)
{
    return m_invalidator.invalidate(std::move(company), std::move(users), std::move(queries));
}

Task<InvalidationReceipt> HrCacheManager::invalidateKeys(CompanyId company, std::vector<QByteArray> keys)
{
    return m_invalidator.invalidateKeys(std::move(company), std::move(keys));
}

Task<> HrCacheManager::idle()
{
    const QPointer<HrCacheManager> self(this);
    co_await m_work.idle();
    if (!self)
        co_return;
    auto filling = m_filler.idle();
    co_await filling;
    if (!self)
        co_return;
    co_await m_invalidator.idle();
}

void HrCacheManager::close()
{
    m_closed = true;
    m_leases.close();
    m_filler.close();
    m_invalidator.close();
}

void HrCacheManager::setSettings(const CacheSettings &settings)
{
    m_settings = settings;
    m_leases.setLeaseTime(settings.leaseTime);
    m_filler.setUseLeases(settings.useLeases);
    m_invalidator.setSecondDelete(settings.secondDelete);
    m_invalidator.setLongestTtl(longestForeignTtl());
    m_unlisted.setLongestTtl(settings.ttl.longest());
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
