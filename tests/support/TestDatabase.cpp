#include "support/TestDatabase.h"

#include "support/TestServers.h"

#include <QFile>
#include <QUrl>
#include <QUuid>

#include <libpq-fe.h>
#include <memory>

namespace hrcache {

namespace {

struct FreeConnection
{
    void operator()(PGconn *connection) const { PQfinish(connection); }
};

struct FreeResult
{
    void operator()(PGresult *result) const { PQclear(result); }
};

QString withDatabase(const QString &url, const QString &name)
{
    QUrl changed(url);
    changed.setPath(QLatin1Char('/') + name);
    return changed.toString(QUrl::FullyEncoded);
}

QList<QStringList> run(const QString &url, const QByteArray &sql)
{
    const std::unique_ptr<PGconn, FreeConnection> connection(PQconnectdb(url.toUtf8().constData()));
    if (PQstatus(connection.get()) != CONNECTION_OK)
        qFatal("the test's own PostgreSQL client cannot connect: %s", PQerrorMessage(connection.get()));
    PQsetClientEncoding(connection.get(), "UTF8");
    PQsetNoticeReceiver(
        connection.get(), [](void *, const PGresult *) {}, nullptr);
    const std::unique_ptr<PGresult, FreeResult> result(PQexec(connection.get(), sql.constData()));
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        qFatal("the test's SQL fails: %s", PQerrorMessage(connection.get()));
    QList<QStringList> rows;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        QStringList fields;
        for (int column = 0; column < PQnfields(result.get()); ++column) {
            const bool null = PQgetisnull(result.get(), row, column) != 0;
            fields.append(null ? QString() : QString::fromUtf8(PQgetvalue(result.get(), row, column)));
        }
        rows.append(fields);
    }
    return rows;
}

QByteArray interopFile(const QString &name)
{
    QFile file(QStringLiteral(HRCACHE_INTEROP_DIR "/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(file.fileName()));
    return file.readAll();
}

} // namespace

TestDatabase::TestDatabase(Content content)
    : TestDatabase(content, TestServers::postgresUrl())
{
}

TestDatabase::TestDatabase(Content content, QString serverUrl)
    : m_serverUrl(std::move(serverUrl))
    , m_name(QStringLiteral("test_") + QUuid::createUuid().toString(QUuid::Id128))
    , m_url(withDatabase(m_serverUrl, m_name))
{
    run(m_serverUrl, "CREATE DATABASE " + m_name.toUtf8() + " TEMPLATE template0");
    if (content != Content::Empty)
        run(m_url, interopFile(QStringLiteral("schema.sql")));
    if (content == Content::Sample)
        run(m_url, interopFile(QStringLiteral("sample.sql")));
}

TestDatabase::~TestDatabase()
{
    run(m_serverUrl, "DROP DATABASE IF EXISTS " + m_name.toUtf8() + " WITH (FORCE)");
}

QString TestDatabase::tlsUrl() const
{
    return withDatabase(TestServers::postgresTlsUrl(), m_name);
}

QList<QStringList> TestDatabase::exec(const QString &sql) const
{
    return run(m_url, sql.toUtf8());
}

QString TestDatabase::value(const QString &sql) const
{
    const QList<QStringList> rows = exec(sql);
    return rows.isEmpty() || rows.first().isEmpty() ? QString() : rows.first().first();
}

} // namespace hrcache
