#pragma once

#include <string_view>

namespace hrcache {

/// How a column's text becomes a JSON value (see the contract, "Values in data").
enum class JsonType {
    Text,           ///< a string: text, uuid, date, jsonb (its text), every type we do not know
    Integer,        ///< digits, as they are
    Number,         ///< numeric or float: shortest form that reads back, always with ".0" or an exponent
    Boolean,        ///< "t"/"f", "true"/"false", "1"/"0"
    LocalTimestamp, ///< without time zone: `2026-01-16T10:30:00.123456`
    Timestamp,      ///< with time zone: any offset in, `2026-01-16T10:30:00.123456+00:00` (UTC) out
};

/// The rows of one statement, as text, by column name; implemented by each store over its own result.
class SqlResult
{
public:
    virtual ~SqlResult() = default;

    [[nodiscard]] virtual int rowCount() const = 0;
    [[nodiscard]] virtual int columnCount() const = 0;
    [[nodiscard]] virtual std::string_view columnName(int column) const = 0;
    [[nodiscard]] virtual JsonType columnType(int column) const = 0;
    [[nodiscard]] virtual bool isNull(int row, int column) const = 0;
    /// UTF-8; valid as long as the result.
    [[nodiscard]] virtual std::string_view text(int row, int column) const = 0;

    /// Whether a replica answered, which may be behind.
    [[nodiscard]] virtual bool isFromReplica() const { return false; }

    /// The column of that name, or -1.
    [[nodiscard]] int columnOf(std::string_view name) const
    {
        for (int i = 0; i < columnCount(); ++i) {
            if (columnName(i) == name)
                return i;
        }
        return -1;
    }
};

} // namespace hrcache
