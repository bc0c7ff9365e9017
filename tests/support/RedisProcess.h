#pragma once

#include "support/RedisPeer.h"
#include "support/ServerProcess.h"

#include <QTemporaryDir>

namespace hrcache {

/// A redis-server for one test: own port, own folder, nothing saved to disk. The constructor
/// returns when it answers; if it cannot be started the test program ends with its log.
class RedisProcess
{
public:
    enum class Transport { Plain, Tls };

    /// `arguments` as on the command line of redis-server: {"--requirepass", "secret"},
    /// {"--appendonly", "yes"} …; folder() is its working directory.
    explicit RedisProcess(QStringList arguments = {}, Transport transport = Transport::Plain);
    ~RedisProcess();

    [[nodiscard]] std::uint16_t port() const { return m_port; }

    [[nodiscard]] QString folder() const { return m_folder.path(); }

    [[nodiscard]] bool isRunning() const { return m_process.isRunning(); }

    /// A client over its Unix socket, which also works while the port speaks TLS.
    [[nodiscard]] RedisPeer peer() const { return RedisPeer(socketFile()); }

    /// SIGKILL: connections are reset, the data is gone (unless "--appendonly yes").
    void kill();
    /// Starts it again on the same port, after kill() or while it runs.
    void restart();

    /// Connections stay open and nothing is answered, until resume().
    void pause() { m_process.pause(); }

    void resume() { m_process.resume(); }

private:
    [[nodiscard]] QString socketFile() const;
    bool start(std::uint16_t port);

    QStringList m_arguments;
    Transport m_transport;
    QTemporaryDir m_folder;
    ServerProcess m_process;
    std::uint16_t m_port = 0;
};

} // namespace hrcache
