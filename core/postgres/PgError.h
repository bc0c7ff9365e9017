#pragma once

#include "base/Error.h"

#include <string_view>

struct pg_result;

namespace hrcache {

/// What PostgreSQL says about a failure.
struct PgDiagnostics
{
    QByteArray sqlState; ///< five characters; empty if the failure is the client's own
    QString message;     ///< the server's primary message, in the server's language
    QByteArray detail;   ///< may hold values of rows: used to find the column, never shown
    QByteArray context;  ///< the same
    QByteArray table;
    QByteArray column;
    QByteArray constraint;

    [[nodiscard]] static PgDiagnostics of(const pg_result *result);
};

/// SQLSTATE → ErrorCode and a message for people.
[[nodiscard]] Error pgError(const PgDiagnostics &diagnostics);

/// The connection was lost, or could not be made; `detail` in libpq's words.
[[nodiscard]] Error pgUnreachable(QString detail);

/// Whether this SQLSTATE means that the server ends the connection (shutdown, kill, idle timeout).
[[nodiscard]] bool endsConnection(std::string_view sqlState);

} // namespace hrcache
