#pragma once

#include "cache/CacheInventory.h"

#include <stop_token>

namespace hrcache {

/// What is to be deleted to leave nothing of a scope in the cache.
struct ScopeKeys
{
    std::vector<QByteArray> keys; ///< entries, and leases: a reader that is under way must not store old rows
    qsizetype entries = 0;        ///< of these, how many hold data
    bool complete = false;        ///< the whole key space was walked
};

/// Finds them. `inventory` must outlive the task, or fail it; `stop` is requested before it goes.
[[nodiscard]] Task<Result<ScopeKeys>> keysOfScope(CacheInventory *inventory, KeyScope scope,
                                                  std::stop_token stop);

} // namespace hrcache
