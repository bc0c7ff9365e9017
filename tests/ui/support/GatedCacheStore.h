#pragma once

#include "cache/CacheStore.h"

namespace hrcache {

/// Another cache that can be made to fail, as a server that is away does.
class GatedCacheStore final : public CacheStore
{
public:
    /// `inner` must outlive this store.
    explicit GatedCacheStore(CacheStore &inner)
        : m_inner(inner)
    {
    }

    /// Every call fails from now on; none: they work again.
    void failWith(std::optional<Error> error) { m_error = std::move(error); }

    Task<std::vector<Result<CacheValue>>> get(std::vector<QByteArray> keys) override;
    Task<std::vector<Result<CacheValue>>> getOrLease(std::vector<LeaseRequest> requests,
                                                     std::chrono::milliseconds leaseTime) override;
    Task<std::vector<Result<bool>>> setIfUnchanged(std::vector<ConditionalSet> requests) override;
    Task<Result<void>> set(QByteArray key, QByteArray value, std::chrono::seconds ttl) override;
    Task<Result<qint64>> remove(std::vector<QByteArray> keys, QByteArray channel,
                                QByteArray message) override;
    Task<std::vector<Result<CacheKeyInfo>>> describe(std::vector<QByteArray> keys) override;
    Task<Result<ScanPage>> scan(QByteArray pattern, QByteArray cursor, int count) override;
    Task<Result<qint64>> keyCount() override;
    Task<Result<void>> ping() override;
    Task<Result<CacheStatus>> check() override;

    [[nodiscard]] QString name() const override { return m_inner.name(); }

private:
    CacheStore &m_inner;
    std::optional<Error> m_error;
};

} // namespace hrcache
