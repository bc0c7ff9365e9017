#include "support/DelayRelay.h"

#include <QTcpSocket>

#include <sys/socket.h>

namespace hrcache {

namespace {

void abortWithReset(QTcpSocket *socket)
{
    const auto descriptor = static_cast<int>(socket->socketDescriptor());
    if (descriptor >= 0) {
        const linger immediately{1, 0};
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &immediately, sizeof immediately);
    }
    socket->abort();
}

} // namespace

DelayRelay::DelayRelay(QTcpSocket *client, const QString &targetHost, std::uint16_t targetPort,
                       std::chrono::milliseconds delay, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_target(new QTcpSocket(this))
    , m_delay(delay)
    , m_handshakeEnd(Clock::now() + 2 * delay)
{
    m_client->setParent(this);
    m_toServer.from = m_toClient.to = m_client;
    m_toServer.to = m_toClient.from = m_target;
    connectDirection(m_toServer);
    connectDirection(m_toClient);
    m_client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_target, &QTcpSocket::connected, this,
            [this] { m_target->setSocketOption(QAbstractSocket::LowDelayOption, 1); });
    connect(m_target, &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        if (error != QAbstractSocket::RemoteHostClosedError)
            reset();
    });
    m_target->connectToHost(targetHost, targetPort);
}

void DelayRelay::connectDirection(Direction &direction)
{
    direction.timer.setSingleShot(true);
    direction.timer.setTimerType(Qt::PreciseTimer);
    connect(&direction.timer, &QTimer::timeout, this, [this, &direction] { deliver(direction); });
    connect(direction.from, &QTcpSocket::readyRead, this, [this, &direction] { receive(direction); });
    connect(direction.from, &QTcpSocket::disconnected, this, [this, &direction] {
        receive(direction);
        enqueue(direction, {});
        finishIfClosed();
    });
}

void DelayRelay::receive(Direction &direction)
{
    const QByteArray bytes = direction.from->isOpen() ? direction.from->readAll() : QByteArray();
    if (bytes.isEmpty())
        return;
    if (&direction == &m_toServer) {
        m_counts.bytesToServer += bytes.size();
        if (!m_clientSpokeLast)
            ++m_counts.roundTrips;
        m_clientSpokeLast = true;
    }
    enqueue(direction, bytes);
}

void DelayRelay::enqueue(Direction &direction, const QByteArray &bytes)
{
    const Clock::time_point sent = std::max(Clock::now(), m_handshakeEnd);
    direction.queue.push_back({sent + m_delay, bytes});
    if (direction.queue.size() == 1)
        deliver(direction);
}

void DelayRelay::deliver(Direction &direction)
{
    while (!m_paused && !direction.queue.empty()) {
        const Chunk chunk = direction.queue.front();
        const Clock::duration left = chunk.due - Clock::now();
        if (left > Clock::duration::zero()) {
            direction.timer.start(std::chrono::ceil<std::chrono::milliseconds>(left));
            return;
        }
        direction.queue.pop_front();
        if (chunk.bytes.isEmpty())
            direction.to->disconnectFromHost();
        else
            deliverBytes(direction, chunk.bytes);
    }
}

void DelayRelay::deliverBytes(Direction &direction, const QByteArray &bytes)
{
    if (direction.to->state() == QAbstractSocket::UnconnectedState)
        return;
    if (&direction == &m_toServer) {
        // Kept by the socket until the target has accepted; flushing before would break it.
        direction.to->write(bytes);
        if (direction.to->state() == QAbstractSocket::ConnectedState)
            direction.to->flush();
        return;
    }
    const bool cut = m_bytesUntilCut >= 0 && bytes.size() >= m_bytesUntilCut;
    const QByteArray passed = cut ? bytes.left(m_bytesUntilCut) : bytes;
    if (m_bytesUntilCut >= 0)
        m_bytesUntilCut -= passed.size();
    // The client can only answer to what has reached it: its turn starts here.
    m_clientSpokeLast = false;
    m_counts.bytesToClient += passed.size();
    m_client->write(passed);
    m_client->flush();
    if (cut) {
        m_toClient.queue.clear();
        m_client->disconnectFromHost();
        m_target->abort();
    }
}

void DelayRelay::setPaused(bool paused)
{
    m_paused = paused;
    if (!paused) {
        deliver(m_toServer);
        deliver(m_toClient);
    }
}

void DelayRelay::reset()
{
    m_toServer.queue.clear();
    m_toClient.queue.clear();
    abortWithReset(m_client);
    abortWithReset(m_target);
    finishIfClosed();
}

void DelayRelay::finishIfClosed()
{
    const bool closed = m_client->state() == QAbstractSocket::UnconnectedState &&
                        m_target->state() == QAbstractSocket::UnconnectedState;
    if (!closed || m_finished)
        return;
    m_finished = true;
    emit finished();
}

} // namespace hrcache
