#pragma once

#include "cache/CacheStore.h"
#include "redis/RedisConfig.h"

#include <memory>

namespace hrcache {

/// Compare and set by WATCH, GET, MULTI, SET, EXEC, for roles that may not use EVAL. Has a connection of
/// its own, because WATCH belongs to a connection; transactions take turns on it. Two round trips for up to
/// 100 keys.
class RedisTransactions
{
public:
    explicit RedisTransactions(RedisConfig config);
    ~RedisTransactions();

    /// As CacheStore::setIfUnchanged().
    [[nodiscard]] Task<std::vector<Result<bool>>> setIfUnchanged(std::vector<ConditionalSet> requests);

    /// Ends for good: what is under way, and whatever is asked later, fails with Cancelled.
    void shutDown();

private:
    struct Turns;

    std::shared_ptr<Turns> m_turns;
};

} // namespace hrcache
