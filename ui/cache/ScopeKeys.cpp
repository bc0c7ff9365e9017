#include "ui/cache/ScopeKeys.h"

#include <QSet>

namespace hrcache {

Task<Result<ScopeKeys>> keysOfScope(CacheStore *store, CacheInventory *inventory, KeyScope scope,
                                    std::stop_token stop)
{
    const auto cancelled = [] { return failure(ErrorCode::Cancelled, {}); };
    auto found = co_await inventory->collect(scope, ScanPolicy::WhenSmall, {}, stop);
    if (!found)
        co_return failure(std::move(found.error()));
    if (stop.stop_requested())
        co_return cancelled();
    ScopeKeys result;
    result.entries = static_cast<qsizetype>(found->entries.size());
    result.complete = found->scanned;
    QSet<QByteArray> seen;
    for (CacheKeyInfo &info : found->entries) {
        seen.insert(info.key);
        result.keys.push_back(std::move(info.key));
    }

    auto possible = co_await inventory->candidates(scope);
    if (stop.stop_requested())
        co_return cancelled();
    // Without the rows nobody knows where leases may stand; they end by themselves in seconds.
    std::vector<QByteArray> others;
    if (possible) {
        for (QByteArray &key : *possible) {
            if (!seen.contains(key))
                others.push_back(std::move(key));
        }
    }
    if (others.empty())
        co_return result;
    const auto infos = co_await store->describe(std::move(others));
    for (const Result<CacheKeyInfo> &info : infos) {
        if (info && info->exists)
            result.keys.push_back(info->key);
    }
    co_return result;
}

} // namespace hrcache
