#include "postgres/PgError.h"

#include "base/Result.h"

#include <QCoreApplication>

#include <libpq-fe.h>

namespace hrcache {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PgError)
};

QByteArray field(const PGresult *result, int code)
{
    return QByteArray(PQresultErrorField(result, code));
}

struct Kind
{
    ErrorCode code;
    const char *message; ///< for people; %1 takes the server's own words if it is there
    bool retryable = false;
};

/// Exact codes first; a class of codes (its first two characters) stands behind them.
constexpr std::pair<std::string_view, Kind> kinds[] = {
    {"28P01",
     {ErrorCode::AuthFailed,
      QT_TRANSLATE_NOOP("PgError", "The database refused the user name or password.")}},
    {"3D000",
     {ErrorCode::ServerError, QT_TRANSLATE_NOOP("PgError", "The server has no database of this name: %1")}},
    {"42501",
     {ErrorCode::PermissionDenied,
      QT_TRANSLATE_NOOP("PgError", "The database role may not do this: %1. Ask the database "
                                   "administrator for the right.")}},
    {"25006",
     {ErrorCode::PermissionDenied,
      QT_TRANSLATE_NOOP("PgError", "This database server is read-only (a replica, or under "
                                   "maintenance). Nothing was written.")}},
    {"42P01",
     {ErrorCode::SchemaMismatch,
      QT_TRANSLATE_NOOP("PgError", "The database lacks a table that is needed: %1")}},
    {"42703",
     {ErrorCode::SchemaMismatch,
      QT_TRANSLATE_NOOP("PgError", "The database lacks a column that is needed: %1")}},
    {"3F000",
     {ErrorCode::SchemaMismatch,
      QT_TRANSLATE_NOOP("PgError", "The database lacks a schema that is needed: %1")}},
    {"42883",
     {ErrorCode::SchemaMismatch,
      QT_TRANSLATE_NOOP("PgError", "A column of the database has an unexpected type: %1")}},
    {"42804",
     {ErrorCode::SchemaMismatch,
      QT_TRANSLATE_NOOP("PgError", "A column of the database has an unexpected type: %1")}},
    {"57014",
     {ErrorCode::Timeout,
      QT_TRANSLATE_NOOP("PgError", "The database ended the query because it took too long.")}},
    {"55P03",
     {ErrorCode::Timeout, QT_TRANSLATE_NOOP("PgError", "The rows are locked by somebody else. Try again.")}},
    {"57P03",
     {ErrorCode::Unreachable,
      QT_TRANSLATE_NOOP("PgError", "The database server is starting up or shutting down. Try again "
                                   "in a moment.")}},
    {"53300",
     {ErrorCode::Unreachable,
      QT_TRANSLATE_NOOP("PgError", "The database server has no free connection left. Try again in "
                                   "a moment.")}},
    {"40001",
     {ErrorCode::Conflict,
      QT_TRANSLATE_NOOP("PgError", "Somebody else changed the same rows at the same time. Reload "
                                   "and try again."),
      true}},
    {"40P01",
     {ErrorCode::ServerError,
      QT_TRANSLATE_NOOP("PgError", "The database ended the operation because of a deadlock. Try "
                                   "again."),
      true}},
    {"54000",
     {ErrorCode::ValidationFailed, QT_TRANSLATE_NOOP("PgError", "A value is too long for the database: %1")}},
    {"08P01",
     {ErrorCode::Protocol,
      QT_TRANSLATE_NOOP("PgError", "The database server did not accept what it was sent: %1")}},
    {"28",
     {ErrorCode::AuthFailed, QT_TRANSLATE_NOOP("PgError", "The database server refused the login: %1")}},
    {"08",
     {ErrorCode::Unreachable,
      QT_TRANSLATE_NOOP("PgError", "The connection to the database was lost. Try again.")}},
    {"57P",
     {ErrorCode::Unreachable,
      QT_TRANSLATE_NOOP("PgError", "The database server closed the connection. Try again.")}},
    {"53",
     {ErrorCode::ServerError, QT_TRANSLATE_NOOP("PgError", "The database server is out of resources: %1"),
      true}},
    {"22", {ErrorCode::ValidationFailed, QT_TRANSLATE_NOOP("PgError", "The database refused a value: %1")}},
    {"23", {ErrorCode::ValidationFailed, QT_TRANSLATE_NOOP("PgError", "The database refused the data: %1")}},
};

const Kind *kindOf(const QByteArray &sqlState)
{
    for (const auto &[prefix, kind] : kinds) {
        if (!sqlState.isEmpty() && std::string_view(sqlState.constData()).starts_with(prefix))
            return &kind;
    }
    return nullptr;
}

} // namespace

PgDiagnostics PgDiagnostics::of(const pg_result *result)
{
    PgDiagnostics diagnostics;
    diagnostics.sqlState = field(result, PG_DIAG_SQLSTATE);
    diagnostics.message = QString::fromUtf8(field(result, PG_DIAG_MESSAGE_PRIMARY));
    diagnostics.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
    diagnostics.context = field(result, PG_DIAG_CONTEXT);
    diagnostics.table = field(result, PG_DIAG_TABLE_NAME);
    diagnostics.column = field(result, PG_DIAG_COLUMN_NAME);
    diagnostics.constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
    if (diagnostics.message.isEmpty())
        diagnostics.message = QString::fromUtf8(PQresultErrorMessage(result)).trimmed();
    return diagnostics;
}

Error pgError(const PgDiagnostics &diagnostics)
{
    const QString sqlState = QString::fromLatin1(diagnostics.sqlState);
    const Kind *kind = kindOf(diagnostics.sqlState);
    if (!kind) {
        return Error::make(ErrorCode::ServerError,
                           Text::tr("The database reported an error: %1").arg(diagnostics.message),
                           diagnostics.message, sqlState);
    }
    QString message = Text::tr(kind->message);
    if (message.contains(QLatin1String("%1")))
        message = message.arg(diagnostics.message);
    Error error = Error::make(kind->code, message, diagnostics.message, sqlState);
    error.retryable = error.retryable || kind->retryable;
    return error;
}

Error pgUnreachable(QString detail)
{
    return Error::make(ErrorCode::Unreachable,
                       Text::tr("The database server cannot be reached. Check the network and the address."),
                       std::move(detail));
}

bool endsConnection(std::string_view sqlState)
{
    return sqlState.starts_with("08") || sqlState.starts_with("57P");
}

} // namespace hrcache
