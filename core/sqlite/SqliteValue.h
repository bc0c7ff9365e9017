#pragma once

#include "base/Result.h"
#include "hr/SqlResult.h"

#include <QByteArray>
#include <QString>
#include <QVariant>

#include <optional>

namespace hrcache {

/// What a column of the file holds, from its declared type ("uuid text", "numeric(12, 2)", …).
struct SqliteColumnType
{
    enum class Kind { Text, Char, Uuid, Date, Timestamp, Jsonb, Integer, Numeric, Boolean };

    Kind kind = Kind::Text;
    int length = 0; ///< Char: characters; Numeric: digits
    int scale = 0;  ///< Numeric: digits behind the point
    bool required = false;

    [[nodiscard]] static SqliteColumnType of(const QString &declaredType, bool required);
    /// How its values become JSON.
    [[nodiscard]] JsonType jsonType() const;
};

/// The value as the file keeps it, from its text form as PostgreSQL reads it: dates and times canonical and
/// UTC, amounts rounded to their scale, jsonb as PostgreSQL prints it. The error (ValidationFailed) names
/// `column`.
[[nodiscard]] Result<QVariant> toStored(const SqliteColumnType &type, const QByteArray &column,
                                        const std::optional<QByteArray> &value);

/// `2026-01-16 10:30:00.123456+00`, always with six digits: ordered as text as it is in time. None if it is
/// no timestamp.
[[nodiscard]] std::optional<QByteArray> toStoredTimestamp(const QByteArray &timestamp);

} // namespace hrcache
