#include "sqlite/SqliteResult.h"

#include "sqlite/SqliteConnection.h"
#include "sqlite/SqliteError.h"

#include <QSqlError>
#include <QSqlField>
#include <QSqlRecord>

#include <charconv>

namespace hrcache {

namespace {

/// Of a column that no table has: a computed one.
JsonType typeOf(const QSqlField &field)
{
    switch (field.metaType().id()) {
    case QMetaType::Bool:
        return JsonType::Boolean;
    case QMetaType::Int:
    case QMetaType::LongLong:
        return JsonType::Integer;
    case QMetaType::Double:
        return JsonType::Number;
    default:
        return JsonType::Text;
    }
}

void appendText(std::string &out, const QVariant &value)
{
    char digits[32];
    switch (value.typeId()) {
    case QMetaType::LongLong:
    case QMetaType::Int:
        out.append(digits, std::to_chars(digits, digits + sizeof digits, value.toLongLong()).ptr);
        return;
    case QMetaType::Double:
        out.append(digits, std::to_chars(digits, digits + sizeof digits, value.toDouble()).ptr);
        return;
    case QMetaType::QByteArray: {
        const QByteArray bytes = value.toByteArray();
        out.append(bytes.constData(), static_cast<size_t>(bytes.size()));
        return;
    }
    default: {
        const QByteArray utf8 = value.toString().toUtf8();
        out.append(utf8.constData(), static_cast<size_t>(utf8.size()));
    }
    }
}

} // namespace

Result<SqliteResult> SqliteResult::fetch(SqliteConnection &connection, QSqlQuery &query,
                                         const std::stop_token &stop)
{
    SqliteResult result;
    const QSqlRecord record = query.record();
    for (int i = 0; i < record.count(); ++i) {
        const QString name = record.fieldName(i);
        const auto type = connection.columnType(name);
        result.m_columns.push_back({name.toStdString(), type ? type->jsonType() : typeOf(record.field(i))});
    }
    while (query.next()) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, {});
        for (int i = 0; i < record.count(); ++i) {
            const QVariant value = query.value(i);
            Extent extent{result.m_texts.size(), 0, value.isNull()};
            if (!extent.null)
                appendText(result.m_texts, value);
            extent.size = result.m_texts.size() - extent.begin;
            result.m_values.push_back(extent);
        }
    }
    if (query.lastError().isValid())
        return failure(sqliteError(query.lastError()));
    // An open statement would keep its snapshot.
    query.finish();
    return result;
}

int SqliteResult::rowCount() const
{
    return m_columns.empty() ? 0 : static_cast<int>(m_values.size() / m_columns.size());
}

int SqliteResult::columnCount() const
{
    return static_cast<int>(m_columns.size());
}

std::string_view SqliteResult::columnName(int column) const
{
    return m_columns[static_cast<size_t>(column)].name;
}

JsonType SqliteResult::columnType(int column) const
{
    return m_columns[static_cast<size_t>(column)].type;
}

const SqliteResult::Extent &SqliteResult::extent(int row, int column) const
{
    return m_values[static_cast<size_t>(row) * m_columns.size() + static_cast<size_t>(column)];
}

bool SqliteResult::isNull(int row, int column) const
{
    return extent(row, column).null;
}

std::string_view SqliteResult::text(int row, int column) const
{
    const Extent &value = extent(row, column);
    return std::string_view(m_texts).substr(value.begin, value.size);
}

} // namespace hrcache
