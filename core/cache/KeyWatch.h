#pragma once

#include "cache/CacheEvent.h"
#include "cache/CacheStore.h"
#include "hr/Sourced.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace hrcache {

/// What became of a key since its value was read.
enum class KeyChange {
    Replaced, ///< somebody else put another value into it
    Renewed,  ///< this program put newer rows into it, by another read
    Deleted,  ///< it was deleted (or somebody is filling it anew)
    Expired,  ///< its TTL ended
    Refused   ///< our rows were not stored: it was invalidated while we read
};

/// Tells when the cache keys of what is on screen are no longer what they were when it was read, whoever did
/// it. What this program does itself is known from the event feed at once; what others do by asking again,
/// while it is active. (Where the server announces changes, the announcement can call check() in place of the
/// timer.) Same thread as the store.
class KeyWatch : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds interval{750};

    /// Both must outlive this object, or stop() must have been called before they go.
    KeyWatch(CacheStore &store, CacheEventFeed &events, QObject *parent = nullptr);

    /// Watches the key of an answer that was just received, in place of what was known of it before. Answers
    /// without a key, and rows that are not stored, are not watched.
    void watch(const Provenance &from);
    /// Watches a key as it is now, whatever it holds.
    void watchAsItIs(const QByteArray &key);
    void forget(const QByteArray &key);
    /// Forgets every key and asks no more.
    void stop();

    /// Asks others' changes only while active (the page is in view). Becoming active asks at once.
    void setActive(bool active);

    [[nodiscard]] bool isWatching(const QByteArray &key) const { return m_keys.contains(key); }

    /// Asks for all keys now.
    void check();

signals:
    /// Once for each change; the key is not watched any more then.
    void changed(const QByteArray &key, hrcache::KeyChange change);

private:
    struct Known
    {
        enum class State {
            AwaitingStore, ///< our rows are on their way into the key
            Reading,       ///< what it holds is to be learned by the next look
            Baseline       ///< what it held is in `info`
        };

        State state = State::Reading;
        qint64 expectedBytes = -1; ///< for Reading: the size that was read, if known
        CacheKeyInfo info;
        quint64 watchedSince = 0;
    };

    void happened(const CacheEvent &event);
    void compare(const std::vector<Result<CacheKeyInfo>> &infos, quint64 askedAt);
    void announce(const QByteArray &key, KeyChange change);
    void updateTimer();

    CacheStore &m_store;
    QHash<QByteArray, Known> m_keys;
    QTimer m_timer;
    quint64 m_generation = 0;
    bool m_active = false;
    bool m_asking = false;
    bool m_askAgain = false;
};

} // namespace hrcache
