#include "cache/KeyWatch.h"

#include "base/Tasks.h"
#include "cache/CacheEnvelope.h"

namespace hrcache {

KeyWatch::KeyWatch(CacheStore &store, CacheEventFeed &events, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &KeyWatch::check);
    connect(&events, &CacheEventFeed::happened, this, &KeyWatch::happened);
}

void KeyWatch::watch(const Provenance &from)
{
    if (from.key.isEmpty())
        return;
    if (!from.fromCache() && !from.willStore) {
        forget(from.key);
        return;
    }
    Known known;
    known.watchedSince = ++m_generation;
    if (from.fromCache())
        known.expectedBytes = from.bytes;
    else
        known.state = Known::State::AwaitingStore;
    m_keys.insert(from.key, known);
    updateTimer();
    if (known.state == Known::State::Reading)
        check();
}

void KeyWatch::watchAsItIs(const QByteArray &key)
{
    Known known;
    known.watchedSince = ++m_generation;
    m_keys.insert(key, known);
    updateTimer();
    check();
}

void KeyWatch::forget(const QByteArray &key)
{
    m_keys.remove(key);
    updateTimer();
}

void KeyWatch::stop()
{
    ++m_generation;
    m_keys.clear();
    updateTimer();
}

void KeyWatch::setActive(bool active)
{
    m_active = active;
    updateTimer();
    if (active)
        check();
}

void KeyWatch::updateTimer()
{
    if (m_active && !m_keys.isEmpty()) {
        if (!m_timer.isActive())
            m_timer.start();
    } else {
        m_timer.stop();
    }
}

void KeyWatch::happened(const CacheEvent &event)
{
    const auto found = m_keys.find(event.key);
    if (found == m_keys.end())
        return;
    const bool awaiting = found->state == Known::State::AwaitingStore;
    switch (event.type) {
    case CacheEvent::Type::Store:
        if (!awaiting) {
            announce(event.key, KeyChange::Renewed);
            return;
        }
        found->state = Known::State::Reading;
        found->expectedBytes = event.bytes;
        found->watchedSince = ++m_generation;
        check();
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
    if (!m_active || m_keys.isEmpty())
        return;
    if (m_asking) {
        m_askAgain = true;
        return;
    }
    std::vector<QByteArray> keys;
    for (auto it = m_keys.cbegin(); it != m_keys.cend(); ++it) {
        if (it->state != Known::State::AwaitingStore)
            keys.push_back(it.key());
    }
    if (keys.empty())
        return;
    m_asking = true;
    m_askAgain = false;
    const quint64 askedAt = m_generation;
    auto task = m_store.describe(std::move(keys));
    QCoro::connect(std::move(task), this, [this, askedAt](std::vector<Result<CacheKeyInfo>> infos) {
        m_asking = false;
        compare(infos, askedAt);
        if (m_askAgain)
            check();
    });
}

void KeyWatch::compare(const std::vector<Result<CacheKeyInfo>> &infos, quint64 askedAt)
{
    std::vector<std::pair<QByteArray, KeyChange>> changes;
    for (const Result<CacheKeyInfo> &info : infos) {
        // A cache that does not answer says nothing about its keys.
        if (!info)
            continue;
        const auto found = m_keys.find(info->key);
        if (found == m_keys.end() || found->watchedSince > askedAt ||
            found->state == Known::State::AwaitingStore)
            continue;
        const bool gone = !info->exists || CacheEnvelope::isLease(info->tail);
        if (found->state == Known::State::Reading) {
            if (found->expectedBytes >= 0 && gone)
                changes.emplace_back(info->key, KeyChange::Deleted);
            else if (found->expectedBytes >= 0 && info->bytes != found->expectedBytes)
                changes.emplace_back(info->key, KeyChange::Replaced);
            found->state = Known::State::Baseline;
            found->info = *info;
            continue;
        }
        const CacheKeyInfo &before = found->info;
        if (gone && before.exists) {
            const bool ended = before.ttlLeft && *before.ttlLeft <= 2 * interval;
            changes.emplace_back(info->key, ended ? KeyChange::Expired : KeyChange::Deleted);
        } else if (info->exists != before.exists || info->bytes != before.bytes ||
                   info->tail != before.tail) {
            changes.emplace_back(info->key, KeyChange::Replaced);
        }
        found->info = *info;
    }
    for (const auto &[key, change] : changes)
        announce(key, change);
}

void KeyWatch::announce(const QByteArray &key, KeyChange change)
{
    const QByteArray copy = key; // `key` may be the one that is removed
    m_keys.remove(copy);
    updateTimer();
    emit changed(copy, change);
}

} // namespace hrcache
