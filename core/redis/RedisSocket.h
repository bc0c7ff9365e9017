#pragma once

#include "base/Result.h"
#include "redis/RedisConfig.h"

#include <QAbstractSocket>
#include <QList>
#include <QObject>
#include <QSslError>

class QSslSocket;
class QTcpSocket;

namespace hrcache {

/// The byte stream to Redis: TCP or TLS. TLS is always verified (chain and host name) and never downgraded.
/// Opened once.
class RedisSocket final : public QObject
{
    Q_OBJECT

public:
    explicit RedisSocket(RedisConfig config, QObject *parent = nullptr);
    ~RedisSocket() override;

    /// Starts connecting. failed() may be emitted before it returns.
    void open();
    /// Closes at once; no signal follows.
    void close();

    /// Up to `size` bytes; 0: none now; -1: the peer has closed (no signal follows).
    [[nodiscard]] qint64 read(char *data, qint64 size);
    /// Sends now what the system takes, and the rest as it goes. False: the connection is broken.
    [[nodiscard]] bool write(const QByteArray &bytes);

    /// E.g. "TLSv1.3"; empty without TLS.
    [[nodiscard]] QString tlsProtocol() const;

signals:
    /// TCP stands; the TLS handshake goes on.
    void handshaking();
    /// Ready for bytes.
    void opened();
    void readable();
    /// It cannot be opened, or broke. Emitted once.
    void failed(const hrcache::Error &error);

private:
    void onConnected();
    void onError(QAbstractSocket::SocketError error);

    RedisConfig m_config;
    QTcpSocket *m_socket;
    QSslSocket *m_tls = nullptr; ///< the same socket, if it speaks TLS
    QList<QSslError> m_tlsErrors;
    bool m_open = false;
    bool m_received = false;
};

} // namespace hrcache
