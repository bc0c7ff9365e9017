#pragma once

#include "hr/HrWrite.h"
#include "postgres/PgStatement.h"

#include <vector>

namespace hrcache {

/// The statements of one transaction that carries out `write`, the holders among them.
/// Errors: ValidationFailed (a value that PostgreSQL cannot take), Internal (no such column).
[[nodiscard]] Result<std::vector<PgStatement>> writeStatements(const HrWrite &write);

/// What the answers to writeStatements() say. Errors: NotFound, Conflict, ValidationFailed with the field
/// that a constraint is about, and those of pgError().
[[nodiscard]] Result<WriteOutcome> readOutcome(const HrWrite &write, const PgReply &reply);

} // namespace hrcache
