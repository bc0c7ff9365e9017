#include "support/PostgresProcess.h"

#include "support/TestServers.h"

#include <QFile>
#include <QUrl>

#include <csignal>
#include <libpq-fe.h>

namespace hrcache {

namespace {
constexpr int portAttempts = 20;
}

PostgresProcess::PostgresProcess(QStringList arguments)
    : m_arguments(std::move(arguments))
    , m_folder(TestServers::temporaryFolder() + QStringLiteral("/pg-XXXXXX"))
    , m_process(ServerProcess::RunAs::Unprivileged)
{
    ServerProcess::giveToUnprivilegedUser(m_folder.path());
    const int copied = QProcess::execute(
        QStringLiteral("cp"), {QStringLiteral("-a"), TestServers::postgresTemplate(), dataFolder()});
    if (copied != 0)
        qFatal("the PostgreSQL data directory cannot be copied: run tests/run");
    startOnFreePort();
}

PostgresProcess::PostgresProcess(const PostgresProcess &primary, QStringList arguments)
    : m_arguments(std::move(arguments))
    , m_folder(TestServers::temporaryFolder() + QStringLiteral("/pg-XXXXXX"))
    , m_process(ServerProcess::RunAs::Unprivileged)
{
    ServerProcess::giveToUnprivilegedUser(m_folder.path());
    const int copied = QProcess::execute(
        TestServers::postgresBinaries() + QStringLiteral("/pg_basebackup"),
        {QStringLiteral("--pgdata"), dataFolder(), QStringLiteral("--write-recovery-conf"),
         QStringLiteral("--checkpoint=fast"), QStringLiteral("--no-sync"), QStringLiteral("--host"),
         primary.m_folder.path(), QStringLiteral("--port"), QString::number(primary.m_port),
         QStringLiteral("--username"), QStringLiteral("postgres"), QStringLiteral("--no-password")});
    const int given = QProcess::execute(
        QStringLiteral("chown"),
        {QStringLiteral("-R"), QStringLiteral("--reference=") + m_folder.path(), dataFolder()});
    if (copied != 0 || given != 0)
        qFatal("pg_basebackup fails:\n%s", qPrintable(primary.m_process.log()));
    startOnFreePort();
}

void PostgresProcess::startOnFreePort()
{
    for (int attempt = 0; attempt < portAttempts; ++attempt) {
        if (start(ServerProcess::freePort()))
            return;
        if (!m_process.log().contains(QStringLiteral("Address already in use")))
            break;
    }
    qFatal("postgres does not start:\n%s", qPrintable(m_process.log()));
}

PostgresProcess::~PostgresProcess()
{
    if (!m_process.isRunning())
        return;
    m_process.resume();
    m_process.stop(SIGQUIT);
}

QString PostgresProcess::dataFolder() const
{
    return m_folder.filePath(QStringLiteral("data"));
}

QString PostgresProcess::url() const
{
    QUrl url(TestServers::postgresUrl());
    url.setPort(m_port);
    return url.toString(QUrl::FullyEncoded);
}

QString PostgresProcess::socket() const
{
    return m_folder.filePath(QStringLiteral(".s.PGSQL.%1").arg(m_port));
}

bool PostgresProcess::start(std::uint16_t port)
{
    QStringList arguments{QStringLiteral("-D"),  dataFolder(),         QStringLiteral("-p"),
                          QString::number(port), QStringLiteral("-k"), m_folder.path()};
    arguments += m_arguments;
    m_process.start(TestServers::postgresBinaries() + QStringLiteral("/postgres"), arguments,
                    m_folder.filePath(QStringLiteral("server.log")));
    if (!m_process.waitUntil([this, port] { return acceptsConnections(port); }))
        return false;
    m_port = port;
    return true;
}

bool PostgresProcess::acceptsConnections(std::uint16_t port) const
{
    // Through its socket in our folder, which no other server can answer on.
    const QByteArray host = m_folder.path().toUtf8();
    const QByteArray number = QByteArray::number(port);
    const char *const keywords[] = {"host", "port", "dbname", "user", nullptr};
    const char *const values[] = {host.constData(), number.constData(), "postgres", "postgres", nullptr};
    return PQpingParams(keywords, values, 0) == PQPING_OK;
}

void PostgresProcess::restart()
{
    m_process.stop(SIGQUIT);
    if (!start(m_port))
        qFatal("postgres does not start again:\n%s", qPrintable(m_process.log()));
}

} // namespace hrcache
