#pragma once

#include "redis/RespReader.h"

#include <QByteArrayList>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <map>
#include <memory>

namespace hrcache {

/// A server on 127.0.0.1 that answers as a test tells it to, on the event loop of the test. Commands that
/// no script answers wait for reply().
class ScriptedRedis final : public QObject
{
    Q_OBJECT

public:
    /// What to send for a command, as it goes over the wire; nothing: say nothing.
    using Script = std::function<QByteArray(const QByteArrayList &command)>;

    explicit ScriptedRedis(Script script = {});

    [[nodiscard]] quint16 port() const { return m_port; }

    void setScript(Script script) { m_script = std::move(script); }

    /// Sends bytes on the newest connection.
    void send(const QByteArray &bytes);
    /// Closes the newest connection in order, after what was sent.
    void hangUp();
    /// Ends every connection by a reset.
    void reset();
    /// Refuses connections from now on, or takes them again on the same port.
    void setListening(bool listening);

    /// Commands received, in order, of all connections.
    [[nodiscard]] const QList<QByteArrayList> &commands() const { return m_commands; }

    /// Their names alone.
    [[nodiscard]] QByteArrayList names() const;

    /// Reads from a socket that gave something: how many writes arrived apart from each other.
    [[nodiscard]] int bursts() const { return m_bursts; }

    [[nodiscard]] int connections() const { return m_connections; }

private:
    void accept();
    void receive(QTcpSocket *socket);

    Script m_script;
    quint16 m_port = 0;
    std::map<QTcpSocket *, std::unique_ptr<RespReader>> m_readers;
    QTcpSocket *m_newest = nullptr;
    QList<QByteArrayList> m_commands;
    int m_bursts = 0;
    int m_connections = 0;
    QTcpServer m_server; // last: the sockets it owns speak to the rest when they end
};

/// A bulk string as it goes over the wire.
[[nodiscard]] QByteArray wireBulk(const QByteArray &text);

} // namespace hrcache
