#pragma once

#include "cache/CacheStore.h"
#include "redis/RedisClient.h"

namespace hrcache {

/// CacheStore::check() on Redis. Tries every right that the program needs, on a key of its own that no
/// other program has and that it deletes again; the latency is the median of several PINGs.
[[nodiscard]] Task<Result<CacheStatus>> redisServerCheck(std::shared_ptr<RedisClient> client);

} // namespace hrcache
