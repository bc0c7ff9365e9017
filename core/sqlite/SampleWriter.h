#pragma once

#include "base/Result.h"
#include "sqlite/SampleData.h"

namespace hrcache {

class SqliteConnection;

/// Inserts the rows into the file's table ("hr.employees" is hr_employees), each value as the file keeps it.
[[nodiscard]] Result<void> insertRows(SqliteConnection &connection, const SampleTable &rows);

/// Inserts the whole sample; within the caller's transaction.
[[nodiscard]] Result<void> writeSample(SqliteConnection &connection, QDate today);

} // namespace hrcache
