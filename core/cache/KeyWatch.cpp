#include "cache/KeyWatch.h"

#include "base/Tasks.h"
#include "cache/CacheEnvelope.h"
#include "cache/CacheKey.h"
#include "cache/KeyChangeFeed.h"

#include <algorithm>

namespace hrcache {

namespace {

// A key that is gone this shortly before its TTL was to end has expired: clocks and round trips differ.
constexpr std::chrono::milliseconds expirySlack{250};
// How long after the end of a TTL the server surely agrees that it has ended.
constexpr std::chrono::milliseconds expiryMargin{20};
// By how much the end of an unchanged TTL may differ from one answer to the next.
constexpr std::chrono::milliseconds ttlTolerance{1000};
// What ends later than this is asked for often enough before.
constexpr std::chrono::hours farAhead{24};

bool isAsRead(const CacheKeyInfo &info, qint64 bytes, const QByteArray &tail)
{
    return info.bytes == bytes &&
           (tail.isEmpty() || info.tail.isEmpty() || info.tail.endsWith(tail) || tail.endsWith(info.tail));
}

SteadyTime steadyNow()
{
    return std::chrono::steady_clock::now();
}

} // namespace

KeyWatch::KeyWatch(CacheStore &store, CacheEventFeed &events, QObject *parent)
    : KeyWatch(store, events, Pace(), parent)
{
}

KeyWatch::KeyWatch(CacheStore &store, CacheEventFeed &events, Pace pace, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_feed(store.changes())
    , m_pace(pace)
{
    m_expiry.setSingleShot(true);
    // A coarse timer may come early or late by a twentieth of the TTL.
    m_expiry.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &KeyWatch::check);
    connect(&m_expiry, &QTimer::timeout, this, &KeyWatch::check);
    connect(&events, &CacheEventFeed::happened, this, &KeyWatch::happened);
    if (!m_feed)
        return;
    connect(m_feed, &KeyChangeFeed::stateChanged, this, &KeyWatch::updateTimers);
    connect(m_feed, &KeyChangeFeed::allMayHaveChanged, this, &KeyWatch::check);
    connect(m_feed, &KeyChangeFeed::keysChanged, this, [this](const std::vector<QByteArray> &keys) {
        for (const QByteArray &key : keys) {
            if (m_keys.contains(key))
                m_due.insert(key);
        }
        askDue();
    });
}

KeyWatch::~KeyWatch() = default;

void KeyWatch::watch(const Provenance &from)
{
    if (from.key.isEmpty())
        return;
    forgetParts(from.key);
    Known known;
    known.watchedSince = ++m_generation;
    if (from.fromCache()) {
        known.expectedBytes = from.entryBytes;
        known.expectedTail = from.entryTail;
        if (from.ttlLeft)
            known.expires = steadyNow() + *from.ttlLeft + expiryMargin;
    } else if (from.willStore) {
        known.state = Known::State::AwaitingStore;
    } else {
        known.state = Known::State::Unstored;
        known.reason = from.reason;
    }
    m_keys.insert(from.key, known);
    m_due.insert(from.key);
    if (from.fromCache())
        watchPages(from.key, from.entryTail);
    updateTimers();
    askDue();
}

void KeyWatch::watchPages(const QByteArray &list, const QByteArray &index)
{
    const auto named = CacheEnvelope::pagesNamedBy(index);
    if (!named || m_parts.contains(list))
        return;
    for (int page = 0; page < named->count; ++page) {
        Known known;
        known.owner = list;
        known.snapshot = named->snapshot;
        known.state = Known::State::Storing;
        known.watchedSince = ++m_generation;
        const QByteArray key = pageKeyOf(list, page);
        m_keys.insert(key, known);
        m_parts[list].push_back(key);
        m_due.insert(key);
    }
}

void KeyWatch::forgetParts(const QByteArray &key)
{
    for (const QByteArray &part : m_parts.take(key))
        m_keys.remove(part);
}

void KeyWatch::watchAsItIs(const QByteArray &key)
{
    Known known;
    known.watchedSince = ++m_generation;
    m_keys.insert(key, known);
    updateTimers();
    ask(key);
}

void KeyWatch::watchStored(const QByteArray &key)
{
    Known known;
    known.state = Known::State::Storing;
    known.watchedSince = ++m_generation;
    m_keys.insert(key, known);
    updateTimers();
    ask(key);
}

void KeyWatch::forget(const QByteArray &key)
{
    forgetParts(key);
    m_keys.remove(key);
    updateTimers();
}

void KeyWatch::stop()
{
    ++m_generation;
    m_keys.clear();
    m_parts.clear();
    updateTimers();
}

void KeyWatch::setActive(bool active)
{
    m_active = active;
    updateTimers();
    if (active)
        check();
}

void KeyWatch::updateTimers()
{
    if (!m_active || m_keys.isEmpty()) {
        m_timer.stop();
        m_expiry.stop();
        return;
    }
    const bool announced = m_feed && m_feed->isLive();
    const std::chrono::milliseconds pace = announced ? m_pace.announced : m_pace.unannounced;
    if (!m_timer.isActive() || m_timer.intervalAsDuration() != pace)
        m_timer.start(pace);

    // A server may take its time to remove what has expired, and announces it only then. Where a key that
    // should have expired has not, the timer above takes over.
    const SteadyTime now = steadyNow();
    std::optional<SteadyTime> next;
    for (const Known &known : std::as_const(m_keys)) {
        const bool ahead = known.expires && *known.expires > now && *known.expires < now + farAhead;
        if (ahead && (!next || *known.expires < *next))
            next = known.expires;
    }
    if (next)
        m_expiry.start(std::chrono::ceil<std::chrono::milliseconds>(*next - now));
    else
        m_expiry.stop();
}

void KeyWatch::happened(const CacheEvent &event)
{
    const auto found = m_keys.find(event.key);
    if (found == m_keys.end())
        return;
    const bool awaiting =
        found->state == Known::State::AwaitingStore || found->state == Known::State::Storing;
    switch (event.type) {
    case CacheEvent::Type::Store:
        if (!awaiting) {
            announce(event.key, KeyChange::Renewed);
            return;
        }
        found->state = Known::State::Reading;
        found->expectedBytes = event.bytes;
        found->expectedTail.clear();
        found->watchedSince = ++m_generation;
        ask(event.key);
        return;
    case CacheEvent::Type::Refused:
        if (awaiting)
            announce(event.key, KeyChange::Refused);
        return;
    case CacheEvent::Type::Invalidate:
        announce(event.key, KeyChange::Deleted);
        return;
    case CacheEvent::Type::Hit:
    case CacheEvent::Type::Miss:
    case CacheEvent::Type::Error:
        return;
    }
}

void KeyWatch::check()
{
    for (auto it = m_keys.cbegin(); it != m_keys.cend(); ++it)
        m_due.insert(it.key());
    askDue();
}

void KeyWatch::ask(const QByteArray &key)
{
    m_due.insert(key);
    askDue();
}

void KeyWatch::askDue()
{
    // Becoming active asks for all.
    if (!m_active)
        m_due.clear();
    if (m_asking)
        return;
    std::vector<QByteArray> keys;
    for (const QByteArray &key : std::exchange(m_due, {})) {
        const auto found = m_keys.constFind(key);
        if (found != m_keys.cend() && found->state != Known::State::AwaitingStore)
            keys.push_back(key);
    }
    if (keys.empty())
        return;
    m_asking = true;
    const quint64 askedAt = m_generation;
    auto task = m_store.describe(std::move(keys));
    QCoro::connect(std::move(task), this, [this, askedAt](std::vector<Result<CacheKeyInfo>> infos) {
        m_asking = false;
        const QPointer<KeyWatch> self(this);
        compare(infos, askedAt);
        if (!self)
            return;
        updateTimers();
        askDue();
    });
}

void KeyWatch::remember(Known &known, const CacheKeyInfo &info)
{
    known.state = Known::State::Baseline;
    known.info = info;
    known.expires.reset();
    if (info.exists && info.ttlLeft)
        known.expires = steadyNow() + *info.ttlLeft + expiryMargin;
}

bool KeyWatch::isSettled(Known &known, const CacheKeyInfo &info)
{
    // Whoever may not look into values knows nothing of this one.
    if (info.exists && info.tail.isEmpty())
        return false;
    const bool lease = info.exists && CacheEnvelope::isLease(info.tail);
    const bool entry = info.exists && !lease;
    const QByteArray before = known.info.tail;
    const bool wasFree = std::exchange(known.wasFree, known.wasFree || !entry);
    known.info = info;
    switch (known.reason) {
    case Reason::BeingFilled:
        // An entry, nothing, or somebody else's lease: the fill that was under way has ended.
        return !lease || (!before.isEmpty() && before != info.tail);
    case Reason::Miss:
        return entry;
    case Reason::CacheUnreachable:
        // What was there all the time may be older than our rows.
        if (entry && !wasFree)
            remember(known, info);
        return entry && wasFree;
    default:
        // What our rows were to replace is about to go.
        return entry && wasFree;
    }
}

void KeyWatch::compare(const std::vector<Result<CacheKeyInfo>> &infos, quint64 askedAt)
{
    const SteadyTime now = steadyNow();
    std::vector<std::pair<QByteArray, KeyChange>> changes;
    std::vector<CacheKeyInfo> indexes; // that are as they were read
    std::vector<std::pair<QByteArray, std::optional<std::chrono::milliseconds>>> ttls;
    for (const Result<CacheKeyInfo> &info : infos) {
        // A cache that does not answer says nothing about its keys.
        if (!info)
            continue;
        const auto found = m_keys.find(info->key);
        if (found == m_keys.end() || found->watchedSince > askedAt ||
            found->state == Known::State::AwaitingStore)
            continue;
        const bool gone = !info->exists || CacheEnvelope::isLease(info->tail);
        const auto expected = found->expires;
        const bool looked = found->state == Known::State::Baseline;
        const bool hadTtl = looked && found->info.ttlLeft;
        const bool wasRead = found->expectedBytes >= 0;
        const auto noteTtl = [&] {
            const auto &until = found->expires;
            bool another = until && expected && std::chrono::abs(*until - *expected) > ttlTolerance;
            if (looked)
                another = another || hadTtl != until.has_value();
            else
                another = another || (wasRead && !until);
            if (gone || !another)
                return;
            // An answer lives as long as the first of its parts.
            if (found->owner.isEmpty())
                ttls.emplace_back(info->key, info->ttlLeft);
            else if (until && (!expected || *until < *expected))
                ttls.emplace_back(found->owner, info->ttlLeft);
        };
        if (found->state == Known::State::Unstored) {
            if (isSettled(*found, *info))
                changes.emplace_back(info->key, KeyChange::Renewed);
            continue;
        }
        if (found->state == Known::State::Storing && info->exists && gone)
            continue; // our lease still
        if (found->state == Known::State::Reading || found->state == Known::State::Storing) {
            const bool another =
                found->snapshot.isEmpty()
                    ? found->expectedBytes >= 0 && !isAsRead(*info, found->expectedBytes, found->expectedTail)
                    : !info->tail.isEmpty() && !CacheEnvelope::isPageOf(info->tail, found->snapshot);
            if (gone && (found->expectedBytes >= 0 || found->state == Known::State::Storing))
                changes.emplace_back(info->key, KeyChange::Deleted);
            else if (another)
                changes.emplace_back(info->key, KeyChange::Replaced);
            else if (found->owner.isEmpty())
                indexes.push_back(*info);
            remember(*found, *info);
            noteTtl();
            continue;
        }
        const CacheKeyInfo &before = found->info;
        if (gone && before.exists) {
            const bool ended = found->expires && *found->expires - now <= expirySlack;
            changes.emplace_back(info->key, ended ? KeyChange::Expired : KeyChange::Deleted);
        } else if (info->exists != before.exists || info->bytes != before.bytes ||
                   info->tail != before.tail) {
            changes.emplace_back(info->key, KeyChange::Replaced);
        }
        remember(*found, *info);
        noteTtl();
    }
    for (const CacheKeyInfo &index : indexes)
        watchPages(index.key, index.tail);
    const QPointer<KeyWatch> self(this);
    for (const auto &[key, left] : ttls) {
        const auto isKey = [&wanted = key](const auto &one) { return one.first == wanted; };
        if (std::none_of(changes.begin(), changes.end(), isKey))
            emit ttlChanged(key, left);
        if (!self)
            return;
    }
    for (const auto &[key, change] : changes) {
        // One before may have been told for all parts of an answer, and that may be watched anew.
        const auto found = m_keys.constFind(key);
        if (found == m_keys.cend() || found->watchedSince > askedAt)
            continue;
        announce(key, change);
        if (!self)
            return;
    }
}

void KeyWatch::announce(const QByteArray &key, KeyChange change)
{
    const QByteArray owner = m_keys.value(key).owner;
    const QByteArray copy = owner.isEmpty() ? key : owner; // `key` may be the one that is removed
    forgetParts(copy);
    m_keys.remove(copy);
    updateTimers();
    emit changed(copy, change);
}

} // namespace hrcache
