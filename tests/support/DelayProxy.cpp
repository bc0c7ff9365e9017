#include "support/DelayProxy.h"

#include "support/DelayRelay.h"

#include <QTcpServer>
#include <QTcpSocket>

namespace hrcache {

/// The listening side, in the thread of the proxy.
class DelayServer : public QObject
{
public:
    DelayServer(QString host, std::uint16_t port, std::chrono::milliseconds delay)
        : m_host(std::move(host))
        , m_port(port)
        , m_delay(delay)
    {
        connect(&m_listener, &QTcpServer::newConnection, this, &DelayServer::acceptAll);
    }

    std::uint16_t listen(std::uint16_t port)
    {
        if (!m_listener.listen(QHostAddress::LocalHost, port))
            qFatal("the delay proxy cannot listen: %s", qPrintable(m_listener.errorString()));
        return m_listener.serverPort();
    }

    void close() { m_listener.close(); }

    DelayProxy::Counts counts() const
    {
        DelayProxy::Counts counts;
        counts.perConnection = m_ended;
        for (const DelayRelay *relay : m_relays)
            counts.perConnection[m_places.value(relay)] = relay->counts();
        counts.connections = static_cast<int>(counts.perConnection.size());
        for (const DelayProxy::ConnectionCounts &one : counts.perConnection) {
            counts.total.bytesToServer += one.bytesToServer;
            counts.total.bytesToClient += one.bytesToClient;
            counts.total.roundTrips += one.roundTrips;
        }
        return counts;
    }

    void resetCounts()
    {
        m_ended.clear();
        for (DelayRelay *relay : m_relays) {
            relay->resetCounts();
            m_places[relay] = m_ended.size();
            m_ended.append(DelayProxy::ConnectionCounts());
        }
    }

    void setDelay(std::chrono::milliseconds delay)
    {
        m_delay = delay;
        for (DelayRelay *relay : m_relays)
            relay->setDelay(delay);
    }

    void kill()
    {
        const QList<DelayRelay *> relays = m_relays;
        for (DelayRelay *relay : relays)
            relay->reset();
    }

    void setPaused(bool paused)
    {
        m_paused = paused;
        for (DelayRelay *relay : m_relays)
            relay->setPaused(paused);
    }

    void setCut(qint64 bytes)
    {
        m_cut = bytes;
        for (DelayRelay *relay : m_relays)
            relay->setCut(bytes);
    }

private:
    void acceptAll()
    {
        while (QTcpSocket *client = m_listener.nextPendingConnection()) {
            auto *relay = new DelayRelay(client, m_host, m_port, m_delay, this);
            relay->setPaused(m_paused);
            relay->setCut(m_cut);
            m_relays.append(relay);
            m_places.insert(relay, m_ended.size());
            m_ended.append(DelayProxy::ConnectionCounts());
            connect(relay, &DelayRelay::finished, this, [this, relay] {
                m_ended[m_places.take(relay)] = relay->counts();
                m_relays.removeOne(relay);
                relay->deleteLater();
            });
        }
    }

    QString m_host;
    std::uint16_t m_port;
    std::chrono::milliseconds m_delay;
    QTcpServer m_listener{this}; // a child, to move to the thread with us
    QList<DelayRelay *> m_relays;
    QHash<const DelayRelay *, qsizetype> m_places;
    /// One entry for each connection since the counts were reset; final for those that have ended.
    QList<DelayProxy::ConnectionCounts> m_ended;
    bool m_paused = false;
    qint64 m_cut = -1;
};

template<typename Function>
void DelayProxy::inThread(Function function) const
{
    QMetaObject::invokeMethod(m_server, function, Qt::BlockingQueuedConnection);
}

DelayProxy::DelayProxy(QString targetHost, std::uint16_t targetPort, std::chrono::milliseconds delay,
                       std::uint16_t listenPort)
    : m_server(new DelayServer(std::move(targetHost), targetPort, delay))
{
    m_server->moveToThread(&m_thread);
    m_thread.start();
    inThread([this, listenPort] { m_port = m_server->listen(listenPort); });
}

DelayProxy::~DelayProxy()
{
    // Sockets and timers belong to the thread and must end there.
    inThread([this] { delete m_server; });
    m_thread.quit();
    m_thread.wait();
}

DelayProxy::Counts DelayProxy::counts() const
{
    Counts result;
    inThread([this, &result] { result = m_server->counts(); });
    return result;
}

void DelayProxy::resetCounts()
{
    inThread([this] { m_server->resetCounts(); });
}

void DelayProxy::setDelay(std::chrono::milliseconds delay)
{
    inThread([this, delay] { m_server->setDelay(delay); });
}

void DelayProxy::kill()
{
    inThread([this] { m_server->kill(); });
}

void DelayProxy::pause()
{
    inThread([this] { m_server->setPaused(true); });
}

void DelayProxy::resume()
{
    inThread([this] { m_server->setPaused(false); });
}

void DelayProxy::setListening(bool listening)
{
    inThread([this, listening] {
        if (listening)
            m_server->listen(m_port);
        else
            m_server->close();
    });
}

void DelayProxy::cutAfter(qint64 bytes)
{
    inThread([this, bytes] { m_server->setCut(bytes); });
}

} // namespace hrcache
