#include "ScriptedRedis.h"

namespace hrcache {

ScriptedRedis::ScriptedRedis(Script script)
    : m_script(std::move(script))
{
    connect(&m_server, &QTcpServer::newConnection, this, &ScriptedRedis::accept);
    setListening(true);
    m_port = m_server.serverPort();
}

void ScriptedRedis::setListening(bool listening)
{
    if (!listening)
        m_server.close();
    else if (!m_server.listen(QHostAddress::LocalHost, m_port))
        qFatal("the scripted server cannot listen: %s", qPrintable(m_server.errorString()));
}

void ScriptedRedis::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        ++m_connections;
        m_newest = socket;
        m_readers[socket] = std::make_unique<RespReader>();
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { receive(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_readers.erase(socket);
            if (m_newest == socket)
                m_newest = nullptr;
            socket->deleteLater();
        });
    }
}

void ScriptedRedis::receive(QTcpSocket *socket)
{
    std::vector<RespValue> received;
    const QByteArray bytes = socket->readAll();
    if (bytes.isEmpty())
        return;
    ++m_bursts;
    if (!m_readers.at(socket)->feed(bytes, received))
        qFatal("the client sent something that is no command");
    for (const RespValue &value : received) {
        QByteArrayList command;
        for (const RespValue &word : value.elements)
            command.append(word.text);
        m_commands.append(command);
        const QByteArray answer = m_script ? m_script(command) : QByteArray();
        if (!answer.isEmpty())
            socket->write(answer);
    }
}

void ScriptedRedis::send(const QByteArray &bytes)
{
    if (!m_newest)
        qFatal("nobody is connected");
    m_newest->write(bytes);
}

void ScriptedRedis::hangUp()
{
    if (m_newest)
        m_newest->disconnectFromHost();
}

void ScriptedRedis::reset()
{
    QList<QTcpSocket *> sockets;
    for (const auto &[socket, reader] : m_readers)
        sockets.append(socket);
    for (QTcpSocket *socket : sockets)
        socket->abort();
}

QByteArrayList ScriptedRedis::names() const
{
    QByteArrayList names;
    for (const QByteArrayList &command : m_commands)
        names.append(command.value(0));
    return names;
}

QByteArray wireBulk(const QByteArray &text)
{
    return '$' + QByteArray::number(text.size()) + "\r\n" + text + "\r\n";
}

} // namespace hrcache
