#pragma once

#include "cache/MemoryCacheStore.h"

namespace hrcache {

/// A cache in memory, of which a test does some calls otherwise.
class MemoryBackedStore : public CacheStore
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
        return m_inner.describe(std::move(keys));
    }

    Task<Result<ScanPage>> scan(QByteArray pattern, QByteArray cursor, int count) override
    {
        return m_inner.scan(std::move(pattern), std::move(cursor), count);
    }

    Task<Result<qint64>> keyCount() override { return m_inner.keyCount(); }

    Task<Result<void>> ping() override { return m_inner.ping(); }

    Task<Result<CacheStatus>> check() override { return m_inner.check(); }

    [[nodiscard]] QString name() const override { return m_inner.name(); }

private:
    MemoryCacheStore m_inner{Clock::system()};
};

} // namespace hrcache
