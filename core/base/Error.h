#pragma once

#include <QString>

#include <vector>

class QDebug;

namespace hrcache {

/// What kind of failure it is, so that a caller can decide without reading the text.
enum class ErrorCode {
    Cancelled,        ///< the caller, or a shutdown, ended the operation
    Timeout,          ///< no answer in time
    Unreachable,      ///< no connection: refused, reset, name not found, network down
    TlsFailed,        ///< handshake or certificate
    AuthFailed,       ///< wrong or missing password, user or role
    PermissionDenied, ///< logged in, but this is not allowed (ACL, GRANT, viewer)
    NotConfigured,    ///< this server is not configured at all
    InvalidArgument,  ///< the caller's input is malformed
    ValidationFailed, ///< well-formed, but the data breaks rules; Error::fields names them
    NotFound,         ///< no such row
    Conflict,         ///< the row was changed by somebody else
    CannotInvalidate, ///< the write was not done because the cache cannot be invalidated now
    CommitUnknown,    ///< the connection was lost while COMMIT was under way
    SchemaMismatch,   ///< a table or column that is needed does not exist
    TooLarge,         ///< over a configured limit
    Protocol,         ///< the peer sent something that its protocol does not allow
    ServerError,      ///< an error reply of the server; Error::serverCode has its code
    Storage,          ///< a local file cannot be read or written
    Internal          ///< a defect of this program
};

/// One input field that was refused, with words for a person.
struct FieldError
{
    QString field;   ///< the parameter's name in the contract, e.g. "work_rate"
    QString message; ///< one sentence, translated
    bool operator==(const FieldError &) const = default;
};

/// A failure as a value.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    QString message;                ///< what happened, what it means, what to do: for a person, translated
    QString detail;                 ///< technical text (server's own words); never a secret
    QString serverCode;             ///< SQLSTATE, or the first word of a Redis error; empty if none
    bool retryable = false;         ///< the same request may succeed if it is sent again later
    std::vector<FieldError> fields; ///< for ValidationFailed: every offending field

    bool operator==(const Error &) const = default;

    /// An error with the default for `retryable` of its code (Timeout and Unreachable: true).
    static Error make(ErrorCode code, QString message, QString detail = {}, QString serverCode = {});
};

/// The code's name as it stands in JSON output, e.g. "validation_failed".
[[nodiscard]] QString errorCodeName(ErrorCode code);

QDebug operator<<(QDebug debug, const Error &error);

} // namespace hrcache
