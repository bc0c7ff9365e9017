// Keys that are watched in a cache in memory, for the tests of KeyWatch.
#pragma once

#include "AnnouncingCacheStore.h"
#include "cache/CacheEnvelope.h"
#include "cache/KeyWatch.h"
#include "support/Await.h"

#include <QSignalSpy>
#include <QTest>

namespace hrcache {

inline const QByteArray first = "cache:u:c:hr:first";
inline const QByteArray second = "cache:u:c:hr:second";

using Keys = std::vector<QByteArray>;

/// Two keys in a cache, both watched, in view, and known as they are.
struct Watched
{
    explicit Watched(KeyChangeFeed::State state,
                     KeyWatch::Pace pace = {std::chrono::hours(1), std::chrono::hours(1)},
                     std::chrono::seconds ttl = std::chrono::hours(1))
    {
        store.feed.turn(state);
        put(first, "old", ttl);
        put(second, "old", std::chrono::hours(1));
        watch = std::make_unique<KeyWatch>(store, events, pace);
        QObject::connect(watch.get(), &KeyWatch::changed, watch.get(),
                         [this](const QByteArray &key, KeyChange change) { changes.insert(key, change); });
        watch->watchAsItIs(first);
        watch->watchAsItIs(second);
        watch->setActive(true);
        asked = store.asked.size();
    }

    void put(const QByteArray &key, const QByteArray &value, std::chrono::seconds ttl = std::chrono::hours(1))
    {
        if (!awaitResult(store.set(key, value, ttl)))
            qFatal("The memory refuses a value");
    }

    void remove(const QByteArray &key)
    {
        if (!awaitResult(store.remove({key}, {}, {})))
            qFatal("The memory refuses a removal");
    }

    /// The questions since the watch knows its keys.
    [[nodiscard]] std::vector<Keys> questions() const
    {
        return {store.asked.begin() + qsizetype(asked), store.asked.end()};
    }

    AnnouncingCacheStore store;
    CacheEventFeed events;
    std::unique_ptr<KeyWatch> watch;
    QHash<QByteArray, KeyChange> changes;
    size_t asked = 0;
};

/// An answer from the cache, an hour before its end.
inline Provenance readAs(const QByteArray &key, const QByteArray &value)
{
    Provenance from;
    from.source = Source::Cache;
    from.reason = Reason::Hit;
    from.key = key;
    from.entryBytes = value.size();
    from.entryTail = value;
    from.ttlLeft = std::chrono::hours(1);
    return from;
}

/// An answer from the database that does not go into its key.
inline Provenance notStored(const QByteArray &key, Reason reason)
{
    Provenance from;
    from.key = key;
    from.reason = reason;
    return from;
}

} // namespace hrcache
