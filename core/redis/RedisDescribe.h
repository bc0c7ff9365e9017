#pragma once

#include "cache/CacheStore.h"
#include "redis/RedisClient.h"

namespace hrcache {

/// CacheStore::describe() on Redis: STRLEN, PTTL and the last 512 bytes of every key. A key of another type
/// than string exists with 0 bytes.
[[nodiscard]] Task<std::vector<Result<CacheKeyInfo>>> redisDescribe(std::shared_ptr<RedisClient> client,
                                                                    std::vector<QByteArray> keys);

} // namespace hrcache
