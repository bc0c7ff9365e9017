#include "sqlite/SqliteConnection.h"

#include "base/Logging.h"
#include "sqlite/SampleWriter.h"
#include "sqlite/SqliteError.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>

#include <atomic>

// A resource of a static library is registered by this call; it must stand outside of any namespace.
static void registerResources()
{
    Q_INIT_RESOURCE(hrcache);
}

namespace hrcache {

namespace {

/// How long SQLite waits for a lock by itself; short, so that a shutdown need not wait.
constexpr int lockTurn = 100;
constexpr std::chrono::seconds openPatience{10};

QString translated(const char *text)
{
    return QCoreApplication::translate("SqliteConnection", text);
}

/// A new file that only its owner may read, in a folder that is created if need be.
Result<void> makeFile(const QString &path)
{
    const QFileInfo info(path);
    if (info.exists())
        return {};
    const auto denied = [&](const QString &detail) {
        return failure(
            ErrorCode::Storage,
            translated(QT_TRANSLATE_NOOP("SqliteConnection",
                                         "The database file %1 cannot be created. Check that its folder "
                                         "may be written."))
                .arg(QDir::toNativeSeparators(path)),
            detail);
    };
    if (!QDir().mkpath(info.absolutePath()))
        return denied({});
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append,
                   QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return denied(file.errorString());
    return {};
}

QStringList statementsOf(const QString &script)
{
    QStringList statements;
    QString statement;
    for (const QString &line : script.split(u'\n')) {
        if (line.trimmed().startsWith(u"--"))
            continue;
        statement += line + u'\n';
        if (line.endsWith(u';')) {
            statements.append(statement.trimmed());
            statement.clear();
        }
    }
    return statements;
}

} // namespace

SqliteConnection::SqliteConnection(QSqlDatabase database)
    : m_database(std::move(database))
{
}

SqliteConnection::~SqliteConnection()
{
    const QString name = m_database.connectionName();
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(name);
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const QString &path, SqliteContents contents,
                                                                 QDate today, std::stop_token stop)
{
    static std::atomic<int> counter = 0;
    const bool inMemory = path == u":memory:";
    if (!inMemory) {
        auto made = makeFile(path);
        if (!made)
            return failure(std::move(made.error()));
    }
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(QSqlDatabase::addDatabase(
        QStringLiteral("QSQLITE"), QStringLiteral("hrcache-sqlite-%1").arg(++counter))));
    QSqlDatabase &database = connection->m_database;
    if (!database.isValid()) {
        return failure(ErrorCode::Internal,
                       translated(QT_TRANSLATE_NOOP(
                           "SqliteConnection", "Qt's SQLite driver is missing. Reinstall the program.")));
    }
    database.setDatabaseName(path);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(lockTurn));
    if (!database.open())
        return failure(sqliteError(database.lastError()));
    auto prepared = connection->prepareFile(contents, today, std::move(stop));
    if (!prepared)
        return failure(std::move(prepared.error()));
    return connection;
}

Result<QSqlQuery> SqliteConnection::execute(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return failure(sqliteError(query.lastError()));
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return failure(sqliteError(query.lastError()));
    return query;
}

Result<void> SqliteConnection::refreshSchema()
{
    // When tables changed since, SQLite prepares a statement once more as it runs, and Qt's driver goes on
    // with the number of columns it had before: a "SELECT *" would write beyond its row. This one has one
    // column either way, and makes SQLite load the tables anew.
    auto query = execute(QStringLiteral("SELECT 1 FROM sqlite_master LIMIT 1"));
    if (!query)
        return failure(std::move(query.error()));
    return {};
}

Result<void> SqliteConnection::beginRead()
{
    auto begun = execute(QStringLiteral("BEGIN"));
    if (!begun)
        return failure(std::move(begun.error()));
    auto refreshed = refreshSchema();
    if (!refreshed)
        rollback();
    return refreshed;
}

void SqliteConnection::endRead()
{
    rollback();
}

Result<void> SqliteConnection::beginWrite(std::stop_token stop, std::chrono::milliseconds patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        QSqlQuery query(m_database);
        if (query.exec(QStringLiteral("BEGIN IMMEDIATE"))) {
            auto refreshed = refreshSchema();
            if (!refreshed)
                rollback();
            return refreshed;
        }
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, {});
        if (!isBusy(query.lastError()) || std::chrono::steady_clock::now() >= deadline)
            return failure(sqliteError(query.lastError()));
    }
}

Result<void> SqliteConnection::commit()
{
    QSqlQuery query(m_database);
    if (query.exec(QStringLiteral("COMMIT")))
        return {};
    Error error = sqliteError(query.lastError());
    rollback();
    return failure(std::move(error));
}

void SqliteConnection::rollback()
{
    QSqlQuery query(m_database);
    // SQLite may have rolled back by itself (a full disk): then there is nothing to undo.
    if (!query.exec(QStringLiteral("ROLLBACK")))
        qCDebug(logSqlite) << "nothing to roll back";
}

Result<int> SqliteConnection::pragma(const QString &name)
{
    auto query = execute(QStringLiteral("PRAGMA ") + name);
    if (!query)
        return failure(std::move(query.error()));
    return query->next() ? query->value(0).toInt() : 0;
}

Result<bool> SqliteConnection::hasTables()
{
    auto query = execute(QStringLiteral("SELECT count(*) FROM sqlite_master"));
    if (!query)
        return failure(std::move(query.error()));
    return query->next() && query->value(0).toInt() > 0;
}

Result<void> SqliteConnection::prepareFile(SqliteContents contents, QDate today, std::stop_token stop)
{
    // The first statement that reads the file, so a damaged one shows itself here.
    auto filled = hasTables();
    for (const auto deadline = std::chrono::steady_clock::now() + openPatience;
         !filled && filled.error().code == ErrorCode::Timeout && !stop.stop_requested() &&
         std::chrono::steady_clock::now() < deadline;)
        filled = hasTables();
    if (!filled)
        return failure(std::move(filled.error()));

    if (!*filled) {
        // Two programs may do this at once; the second finds the tables when it has the lock.
        QSqlQuery(m_database).exec(QStringLiteral("PRAGMA journal_mode = WAL"));
        auto begun = beginWrite(stop, openPatience);
        if (!begun)
            return begun;
        auto created = hasTables();
        auto done = created && !*created ? createTables(contents, today)
                    : created            ? Result<void>()
                                         : failure(std::move(created.error()));
        if (!done) {
            rollback();
            return done;
        }
        auto committed = commit();
        if (!committed)
            return committed;
    }

    const auto id = pragma(QStringLiteral("application_id"));
    if (!id)
        return failure(id.error());
    if (*id != applicationId) {
        return failure(
            ErrorCode::Storage,
            translated(QT_TRANSLATE_NOOP("SqliteConnection",
                                         "The file %1 is a database of another program. It was left as "
                                         "it is. Choose another file."))
                .arg(QDir::toNativeSeparators(m_database.databaseName())));
    }
    const auto version = pragma(QStringLiteral("user_version"));
    if (!version)
        return failure(version.error());
    if (*version > schemaVersion) {
        return failure(
            ErrorCode::Storage,
            translated(QT_TRANSLATE_NOOP("SqliteConnection",
                                         "The database file %1 was made by a newer version of this "
                                         "program. Install that version, or choose another file."))
                .arg(QDir::toNativeSeparators(m_database.databaseName())));
    }
    auto set = execute(QStringLiteral("PRAGMA foreign_keys = ON"));
    if (!set)
        return failure(std::move(set.error()));
    return {};
}

Result<void> SqliteConnection::createTables(SqliteContents contents, QDate today)
{
    registerResources();
    QFile script(QStringLiteral(":/hrcache/sql/schema-sqlite.sql"));
    if (!script.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Internal, {}, QStringLiteral("the resource schema-sqlite.sql is missing"));
    QStringList statements = statementsOf(QString::fromUtf8(script.readAll()));
    statements.append(QStringLiteral("PRAGMA application_id = %1").arg(applicationId));
    statements.append(QStringLiteral("PRAGMA user_version = %1").arg(schemaVersion));
    for (const QString &statement : statements) {
        auto done = execute(statement);
        if (!done)
            return failure(std::move(done.error()));
    }
    if (contents == SqliteContents::Sample)
        return writeSample(*this, today);
    return {};
}

std::optional<SqliteColumnType> SqliteConnection::columnType(const QString &table, const QString &column)
{
    return columnType(table + u'.' + column);
}

std::optional<SqliteColumnType> SqliteConnection::columnType(const QString &column)
{
    auto known = m_columnTypes.constFind(column);
    if (known != m_columnTypes.constEnd())
        return *known;
    // Also when a column was added to the file since; a computed one is in no table.
    qint64 version = 0;
    if (auto asking = execute(QStringLiteral("PRAGMA schema_version")); asking && asking->next())
        version = asking->value(0).toLongLong();
    if (m_columnTypesOf == version)
        return std::nullopt;
    auto query =
        execute(QStringLiteral("SELECT m.name, p.name, p.type, p.\"notnull\" FROM sqlite_master m "
                               "JOIN pragma_table_info(m.name) p WHERE m.type IN ('table', 'view')"));
    if (!query)
        return std::nullopt;
    while (query->next()) {
        const QString name = query->value(1).toString();
        const auto type = SqliteColumnType::of(query->value(2).toString(), query->value(3).toBool());
        m_columnTypes.insert(name, type);
        m_columnTypes.insert(query->value(0).toString() + u'.' + name, type);
    }
    m_columnTypesOf = version;
    known = m_columnTypes.constFind(column);
    return known == m_columnTypes.constEnd() ? std::nullopt : std::optional(*known);
}

} // namespace hrcache
