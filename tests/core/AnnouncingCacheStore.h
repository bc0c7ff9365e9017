#pragma once

#include "MemoryBackedStore.h"

#include "base/Completion.h"
#include "cache/KeyChangeFeed.h"

namespace hrcache {

/// Announces what a test tells it to.
class ToldChangeFeed final : public KeyChangeFeed
{
public:
    void turn(State state) { setState(state); }
};

/// A cache in memory that announces what a test tells it to, and remembers which keys it was asked to
/// describe.
class AnnouncingCacheStore final : public MemoryBackedStore
{
public:
    Task<std::vector<Result<CacheKeyInfo>>> describe(std::vector<QByteArray> keys) override
    {
        asked.push_back(keys);
        auto asking = MemoryBackedStore::describe(std::move(keys));
        std::vector<Result<CacheKeyInfo>> infos = co_await asking;
        for (Result<CacheKeyInfo> &info : infos) {
            if (info && persisted == info->key)
                info->ttlLeft.reset();
        }
        if (holds) {
            auto released = m_held.emplace_back().completion();
            co_await std::move(released);
        }
        co_return infos;
    }

    /// Delivers the answers that were held: what the keys were when they were asked for.
    void release()
    {
        for (Completer<Result<void>> &held : std::exchange(m_held, {}))
            held.finish({});
    }

    [[nodiscard]] KeyChangeFeed *changes() override { return &feed; }

    ToldChangeFeed feed;
    std::vector<std::vector<QByteArray>> asked; ///< the keys of each question
    bool holds = false;                         ///< questions wait for release()
    QByteArray persisted;                       ///< this key has no TTL

private:
    std::vector<Completer<Result<void>>> m_held;
};

} // namespace hrcache
