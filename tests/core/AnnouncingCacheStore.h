#pragma once

#include "base/Completion.h"
#include "cache/KeyChangeFeed.h"
#include "cache/MemoryCacheStore.h"

namespace hrcache {

/// Announces what a test tells it to.
class ToldChangeFeed final : public KeyChangeFeed
{
public:
    void turn(State state) { setState(state); }
};

/// A cache in memory that announces what a test tells it to, and remembers which keys it was asked to
/// describe.
class AnnouncingCacheStore final : public CacheStore
{
public:
    Task<std::vector<Result<CacheValue>>> get(std::vector<QByteArray> keys) override
    {
        return m_inner.get(std::move(keys));
    }

    Task<std::vector<Result<CacheValue>>> getOrLease(std::vector<LeaseRequest> requests,
                                                     std::chrono::milliseconds leaseTime) override
    {
        return m_inner.getOrLease(std::move(requests), leaseTime);
    }

    Task<std::vector<Result<bool>>> setIfUnchanged(std::vector<ConditionalSet> requests) override
    {
        return m_inner.setIfUnchanged(std::move(requests));
    }

    Task<Result<void>> set(QByteArray key, QByteArray value, std::chrono::seconds ttl) override
    {
        return m_inner.set(std::move(key), std::move(value), ttl);
    }

    Task<Result<qint64>> remove(std::vector<QByteArray> keys, QByteArray channel, QByteArray message) override
    {
        return m_inner.remove(std::move(keys), std::move(channel), std::move(message));
    }

    Task<std::vector<Result<CacheKeyInfo>>> describe(std::vector<QByteArray> keys) override
    {
        asked.push_back(keys);
        auto asking = m_inner.describe(std::move(keys));
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

    Task<Result<ScanPage>> scan(QByteArray pattern, QByteArray cursor, int count) override
    {
        return m_inner.scan(std::move(pattern), std::move(cursor), count);
    }

    Task<Result<qint64>> keyCount() override { return m_inner.keyCount(); }

    Task<Result<void>> ping() override { return m_inner.ping(); }

    Task<Result<CacheStatus>> check() override { return m_inner.check(); }

    [[nodiscard]] KeyChangeFeed *changes() override { return &feed; }

    [[nodiscard]] QString name() const override { return m_inner.name(); }

    ToldChangeFeed feed;
    std::vector<std::vector<QByteArray>> asked; ///< the keys of each question
    bool holds = false;                         ///< questions wait for release()
    QByteArray persisted;                       ///< this key has no TTL

private:
    MemoryCacheStore m_inner{Clock::system()};
    std::vector<Completer<Result<void>>> m_held;
};

} // namespace hrcache
