#pragma once

#include "base/Clock.h"
#include "base/Result.h"
#include "hr/HrWrite.h"

#include <chrono>
#include <stop_token>

namespace hrcache {

class SqliteConnection;

/// Carries out a judged write in one transaction, on the connection's thread. `now` becomes created_at and
/// updated_at; `patience` is how long it waits for another writer. On any error nothing was written.
[[nodiscard]] Result<WriteOutcome> writeSqlite(SqliteConnection &connection, const HrWrite &write,
                                               WallTime now, std::stop_token stop,
                                               std::chrono::milliseconds patience);

} // namespace hrcache
