#pragma once

#include "cache/CacheStore.h"
#include "redis/RedisAbilities.h"
#include "redis/RedisClient.h"

namespace hrcache {

/// CacheStore::get() on Redis: GET and PTTL of every key in one pipeline.
[[nodiscard]] Task<std::vector<Result<CacheValue>>> redisGet(std::shared_ptr<RedisClient> client,
                                                             std::vector<QByteArray> keys);

/// CacheStore::getOrLease() on Redis: one round trip, except for the first refusal of a kind on a
/// connection (Redis before 7, a role without writes, a replica, no memory), which costs a second one.
[[nodiscard]] Task<std::vector<Result<CacheValue>>> redisGetOrLease(std::shared_ptr<RedisClient> client,
                                                                    std::shared_ptr<RedisAbilities> abilities,
                                                                    std::vector<LeaseRequest> requests,
                                                                    std::chrono::milliseconds leaseTime);

} // namespace hrcache
