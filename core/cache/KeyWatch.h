#pragma once

#include "cache/CacheEvent.h"
#include "cache/CacheStore.h"
#include "hr/Sourced.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>

namespace hrcache {

/// What became of a key since its value was read.
enum class KeyChange {
    Replaced, ///< somebody else put another value into it
    Renewed,  ///< this program put newer rows into it, or what others were filling is settled: to be read
              ///< again
    Deleted,  ///< it was deleted (or somebody is filling it anew)
    Expired,  ///< its TTL ended
    Refused   ///< our rows were not stored: it was invalidated while we read
};

class KeyChangeFeed;

/// Tells when the cache keys of what is on screen are no longer what they were when it was read, whoever did
/// it. What this program does itself is known from the event feed at once. What others do is learned by
/// asking, while this is active: for the keys that the store announces and when a TTL ends; where nothing is
/// announced, for all of them again and again. Same thread as the store.
class KeyWatch : public QObject
{
    Q_OBJECT

public:
    /// How often it asks for all keys.
    struct Pace
    {
        /// Nothing is announced: a change is noticed within a second.
        std::chrono::milliseconds unannounced{750};
        /// Changes are announced. That leaves what no announcement can tell, such as something between that
        /// keeps the connection open and drops messages; as often as the health of the server is asked.
        std::chrono::milliseconds announced{5000};
    };

    /// Both must outlive this object, or stop() must have been called before they go.
    KeyWatch(CacheStore &store, CacheEventFeed &events, QObject *parent = nullptr);
    KeyWatch(CacheStore &store, CacheEventFeed &events, Pace pace, QObject *parent = nullptr);
    ~KeyWatch() override;

    /// Watches the key of an answer that was just received, in place of what was known of it before. What
    /// becomes of one of the pages that a list is in is told of the list. Of rows that are not stored is told
    /// when there is an entry that they may differ from (Renewed), and what becomes of an entry that is
    /// there. Answers without a key are not watched.
    void watch(const Provenance &from);
    /// Watches a key as it is now, whatever it holds.
    void watchAsItIs(const QByteArray &key);
    /// Watches a key that holds an entry, or our lease until the entry is stored: that it does not is told.
    void watchStored(const QByteArray &key);
    void forget(const QByteArray &key);
    /// Forgets every key and asks no more.
    void stop();

    /// Asks for others' changes only while active (the page is in view). Becoming active asks at once.
    void setActive(bool active);

    [[nodiscard]] bool isWatching(const QByteArray &key) const { return m_keys.contains(key); }

    /// Asks for all keys now.
    void check();

signals:
    /// Once for each change; the key is not watched any more then.
    void changed(const QByteArray &key, hrcache::KeyChange change);
    /// Somebody gave the same value another TTL; `left` is what is left of it now; none: it has none.
    void ttlChanged(const QByteArray &key, std::optional<std::chrono::milliseconds> left);

private:
    struct Known
    {
        enum class State {
            AwaitingStore, ///< our rows are on their way into the key
            Reading,       ///< what it holds is to be learned by the next look
            Storing,       ///< the same, and as long as it is a lease, by a later one
            Unstored,      ///< our rows do not go into it
            Baseline       ///< what it held is in `info`
        };

        State state = State::Reading;
        qint64 expectedBytes = -1; ///< for Reading: the size that was read, if known
        QByteArray expectedTail;   ///< for Reading: the last bytes that were read, if known
        CacheKeyInfo info;
        std::optional<SteadyTime> expires; ///< by `info`
        quint64 watchedSince = 0;
        QByteArray owner;             ///< the list that this page is a part of
        QByteArray snapshot;          ///< for a page: which others it belongs to
        Reason reason = Reason::Miss; ///< for Unstored: why the database was asked
        bool wasFree = false;         ///< for Unstored: a look found no entry
    };

    void happened(const CacheEvent &event);
    void ask(const QByteArray &key);
    void askDue();
    void remember(Known &known, const CacheKeyInfo &info);
    /// If `index` names pages, they are parts of `list`.
    void watchPages(const QByteArray &list, const QByteArray &index);
    void forgetParts(const QByteArray &key);
    /// Whether what is known of a key that our rows do not go into is over: it is to be read again.
    [[nodiscard]] bool isSettled(Known &known, const CacheKeyInfo &info);
    void compare(const std::vector<Result<CacheKeyInfo>> &infos, quint64 askedAt);
    void announce(const QByteArray &key, KeyChange change);
    void updateTimers();

    CacheStore &m_store;
    QPointer<KeyChangeFeed> m_feed; ///< none: the store announces nothing
    Pace m_pace;
    QHash<QByteArray, Known> m_keys;
    QHash<QByteArray, std::vector<QByteArray>> m_parts; ///< of keys that have some
    QSet<QByteArray> m_due;                             ///< to ask for
    QTimer m_timer;
    QTimer m_expiry; ///< until the next TTL ends
    quint64 m_generation = 0;
    bool m_active = false;
    bool m_asking = false;
};

} // namespace hrcache
