#pragma once

#include "hr/HrQuery.h"
#include "postgres/PgStatement.h"

#include <span>
#include <vector>

namespace hrcache {

/// Appends the statements that answer `query`: five for References, else one. Their results go to
/// makeRows() in this order.
void appendStatements(std::vector<PgStatement> &statements, const HrQuery &query);

/// The one statement that answers `queries` (Contracts of one company, at least one); its result goes to
/// makeContractRows().
[[nodiscard]] PgStatement contractsStatement(std::span<const HrQuery *const> queries);

/// How many statements appendStatements() appends.
[[nodiscard]] size_t statementCount(const HrQuery &query);

/// One column: the firebase_uid of everybody who can hold a copy of the company's data.
[[nodiscard]] PgStatement holdersStatement(const CompanyId &company);

} // namespace hrcache
