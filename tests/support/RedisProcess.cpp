#include "support/RedisProcess.h"

#include "support/TestServers.h"

#include <QDir>
#include <QLocalSocket>

#include <csignal>

namespace hrcache {

namespace {

constexpr int portAttempts = 20;

QString temporaryTemplate()
{
    const QString folder = qEnvironmentVariable("HRCACHE_TEST_FOLDER", QDir::tempPath());
    return folder + QStringLiteral("/redis-XXXXXX");
}

/// Whatever it answers, it serves, unless it is still reading its data.
bool answersPing(const QString &socketFile)
{
    QLocalSocket socket;
    socket.connectToServer(socketFile);
    if (!socket.waitForConnected(1'000))
        return false;
    socket.write("PING\r\n");
    if (!socket.waitForReadyRead(1'000))
        return false;
    return !socket.readAll().startsWith("-LOADING");
}

} // namespace

RedisProcess::RedisProcess(QStringList arguments, Transport transport)
    : m_arguments(std::move(arguments))
    , m_transport(transport)
    , m_folder(temporaryTemplate())
{
    for (int attempt = 0; attempt < portAttempts; ++attempt) {
        if (start(ServerProcess::freePort()))
            return;
        if (!m_process.log().contains(QStringLiteral("already in use")))
            break;
    }
    qFatal("redis-server does not start:\n%s", qPrintable(m_process.log()));
}

RedisProcess::~RedisProcess() = default;

QString RedisProcess::socketFile() const
{
    return m_folder.filePath(QStringLiteral("redis.sock"));
}

bool RedisProcess::start(std::uint16_t port)
{
    const QString number = QString::number(port);
    QStringList arguments{QStringLiteral("--bind"),       QStringLiteral("127.0.0.1"),
                          QStringLiteral("--dir"),        m_folder.path(),
                          QStringLiteral("--unixsocket"), socketFile(),
                          QStringLiteral("--save"),       QString()};
    if (m_transport == Transport::Tls) {
        arguments += {QStringLiteral("--port"),
                      QStringLiteral("0"),
                      QStringLiteral("--tls-port"),
                      number,
                      QStringLiteral("--tls-cert-file"),
                      TestServers::serverCertificateFile(),
                      QStringLiteral("--tls-key-file"),
                      TestServers::serverKeyFile(),
                      QStringLiteral("--tls-auth-clients"),
                      QStringLiteral("no")};
    } else {
        arguments += {QStringLiteral("--port"), number};
    }
    arguments += m_arguments;
    // A killed server leaves its socket behind, which would answer for the new one: with a refusal.
    QFile::remove(socketFile());
    m_process.start(QStringLiteral("redis-server"), arguments,
                    m_folder.filePath(QStringLiteral("server.log")));
    if (!m_process.waitUntil([this] { return answersPing(socketFile()); }))
        return false;
    m_port = port;
    return true;
}

void RedisProcess::kill()
{
    m_process.kill();
}

void RedisProcess::restart()
{
    m_process.stop(SIGTERM);
    if (!start(m_port))
        qFatal("redis-server does not start again:\n%s", qPrintable(m_process.log()));
}

} // namespace hrcache
