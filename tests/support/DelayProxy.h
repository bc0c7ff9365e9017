#pragma once

#include <QList>
#include <QString>
#include <QThread>

#include <chrono>
#include <cstdint>
#include <memory>

namespace hrcache {

class DelayServer;

/// A TCP relay on 127.0.0.1 that makes a near server a distant one and counts what passes. It runs
/// in a thread of its own; the functions may be called from any other thread and block until done.
class DelayProxy
{
public:
    struct ConnectionCounts
    {
        qint64 bytesToServer = 0;
        qint64 bytesToClient = 0;
        /// Turns: bursts of the client that began after the server had spoken (or at the start).
        /// The TCP handshake is not among them.
        int roundTrips = 0;
    };

    struct Counts
    {
        int connections = 0;
        ConnectionCounts total;
        QList<ConnectionCounts> perConnection; ///< in the order of accepting
    };

    /// Listens at once on `listenPort`, 0 for any. `delay` is added each way; a new connection waits
    /// a round trip more before its first bytes leave, as the TCP handshake over the same distance.
    DelayProxy(QString targetHost, std::uint16_t targetPort, std::chrono::milliseconds delay,
               std::uint16_t listenPort = 0);
    ~DelayProxy();
    DelayProxy(const DelayProxy &) = delete;
    DelayProxy &operator=(const DelayProxy &) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }

    [[nodiscard]] Counts counts() const;
    /// Connections that stay open count as new ones with nothing passed.
    void resetCounts();

    /// For bytes that arrive from now on.
    void setDelay(std::chrono::milliseconds delay);

    /// Resets (RST) every connection, on both sides.
    void kill();
    /// Holds all bytes in both directions; connections are accepted and hear nothing.
    void pause();
    void resume();
    /// Whether new connections are accepted; if not, they are refused.
    void setListening(bool listening);
    /// Each connection ends (FIN) after exactly `bytes` more to the client, counted from now or from
    /// its start; -1 ends that.
    void cutAfter(qint64 bytes);

private:
    template<typename Function>
    void inThread(Function function) const;

    QThread m_thread;
    DelayServer *m_server = nullptr; // lives in m_thread
    std::uint16_t m_port = 0;
};

} // namespace hrcache
