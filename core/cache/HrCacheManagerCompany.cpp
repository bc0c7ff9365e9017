#include "cache/HrCacheManager.h"

#include <QPointer>

#include <algorithm>

namespace hrcache {

namespace {

constexpr size_t keysAtOnce = 10'000;

} // namespace

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
    for (size_t from = 0; from < keys.size(); from += keysAtOnce) {
        const size_t to = std::min(keys.size(), from + keysAtOnce);
        std::vector<QByteArray> part(keys.begin() + static_cast<std::ptrdiff_t>(from),
                                     keys.begin() + static_cast<std::ptrdiff_t>(to));
        auto deleting = invalidateKeys(company, std::move(part));
        const InvalidationReceipt deleted = co_await deleting;
        receipt.keys += deleted.keys;
        receipt.deleted += deleted.deleted;
        if (!deleted.acknowledged) {
            receipt.acknowledged = false;
            receipt.problem = deleted.problem;
        }
        if (!self)
            co_return receipt;
    }
    co_return receipt;
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
