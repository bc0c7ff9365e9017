#include "ui/cache/ScopeKeys.h"

#include "base/ThreadPool.h"

namespace hrcache {

Task<Result<ScopeKeys>> keysOfScope(CacheInventory *inventory, KeyScope scope, std::stop_token stop)
{
    auto collecting = inventory->collect(std::move(scope), ScanPolicy::WhenSmall, {}, stop);
    auto found = co_await collecting;
    if (!found)
        co_return failure(std::move(found.error()));
    if (stop.stop_requested())
        co_return failure(ErrorCode::Cancelled, {});
    ScopeKeys result;
    result.entries = static_cast<qsizetype>(found->entries.size());
    result.complete = found->scanned;
    result.keys = std::move(found->leases);
    result.keys.reserve(result.keys.size() + found->entries.size());
    for (CacheKeyInfo &info : found->entries)
        result.keys.push_back(std::move(info.key));
    freeOnPool(workerPool(), std::move(found->entries));
    co_return result;
}

} // namespace hrcache
