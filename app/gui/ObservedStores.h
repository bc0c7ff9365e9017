#pragma once

#include "cache/CacheStore.h"
#include "hr/HrStore.h"

#include <functional>
#include <memory>

namespace hrcache {

/// Where it goes that an operation on a store is under way, and its outcome; null: it was answered. Taken
/// away when nobody listens any more; the stores may live on for a while.
struct LinkTap
{
    std::function<void()> began; ///< may be empty
    std::function<void(const Error *error)> ended;

    void tell(const Error *error) const
    {
        if (ended)
            ended(error);
    }
};

/// A cache that tells how each operation ended.
class ObservedCacheStore final : public CacheStore
{
public:
    ObservedCacheStore(std::unique_ptr<CacheStore> inner, std::shared_ptr<LinkTap> tap);

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

    void prepare() override { m_inner->prepare(); }

    [[nodiscard]] KeyChangeFeed *changes() override { return m_inner->changes(); }

    [[nodiscard]] QString name() const override { return m_inner->name(); }

    [[nodiscard]] std::chrono::microseconds typicalLatency() const override
    {
        return m_inner->typicalLatency();
    }

private:
    // The store goes first: what it fails then is still told.
    std::shared_ptr<LinkTap> m_tap;
    std::unique_ptr<CacheStore> m_inner;
};

/// A database that tells how each operation ended.
class ObservedHrStore final : public HrStore
{
public:
    ObservedHrStore(std::unique_ptr<HrStore> inner, std::shared_ptr<LinkTap> tap);

    Task<std::vector<Result<HrRows>>> read(std::vector<HrQuery> queries, std::stop_token stop) override;
    Task<Result<WriteFacts>> writeFacts(HrWrite write, UserId user) override;
    Task<Result<WriteOutcome>> write(HrWrite write) override;
    Task<Result<std::vector<UserId>>> holders(CompanyId company) override;
    Task<Result<StoreStatus>> check() override;

    void prepare() override { m_inner->prepare(); }

    Task<> close() override { return m_inner->close(); }

    [[nodiscard]] QString name() const override { return m_inner->name(); }

private:
    std::shared_ptr<LinkTap> m_tap;
    std::unique_ptr<HrStore> m_inner;
};

} // namespace hrcache
