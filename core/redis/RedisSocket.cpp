#include "redis/RedisSocket.h"

#include "redis/RedisError.h"

#include <QNetworkProxy>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>

namespace hrcache {

RedisSocket::RedisSocket(RedisConfig config, QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
{
    if (m_config.tls)
        m_socket = m_tls = new QSslSocket(this);
    else
        m_socket = new QTcpSocket(this);
    m_socket->setProxy(QNetworkProxy::NoProxy);
    connect(m_socket, &QTcpSocket::readyRead, this, &RedisSocket::readable);
    connect(m_socket, &QTcpSocket::errorOccurred, this, &RedisSocket::onError);
    connect(m_socket, &QTcpSocket::connected, this, &RedisSocket::onConnected);
    if (!m_tls)
        return;
    connect(m_tls, &QSslSocket::sslErrors, this,
            [this](const QList<QSslError> &errors) { m_tlsErrors = errors; });
    connect(m_tls, &QSslSocket::encrypted, this, [this] {
        m_open = true;
        emit opened();
    });
}

RedisSocket::~RedisSocket()
{
    close();
    // It may be our caller.
    m_socket->setParent(nullptr);
    m_socket->deleteLater();
}

void RedisSocket::open()
{
    if (!m_tls) {
        // Unbuffered: bytes go from the system's buffer to ours and back without a copy in between.
        m_socket->connectToHost(m_config.host, m_config.port, QIODevice::ReadWrite | QIODevice::Unbuffered);
        return;
    }
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    if (!m_config.caFile.isEmpty()) {
        const QList<QSslCertificate> authorities = QSslCertificate::fromPath(
            m_config.caFile, QSsl::Pem, QSslCertificate::PatternSyntax::FixedString);
        if (authorities.isEmpty()) {
            emit failed(redisCaFileError(m_config));
            return;
        }
        tls.setCaCertificates(authorities);
    }
    m_tls->setSslConfiguration(tls);
    m_tls->connectToHostEncrypted(m_config.host, m_config.port, m_config.host);
}

void RedisSocket::close()
{
    m_socket->disconnect(this);
    m_socket->abort();
}

qint64 RedisSocket::read(char *data, qint64 size)
{
    const qint64 count = m_socket->read(data, size);
    m_received = m_received || count > 0;
    return count;
}

bool RedisSocket::write(const QByteArray &bytes)
{
    if (m_socket->write(bytes) != bytes.size())
        return false;
    if (m_tls)
        m_tls->flush();
    return true;
}

QString RedisSocket::tlsProtocol() const
{
    switch (m_tls && m_tls->isEncrypted() ? m_tls->sessionProtocol() : QSsl::UnknownProtocol) {
    case QSsl::TlsV1_2:
        return QStringLiteral("TLSv1.2");
    case QSsl::TlsV1_3:
        return QStringLiteral("TLSv1.3");
    default:
        return {};
    }
}

void RedisSocket::onConnected()
{
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    if (m_tls) {
        emit handshaking();
        return;
    }
    m_open = true;
    emit opened();
}

void RedisSocket::onError(QAbstractSocket::SocketError error)
{
    const bool inHandshake =
        m_config.tls && !m_open && m_socket->state() != QAbstractSocket::HostLookupState &&
        (error == QAbstractSocket::SslHandshakeFailedError || error == QAbstractSocket::SslInternalError ||
         error == QAbstractSocket::SslInvalidUserDataError ||
         error == QAbstractSocket::RemoteHostClosedError);
    const QString text = m_socket->errorString();
    emit failed(inHandshake ? redisTlsError(m_config, m_tlsErrors, text)
                            : redisSocketError(m_config, error, text, m_received));
}

} // namespace hrcache
