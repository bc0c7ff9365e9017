#pragma once

#include "support/DelayProxy.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <deque>

class QTcpSocket;

namespace hrcache {

/// One connection through DelayProxy, in the thread of the proxy.
class DelayRelay : public QObject
{
    Q_OBJECT

public:
    /// Takes `client` over and connects to the target.
    DelayRelay(QTcpSocket *client, const QString &targetHost, std::uint16_t targetPort,
               std::chrono::milliseconds delay, QObject *parent);

    [[nodiscard]] const DelayProxy::ConnectionCounts &counts() const { return m_counts; }

    void resetCounts() { m_counts = {}; }

    void setDelay(std::chrono::milliseconds delay) { m_delay = delay; }

    void setPaused(bool paused);

    void setCut(qint64 bytes) { m_bytesUntilCut = bytes; }

    /// Ends both sides with RST.
    void reset();

signals:
    /// Both sides are closed; the counts stay readable.
    void finished();

private:
    using Clock = std::chrono::steady_clock;

    struct Chunk
    {
        Clock::time_point due;
        QByteArray bytes; ///< empty: the sender has closed
    };

    struct Direction
    {
        QTcpSocket *from = nullptr;
        QTcpSocket *to = nullptr;
        std::deque<Chunk> queue;
        QTimer timer;
    };

    void connectDirection(Direction &direction);
    void receive(Direction &direction);
    void enqueue(Direction &direction, const QByteArray &bytes);
    void deliver(Direction &direction);
    void deliverBytes(Direction &direction, const QByteArray &bytes);
    void finishIfClosed();

    QTcpSocket *m_client;
    QTcpSocket *m_target;
    std::chrono::milliseconds m_delay;
    Clock::time_point m_handshakeEnd;
    Direction m_toServer;
    Direction m_toClient;
    DelayProxy::ConnectionCounts m_counts;
    qint64 m_bytesUntilCut = -1;
    bool m_clientSpokeLast = false;
    bool m_paused = false;
    bool m_finished = false;
};

} // namespace hrcache
