#pragma once

#include "base/Result.h"
#include "sqlite/SqliteContents.h"
#include "sqlite/SqliteValue.h"

#include <QDate>
#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

namespace hrcache {

/// One open database file. Lives on one thread, which it blocks.
class SqliteConnection
{
public:
    /// Opens the file, creating it with tables and `contents` in one transaction if it does not exist or is
    /// empty. A file of a newer version, of another program, or that is damaged is refused with words and
    /// left as it is (Storage). The sample's dates are relative to `today`. `stop` ends waiting for somebody
    /// else's lock.
    [[nodiscard]] static Result<std::unique_ptr<SqliteConnection>>
    open(const QString &path, SqliteContents contents, QDate today, std::stop_token stop);

    ~SqliteConnection();
    SqliteConnection(const SqliteConnection &) = delete;
    SqliteConnection &operator=(const SqliteConnection &) = delete;

    /// Runs one statement with its values in the order of the "?".
    [[nodiscard]] Result<QSqlQuery> execute(const QString &sql, const QVariantList &values = {});

    /// Begins to read: until endRead() all statements see the same rows and tables.
    [[nodiscard]] Result<void> beginRead();
    void endRead();

    /// Takes the right to write; waits for another writer, at most `patience`.
    [[nodiscard]] Result<void> beginWrite(std::stop_token stop, std::chrono::milliseconds patience);
    [[nodiscard]] Result<void> commit();
    /// Undoes what was written since beginWrite().
    void rollback();

    /// The type of a table's column. None for names that it does not have.
    [[nodiscard]] std::optional<SqliteColumnType> columnType(const QString &table, const QString &column);
    /// The type of a result's column by its name, on which all tables agree but for being required.
    [[nodiscard]] std::optional<SqliteColumnType> columnType(const QString &column);

    [[nodiscard]] QSqlDatabase &database() { return m_database; }

    /// The version of the tables that this program reads and writes.
    static constexpr int schemaVersion = 1;
    /// What `PRAGMA application_id` has in files of this program: "HRCM".
    static constexpr int applicationId = 0x4852434d;

private:
    explicit SqliteConnection(QSqlDatabase database);
    [[nodiscard]] Result<void> prepareFile(SqliteContents contents, QDate today, std::stop_token stop);
    [[nodiscard]] Result<bool> hasTables();
    [[nodiscard]] Result<void> createTables(SqliteContents contents, QDate today);
    [[nodiscard]] Result<int> pragma(const QString &name);
    [[nodiscard]] Result<void> refreshSchema();

    QSqlDatabase m_database;
    /// By "table.column" and by "column".
    QHash<QString, SqliteColumnType> m_columnTypes;
    qint64 m_columnTypesOf = -1; ///< schema_version that they were read at
};

} // namespace hrcache
