#include "base/Error.h"

#include <QDebug>

namespace hrcache {

Error Error::make(ErrorCode code, QString message, QString detail, QString serverCode)
{
    Error error;
    error.code = code;
    error.message = std::move(message);
    error.detail = std::move(detail);
    error.serverCode = std::move(serverCode);
    error.retryable = code == ErrorCode::Timeout || code == ErrorCode::Unreachable ||
                      code == ErrorCode::CannotInvalidate || code == ErrorCode::CommitUnknown;
    return error;
}

QString errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Cancelled:
        return QStringLiteral("cancelled");
    case ErrorCode::Timeout:
        return QStringLiteral("timeout");
    case ErrorCode::Unreachable:
        return QStringLiteral("unreachable");
    case ErrorCode::TlsFailed:
        return QStringLiteral("tls_failed");
    case ErrorCode::AuthFailed:
        return QStringLiteral("auth_failed");
    case ErrorCode::PermissionDenied:
        return QStringLiteral("permission_denied");
    case ErrorCode::NotConfigured:
        return QStringLiteral("not_configured");
    case ErrorCode::InvalidArgument:
        return QStringLiteral("invalid_argument");
    case ErrorCode::ValidationFailed:
        return QStringLiteral("validation_failed");
    case ErrorCode::NotFound:
        return QStringLiteral("not_found");
    case ErrorCode::Conflict:
        return QStringLiteral("conflict");
    case ErrorCode::CannotInvalidate:
        return QStringLiteral("cannot_invalidate");
    case ErrorCode::CommitUnknown:
        return QStringLiteral("commit_unknown");
    case ErrorCode::SchemaMismatch:
        return QStringLiteral("schema_mismatch");
    case ErrorCode::TooLarge:
        return QStringLiteral("too_large");
    case ErrorCode::Protocol:
        return QStringLiteral("protocol");
    case ErrorCode::ServerError:
        return QStringLiteral("server_error");
    case ErrorCode::Storage:
        return QStringLiteral("storage");
    case ErrorCode::Internal:
        return QStringLiteral("internal");
    }
    return QStringLiteral("internal");
}

QDebug operator<<(QDebug debug, const Error &error)
{
    QDebugStateSaver saver(debug);
    debug.nospace() << "Error(" << errorCodeName(error.code) << ", " << error.message;
    if (!error.serverCode.isEmpty())
        debug.nospace() << ", " << error.serverCode;
    if (!error.detail.isEmpty())
        debug.nospace() << ", " << error.detail;
    for (const FieldError &field : error.fields)
        debug.nospace() << ", " << field.field << ": " << field.message;
    debug.nospace() << ")";
    return debug;
}

} // namespace hrcache
