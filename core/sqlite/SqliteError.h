#pragma once

#include "base/Error.h"

class QSqlError;

namespace hrcache {

/// What a statement's failure means: Storage (unreadable or damaged file, full disk), Timeout (in use by
/// another program), SchemaMismatch (a table or column is missing), ValidationFailed (a constraint), anything
/// else ServerError. Never holds values of the statement.
[[nodiscard]] Error sqliteError(const QSqlError &error);

/// Whether the file was locked by somebody else, so that the statement may be tried again.
[[nodiscard]] bool isBusy(const QSqlError &error);

} // namespace hrcache
