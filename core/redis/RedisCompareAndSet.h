#pragma once

#include "cache/CacheStore.h"
#include "redis/RedisAbilities.h"
#include "redis/RedisClient.h"
#include "redis/RedisTransactions.h"

namespace hrcache {

/// CacheStore::setIfUnchanged() on Redis: one Lua call for each key, in one pipeline. Where EVAL is denied:
/// by `transactions`, which is remembered in `abilities`.
[[nodiscard]] Task<std::vector<Result<bool>>>
redisSetIfUnchanged(std::shared_ptr<RedisClient> client, std::shared_ptr<RedisAbilities> abilities,
                    std::shared_ptr<RedisTransactions> transactions, std::vector<ConditionalSet> requests);

} // namespace hrcache
