#pragma once

#include "base/Result.h"
#include "hr/HrQuery.h"
#include "hr/HrRows.h"

#include <QDate>

#include <stop_token>

namespace hrcache {

class SqliteConnection;

/// Answers one query from the file, on the connection's thread. `today` decides which contract is active.
[[nodiscard]] Result<HrRows> readSqlite(SqliteConnection &connection, const HrQuery &query, QDate today,
                                        const std::stop_token &stop);

} // namespace hrcache
