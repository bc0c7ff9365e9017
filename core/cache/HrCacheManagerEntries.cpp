#include "cache/HrCacheManager.h"

#include <QPointer>

#include <algorithm>

namespace hrcache {

namespace {

constexpr size_t keysAtOnce = 10'000;

} // namespace

Task<Result<std::optional<CachedEntry>>> HrCacheManager::getCachedData(UserId user, HrQuery query)
{
    CachedEntry entry;
    entry.key = CacheKey::of(user, query);
    std::vector<QByteArray> keys{entry.key};
    auto values = co_await m_store.get(std::move(keys));
    if (!values.front())
        co_return failure(std::move(values.front().error()));
    if (!values.front()->value)
        co_return std::optional<CachedEntry>();
    entry.value = *values.front()->value;
    entry.ttlLeft = values.front()->ttlLeft;
    co_return std::optional<CachedEntry>(std::move(entry));
}

Task<Result<void>> HrCacheManager::setCachedData(UserId user, HrQuery query, QByteArray data)
{
    const QByteArray key = CacheKey::of(user, query);
    const auto ttl = m_settings.ttl.of(query.kind);
    if (key.isEmpty() || ttl.count() <= 0)
        co_return failure(ErrorCode::InvalidArgument, tr("This kind of data is not cached."));
    const Result<HrDocument> document = HrDocument::fromRows(query.kind, data);
    if (!document)
        co_return failure(document.error());
    if (document->isEmpty())
        co_return failure(ErrorCode::InvalidArgument, tr("Empty data is never cached."));
    if (data.size() > m_settings.maximumValueBytes)
        co_return failure(ErrorCode::TooLarge, tr("The data is over the size limit for one cache entry."));
    const auto source = CacheKey::parse(key).value_or(CacheKey{}).source();
    auto value = CacheEnvelope::compose(data, m_clock.now(), ttl, source);
    auto stored = co_await m_store.set(key, std::move(value), ttl);
    co_return stored;
}

Task<InvalidationReceipt> HrCacheManager::invalidateCache(UserId user, HrQuery query)
{
    std::vector<QByteArray> keys{CacheKey::of(user, query)};
    co_return co_await invalidateKeys(query.company, std::move(keys));
}

Task<InvalidationReceipt> HrCacheManager::invalidateCompanyHrCache(CacheInventory &inventory, KeyScope scope)
{
    const QPointer<HrCacheManager> self(this);
    InvalidationReceipt receipt;
    const CompanyId company = scope.company;
    auto naming = inventory.candidates(scope);
    auto candidates = co_await naming;
    if (!self)
        co_return receipt;
    auto walking = inventory.collect(std::move(scope), ScanPolicy::Always);
    const auto found = co_await walking;
    if (!self)
        co_return receipt;
    // One that holds no entry may hold a lease: deleting that refuses a fill with older rows.
    std::vector<QByteArray> keys = candidates ? std::move(*candidates) : std::vector<QByteArray>();
    if (found) {
        for (const CacheKeyInfo &entry : found->entries)
            keys.push_back(entry.key);
    } else {
        receipt.acknowledged = false;
        receipt.problem = found.error().message;
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    auto all = std::make_shared<const std::vector<QByteArray>>(std::move(keys));
    auto deleting = invalidateInParts(company, std::move(all), keysAtOnce);
    const InvalidationReceipt deleted = co_await deleting;
    receipt.keys = deleted.keys;
    receipt.deleted = deleted.deleted;
    if (!deleted.acknowledged) {
        receipt.acknowledged = false;
        receipt.problem = deleted.problem;
    }
    co_return receipt;
}

Task<InvalidationReceipt>
HrCacheManager::invalidateInParts(CompanyId company, std::shared_ptr<const std::vector<QByteArray>> keys,
                                  size_t atOnce)
{
    return m_invalidator.invalidateInParts(std::move(company), std::move(keys), atOnce);
}

Task<Result<CacheStats>> HrCacheManager::getCacheStats(CacheInventory &inventory, KeyScope scope)
{
    auto collecting = inventory.collect(std::move(scope), ScanPolicy::WhenSmall);
    const auto found = co_await collecting;
    if (!found)
        co_return failure(found.error());
    co_return CacheInventory::stats(*found);
}

} // namespace hrcache
