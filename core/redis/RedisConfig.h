#pragma once

#include "redis/RespLimits.h"

#include <QString>

#include <chrono>

namespace hrcache {

/// Where Redis is, how to log in, and how patient to be.
struct RedisConfig
{
    QString host = QStringLiteral("localhost");
    quint16 port = 6379;
    QString username; ///< ACL user; empty: the default user
    QString password; ///< empty: no AUTH is sent. A secret: never in logs, messages or errors
    int database = 0;
    bool tls = false; ///< always verified: certificate chain and host name
    QString caFile;   ///< PEM; empty: the certificate authorities of the system

    std::chrono::milliseconds connectTimeout{5000}; ///< name, connection, TLS, AUTH and SELECT together
    std::chrono::milliseconds readTimeout{500};     ///< cached reads, which have the database to fall back on
    std::chrono::milliseconds commandTimeout{5000}; ///< everything else
    /// A connection that owes a reply and sends nothing for this long is dropped.
    std::chrono::milliseconds silenceTimeout{5000};

    std::chrono::milliseconds backoffFirst{100};
    std::chrono::milliseconds backoffLongest{10000};

    RespLimits limits;
    int queuedCommands = 100'000;                  ///< commands without a reply; more are refused
    qint64 queuedBytes = qint64(64) * 1024 * 1024; ///< bytes of commands without a reply

    /// "host:port", with brackets around an IPv6 address.
    [[nodiscard]] QString endpoint() const
    {
        const bool bare6 = host.contains(QLatin1Char(':')) && !host.startsWith(QLatin1Char('['));
        return (bare6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host).arg(port);
    }

    bool operator==(const RedisConfig &) const = default;
};

} // namespace hrcache
