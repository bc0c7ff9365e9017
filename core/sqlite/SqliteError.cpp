#include "sqlite/SqliteError.h"

#include <QCoreApplication>
#include <QSqlError>

namespace hrcache {

namespace {

// The primary result codes of SQLite (the low byte of an extended one).
enum Code : int {
    GeneralError = 1,
    NoPermission = 3,
    Busy = 5,
    Locked = 6,
    OutOfMemory = 7,
    ReadOnly = 8,
    Interrupted = 9,
    InputOutput = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    TooBig = 18,
    Constraint = 19,
    NotADatabase = 26
};

int primaryCode(const QSqlError &error)
{
    bool good = false;
    const int code = error.nativeErrorCode().toInt(&good);
    return good ? code & 0xff : GeneralError;
}

QString translated(const char *text)
{
    return QCoreApplication::translate("SqliteError", text);
}

/// "no such column: hire_date" → "hire_date"; empty if `text` does not begin so.
QString nameAfter(const QString &text, QLatin1String prefix)
{
    const qsizetype at = text.indexOf(prefix);
    return at < 0 ? QString() : text.mid(at + prefix.size()).section(u' ', 0, 0);
}

} // namespace

bool isBusy(const QSqlError &error)
{
    const int code = primaryCode(error);
    return code == Busy || code == Locked;
}

Error sqliteError(const QSqlError &error)
{
    const QString detail = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    const auto make = [&](ErrorCode code, const QString &message) {
        return Error::make(code, message, detail, error.nativeErrorCode());
    };
    switch (primaryCode(error)) {
    case Busy:
    case Locked:
        return make(ErrorCode::Timeout, translated(QT_TRANSLATE_NOOP(
                                            "SqliteError", "The database file is in use by another program. "
                                                           "Try again in a moment.")));
    case Full:
        return make(ErrorCode::Storage, translated(QT_TRANSLATE_NOOP(
                                            "SqliteError", "The disk is full: nothing was saved. Make room "
                                                           "and try again.")));
    case ReadOnly:
    case NoPermission:
        return make(ErrorCode::Storage, translated(QT_TRANSLATE_NOOP(
                                            "SqliteError", "The database file may not be written. Check its "
                                                           "permissions and those of its folder.")));
    case InputOutput:
        return make(ErrorCode::Storage, translated(QT_TRANSLATE_NOOP(
                                            "SqliteError", "The database file cannot be read or written: the "
                                                           "disk reports an error.")));
    case CannotOpen:
        return make(ErrorCode::Storage, translated(QT_TRANSLATE_NOOP(
                                            "SqliteError", "The database file cannot be opened. Check that "
                                                           "its folder exists and may be written.")));
    case Corrupt:
    case NotADatabase:
        return make(ErrorCode::Storage,
                    translated(QT_TRANSLATE_NOOP(
                        "SqliteError", "The database file is damaged, or is not a database. It was left "
                                       "as it is. Restore it from a copy, or choose another file.")));
    case Interrupted:
        return make(ErrorCode::Cancelled, {});
    case TooBig:
        return make(ErrorCode::TooLarge, translated(QT_TRANSLATE_NOOP(
                                             "SqliteError", "A value is too large for the database file.")));
    case Constraint:
        return make(
            ErrorCode::ValidationFailed,
            translated(QT_TRANSLATE_NOOP("SqliteError", "Nothing was saved: the data would break a rule of "
                                                        "the database.")));
    case GeneralError: {
        const QString table = nameAfter(detail, QLatin1String("no such table: "));
        if (!table.isEmpty())
            return make(
                ErrorCode::SchemaMismatch,
                translated(QT_TRANSLATE_NOOP("SqliteError", "The database file lacks the table \"%1\"."))
                    .arg(table));
        const QString column = nameAfter(detail, QLatin1String("no such column: "));
        if (!column.isEmpty())
            return make(
                ErrorCode::SchemaMismatch,
                translated(QT_TRANSLATE_NOOP("SqliteError", "The database file lacks the column \"%1\"."))
                    .arg(column));
        break;
    }
    default:
        break;
    }
    return make(
        ErrorCode::ServerError,
        translated(QT_TRANSLATE_NOOP("SqliteError", "The database file could not do what was asked.")));
}

} // namespace hrcache
