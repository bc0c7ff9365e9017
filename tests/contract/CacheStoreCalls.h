#pragma once

#include "cache/CacheStore.h"
#include "support/Await.h"

#include <set>

/// Single calls of a CacheStore that must succeed: a failure ends the test program.
namespace hrcache::calls {

inline CacheValue get(CacheStore &store, const QByteArray &key)
{
    const auto results = awaitResult(store.get({key}));
    if (results.size() != 1 || !results[0])
        qFatal("get fails");
    return *results[0];
}

inline CacheValue lease(CacheStore &store, const QByteArray &key, const QByteArray &lease,
                        std::chrono::milliseconds time = std::chrono::seconds(10))
{
    const auto results = awaitResult(store.getOrLease({{key, lease}}, time));
    if (results.size() != 1 || !results[0])
        qFatal("getOrLease fails");
    return *results[0];
}

inline void set(CacheStore &store, const QByteArray &key, const QByteArray &value,
                std::chrono::seconds ttl = std::chrono::seconds(60))
{
    if (!awaitResult(store.set(key, value, ttl)))
        qFatal("set fails");
}

inline bool swap(CacheStore &store, const ConditionalSet &request)
{
    const auto results = awaitResult(store.setIfUnchanged({request}));
    if (results.size() != 1 || !results[0])
        qFatal("setIfUnchanged fails");
    return *results[0];
}

inline qint64 remove(CacheStore &store, const std::vector<QByteArray> &keys)
{
    const auto removed = awaitResult(store.remove(keys));
    if (!removed)
        qFatal("remove fails");
    return *removed;
}

// All keys of a scan, in steps of `count`.
inline std::set<QByteArray> scan(CacheStore &store, const QByteArray &pattern, int count)
{
    std::set<QByteArray> keys;
    QByteArray cursor = "0";
    do {
        const auto page = awaitResult(store.scan(pattern, cursor, count));
        if (!page)
            qFatal("scan fails");
        keys.insert(page->keys.begin(), page->keys.end());
        cursor = page->cursor;
    } while (cursor != "0");
    return keys;
}

} // namespace hrcache::calls
