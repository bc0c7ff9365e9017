#pragma once

#include "cache/CacheStore.h"

#include <chrono>
#include <memory>

namespace hrcache {

/// A cache under test.
class CacheStoreFixture
{
public:
    virtual ~CacheStoreFixture() = default;

    /// A store on a cache without any key. Called before every test function, when no other store is open.
    [[nodiscard]] virtual std::unique_ptr<CacheStore> makeStore() = 0;

    /// Returns when at least `time` has gone by for the cache.
    virtual void pass(std::chrono::milliseconds time) = 0;
};

} // namespace hrcache
