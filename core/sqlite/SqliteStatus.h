#pragma once

#include "base/Result.h"
#include "hr/HrStore.h"

namespace hrcache {

class SqliteConnection;

/// What StoreStatus names, but for the latency.
[[nodiscard]] Result<StoreStatus> readStatus(SqliteConnection &connection);

} // namespace hrcache
