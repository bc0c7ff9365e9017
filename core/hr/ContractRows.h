#pragma once

#include "base/Result.h"
#include "hr/HrRows.h"

#include <span>
#include <vector>

namespace hrcache {

/// The queries of one read that a store answers with one statement, by their places in it, in ascending
/// order: all Contracts of one company together, everything else by itself. Batches come in the order of
/// their first queries.
[[nodiscard]] std::vector<std::vector<size_t>> batchesOf(std::span<const HrQuery> queries);

/// What makeRows() gives for each of `queries` (Contracts of one company), from one result that has the rows
/// of all their employees: ordered by employee_id, and for each employee as Contracts orders them. Errors: as
/// makeRows(), for all of them.
[[nodiscard]] std::vector<Result<HrRows>> makeContractRows(std::span<const HrQuery *const> queries,
                                                           const SqlResult &result);

} // namespace hrcache
