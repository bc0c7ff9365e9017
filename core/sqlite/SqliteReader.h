#pragma once

#include "base/Result.h"
#include "hr/HrQuery.h"
#include "hr/HrRows.h"

#include <QDate>

#include <span>
#include <stop_token>
#include <vector>

namespace hrcache {

class SqliteConnection;

/// Answers one query from the file, on the connection's thread. `today` decides which contract is active.
[[nodiscard]] Result<HrRows> readSqlite(SqliteConnection &connection, const HrQuery &query, QDate today,
                                        const std::stop_token &stop);

/// Answers Contracts of several employees of one company with one statement; one answer for each query.
[[nodiscard]] std::vector<Result<HrRows>> readSqliteContracts(SqliteConnection &connection,
                                                              std::span<const HrQuery *const> queries,
                                                              const std::stop_token &stop);

} // namespace hrcache
