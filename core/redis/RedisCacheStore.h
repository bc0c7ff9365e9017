#pragma once

#include "cache/CacheStore.h"
#include "redis/RedisAbilities.h"
#include "redis/RedisClient.h"
#include "redis/RedisTransactions.h"

namespace hrcache {

class RedisChangeFeed;

/// Redis as a CacheStore. get(), getOrLease() and ping() have the read timeout; everything else has the
/// command timeout. Destroying it fails what is under way with Cancelled.
class RedisCacheStore final : public CacheStore
{
public:
    explicit RedisCacheStore(RedisConfig config);
    ~RedisCacheStore() override;

    Task<std::vector<Result<CacheValue>>> get(std::vector<QByteArray> keys) override;
    Task<std::vector<Result<CacheValue>>> getOrLease(std::vector<LeaseRequest> requests,
                                                     std::chrono::milliseconds leaseTime) override;
    Task<std::vector<Result<bool>>> setIfUnchanged(std::vector<ConditionalSet> requests) override;
    Task<Result<void>> set(QByteArray key, QByteArray value, std::chrono::seconds ttl) override;
    /// DEL in commands of 500 keys, so that none of them holds the server up for long.
    Task<Result<qint64>> remove(std::vector<QByteArray> keys, QByteArray channel = {},
                                QByteArray message = {}) override;
    /// More than 1,000 keys are asked for in several pipelines, two of which are under way at a time.
    Task<std::vector<Result<CacheKeyInfo>>> describe(std::vector<QByteArray> keys) override;
    Task<Result<ScanPage>> scan(QByteArray pattern, QByteArray cursor, int count) override;
    Task<Result<qint64>> keyCount() override;
    /// Deletes a key that does not exist: what a later invalidation needs, and changes nothing.
    Task<Result<void>> ping() override;
    Task<Result<CacheStatus>> check() override;

    void prepare() override { m_client->prepare(); }

    [[nodiscard]] KeyChangeFeed *changes() override;

    [[nodiscard]] QString name() const override { return QStringLiteral("Redis"); }

    [[nodiscard]] std::chrono::microseconds typicalLatency() const override { return m_client->latency(); }

private:
    std::shared_ptr<RedisClient> m_client;
    std::shared_ptr<RedisAbilities> m_abilities;
    std::shared_ptr<RedisTransactions> m_transactions;
    std::unique_ptr<RedisChangeFeed> m_changes;
};

} // namespace hrcache
