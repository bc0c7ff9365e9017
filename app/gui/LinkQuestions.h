#pragma once

#include "cache/CacheStore.h"
#include "hr/HrStore.h"

#include <memory>

namespace hrcache {

// What a LinkWatch asks of a store. The store must outlive the task.

/// One round trip.
Task<Result<std::chrono::microseconds>> pingCache(CacheStore *store);
/// The smallest read there is: a company that does not exist, by an index.
Task<Result<std::chrono::microseconds>> pingDatabase(HrStore *store, std::stop_token stop = {});
/// The same of a store, and so on a connection, that is there for this question only.
Task<Result<std::chrono::microseconds>> pingApart(std::unique_ptr<HrStore> store, std::stop_token stop);

/// What does not work there although it answers, one sentence a line; empty: all does.
Task<Result<QString>> limitsOfCache(CacheStore *store);
Task<Result<QString>> limitsOfDatabase(HrStore *store);

} // namespace hrcache
