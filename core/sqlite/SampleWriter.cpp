#include "sqlite/SampleWriter.h"

#include "sqlite/SqliteConnection.h"
#include "sqlite/SqliteError.h"

#include <QSqlError>

namespace hrcache {

Result<void> insertRows(SqliteConnection &connection, const SampleTable &rows)
{
    const QString table = QString::fromLatin1(rows.table).replace(u'.', u'_');
    QStringList names;
    QStringList marks;
    std::vector<SqliteColumnType> types;
    for (const QByteArray &column : rows.columns) {
        names.append(QString::fromLatin1(column));
        marks.append(QStringLiteral("?"));
        const auto type = connection.columnType(table, names.last());
        if (!type)
            return failure(ErrorCode::SchemaMismatch, {}, table + u'.' + names.last());
        types.push_back(*type);
    }
    QSqlQuery query(connection.database());
    if (!query.prepare(QStringLiteral("INSERT INTO %1 (%2) VALUES (%3)")
                           .arg(table, names.join(u", "), marks.join(u", "))))
        return failure(sqliteError(query.lastError()));
    for (const auto &row : rows.rows) {
        for (size_t i = 0; i < row.size(); ++i) {
            auto value = toStored(types[i], rows.columns[i], row[i]);
            if (!value)
                return failure(std::move(value.error()));
            query.bindValue(static_cast<int>(i), *value);
        }
        if (!query.exec())
            return failure(sqliteError(query.lastError()));
    }
    return {};
}

Result<void> writeSample(SqliteConnection &connection, QDate today)
{
    for (const SampleTable &table : sampleData(today)) {
        auto inserted = insertRows(connection, table);
        if (!inserted)
            return inserted;
    }
    return {};
}

} // namespace hrcache
