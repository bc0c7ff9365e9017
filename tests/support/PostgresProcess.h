#pragma once

#include "support/ServerProcess.h"

#include <QTemporaryDir>

namespace hrcache {

/// A PostgreSQL server for one test, from a copy of the data directory that tests/run made: own
/// port, no fsync, TLS available, superuser "postgres" with TestServers::postgresPassword(). The
/// constructor returns when it accepts connections; a failure ends the test program with its log.
class PostgresProcess
{
public:
    /// `arguments` as on the command line of postgres: {"-c", "max_connections=5"} …
    explicit PostgresProcess(QStringList arguments = {});
    /// A hot standby that streams from `primary`, which must outlive it, and has what is committed there now.
    PostgresProcess(const PostgresProcess &primary, QStringList arguments);
    ~PostgresProcess();

    [[nodiscard]] std::uint16_t port() const { return m_port; }

    /// Database postgres over plain TCP.
    [[nodiscard]] QString url() const;

    /// Its local socket, which asks for no password.
    [[nodiscard]] QString socket() const;

    [[nodiscard]] bool isRunning() const { return m_process.isRunning(); }

    /// Like a power cut without loss of files: every process at once, no goodbye to clients.
    void kill() { m_process.kill(); }

    /// Starts it again on the same port and data, after kill() or while it runs.
    void restart();

    /// Connections stay open and nothing is answered, until resume().
    void pause() { m_process.pause(); }

    void resume() { m_process.resume(); }

private:
    void startOnFreePort();
    bool start(std::uint16_t port);
    [[nodiscard]] bool acceptsConnections(std::uint16_t port) const;
    [[nodiscard]] QString dataFolder() const;

    QStringList m_arguments;
    QTemporaryDir m_folder;
    ServerProcess m_process;
    std::uint16_t m_port = 0;
};

} // namespace hrcache
