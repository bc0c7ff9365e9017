#include "redis/RedisError.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>

namespace hrcache {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RedisError)
};

// "unknown command" repeats the arguments, which may be a password or personal data.
QString withoutArguments(const QByteArray &text)
{
    const qsizetype arguments = text.indexOf(", with args");
    return QString::fromUtf8(arguments < 0 ? text : text.left(arguments));
}

struct Known
{
    const char *code;
    const char *message;
    bool retryable;
};

constexpr std::array knownErrors{
    Known{"LOADING", QT_TRANSLATE_NOOP("RedisError", "Redis is loading its data. Try again in a moment."),
          true},
    Known{"BUSY", QT_TRANSLATE_NOOP("RedisError", "Redis is busy with a long script."), true},
    Known{"MASTERDOWN", QT_TRANSLATE_NOOP("RedisError", "This Redis is a replica that has lost its primary."),
          true},
    Known{"READONLY",
          QT_TRANSLATE_NOOP("RedisError", "This Redis is a read-only replica; it takes no writes."), false},
    Known{"OOM", QT_TRANSLATE_NOOP("RedisError", "Redis has no memory left for new entries."), true},
    Known{"MISCONF",
          QT_TRANSLATE_NOOP("RedisError", "Redis refuses writes because it cannot save to its disk."), true},
    Known{"NOREPLICAS",
          QT_TRANSLATE_NOOP("RedisError", "Redis refuses writes because too few replicas are connected."),
          true},
    Known{"WRONGTYPE", QT_TRANSLATE_NOOP("RedisError", "The key holds another type of data, not a string."),
          false},
    Known{"TRYAGAIN", QT_TRANSLATE_NOOP("RedisError", "Redis asks to try again."), true},
    Known{"CLUSTERDOWN", QT_TRANSLATE_NOOP("RedisError", "The Redis cluster is down."), true},
    Known{"NOSCRIPT", QT_TRANSLATE_NOOP("RedisError", "Redis does not know the script."), false},
};

} // namespace

Error redisReplyError(const RespValue &reply)
{
    const QByteArray code = reply.errorCode();
    const QString detail = withoutArguments(reply.text);
    const QString serverCode = QString::fromUtf8(code);
    if (code == "NOAUTH")
        return Error::make(ErrorCode::AuthFailed, Text::tr("Redis asks for a password."), detail, serverCode);
    if (code == "WRONGPASS")
        return Error::make(ErrorCode::AuthFailed,
                           Text::tr("Redis does not accept this user name and password."), detail,
                           serverCode);
    // A transaction that was given up for want of a right names it within.
    if (code == "NOPERM" || (code == "EXECABORT" && reply.text.contains("NOPERM")))
        return Error::make(ErrorCode::PermissionDenied, Text::tr("The Redis user may not do this."), detail,
                           serverCode);
    const auto known = std::find_if(knownErrors.begin(), knownErrors.end(),
                                    [&](const Known &entry) { return code == entry.code; });
    if (known == knownErrors.end())
        return Error::make(ErrorCode::ServerError, Text::tr("Redis answered with an error: %1").arg(detail),
                           detail, serverCode);
    Error error = Error::make(ErrorCode::ServerError, Text::tr(known->message), detail, serverCode);
    error.retryable = known->retryable;
    return error;
}

Error redisUnexpectedReply()
{
    return Error::make(ErrorCode::Protocol, Text::tr("Redis gave an answer of an unexpected kind."));
}

namespace {

/// "5", "0.25", as the locale writes it.
QString inSeconds(std::chrono::milliseconds span)
{
    const qint64 milliseconds = span.count();
    const int digits = milliseconds % 1000 == 0 ? 0 : milliseconds % 100 == 0 ? 1 : 2;
    return QLocale().toString(static_cast<double>(milliseconds) / 1000.0, 'f', digits);
}

} // namespace

Error redisTimeout(const RedisConfig &config, std::chrono::milliseconds waited, bool sent)
{
    const QString detail = sent ? Text::tr("The command was sent; no reply came.")
                                : Text::tr("There was no connection yet, so nothing was sent.");
    return Error::make(
        ErrorCode::Timeout,
        Text::tr("Redis at %1 did not answer within %2 s.").arg(config.endpoint(), inSeconds(waited)),
        detail);
}

Error redisConnectTimeout(const RedisConfig &config)
{
    Error error = redisTimeout(config, config.connectTimeout, false);
    if (config.tls)
        error.message += u' ' + Text::tr("Perhaps it does not speak TLS at this port.");
    return error;
}

Error redisStalled(const RedisConfig &config)
{
    return Error::make(ErrorCode::Timeout, Text::tr("Redis at %1 is not answering.").arg(config.endpoint()),
                       Text::tr("Earlier replies are overdue, so nothing was sent."));
}

Error redisQueueFull(const RedisConfig &config)
{
    Error error =
        Error::make(ErrorCode::TooLarge,
                    Text::tr("Too many commands are waiting for Redis at %1.").arg(config.endpoint()),
                    Text::tr("Nothing was sent."));
    error.retryable = true;
    return error;
}

Error redisSocketError(const RedisConfig &config, QAbstractSocket::SocketError code, const QString &text,
                       bool everAnswered)
{
    const QString where = config.endpoint();
    switch (code) {
    case QAbstractSocket::ConnectionRefusedError:
        return Error::make(ErrorCode::Unreachable,
                           Text::tr("Nothing listens at %1; Redis is not running there.").arg(where), text);
    case QAbstractSocket::HostNotFoundError:
        return Error::make(ErrorCode::Unreachable,
                           Text::tr("The host of Redis, %1, is not known.").arg(config.host), text);
    case QAbstractSocket::RemoteHostClosedError:
        if (everAnswered)
            return Error::make(ErrorCode::Unreachable,
                               Text::tr("Redis at %1 closed the connection.").arg(where), text);
        return Error::make(
            ErrorCode::Unreachable,
            config.tls ? Text::tr("%1 closed the connection at once.").arg(where)
                       : Text::tr("%1 closed the connection at once. Perhaps it expects TLS.").arg(where),
            text);
    default:
        return Error::make(ErrorCode::Unreachable, Text::tr("Redis at %1 cannot be reached.").arg(where),
                           text);
    }
}

Error redisTlsError(const RedisConfig &config, const QList<QSslError> &errors, const QString &text)
{
    const QString where = config.endpoint();
    QStringList details;
    for (const QSslError &error : errors)
        details.append(error.errorString());
    const QString detail = details.isEmpty() ? text : details.join(QStringLiteral("; "));
    const auto has = [&](QSslError::SslError kind) {
        return std::any_of(errors.begin(), errors.end(),
                           [&](const QSslError &error) { return error.error() == kind; });
    };
    if (errors.isEmpty())
        return Error::make(ErrorCode::TlsFailed,
                           Text::tr("%1 does not speak TLS, or refused the handshake.").arg(where), detail);
    if (has(QSslError::HostNameMismatch))
        return Error::make(ErrorCode::TlsFailed,
                           Text::tr("The certificate of %1 was issued for another host name.").arg(where),
                           detail);
    if (has(QSslError::CertificateExpired))
        return Error::make(ErrorCode::TlsFailed, Text::tr("The certificate of %1 has expired.").arg(where),
                           detail);
    return Error::make(
        ErrorCode::TlsFailed,
        Text::tr("The certificate of %1 is not signed by a certificate authority that is trusted here.")
            .arg(where),
        detail);
}

Error redisCaFileError(const RedisConfig &config)
{
    return Error::make(
        ErrorCode::TlsFailed,
        Text::tr("The file with the certificate authority, %1, cannot be read or holds no certificate.")
            .arg(config.caFile));
}

Error redisLoginError(const RedisConfig &config, const RespValue &reply, bool atSelect)
{
    Error error = redisReplyError(reply);
    if (error.code == ErrorCode::AuthFailed || error.retryable)
        return error;
    if (!atSelect) {
        // Before Redis 6 a wrong password is a plain ERR; since then one that nobody asked for is.
        return Error::make(
            ErrorCode::AuthFailed,
            error.detail.contains(QStringLiteral("without any password")) ||
                    error.detail.contains(QStringLiteral("no password is set"))
                ? Text::tr("A password is configured, but Redis at %1 has none.").arg(config.endpoint())
                : Text::tr("Redis at %1 refused the login.").arg(config.endpoint()),
            error.detail, error.serverCode);
    }
    if (error.code == ErrorCode::PermissionDenied) {
        error.message = Text::tr("The Redis user may not select database %1.").arg(config.database);
        return error;
    }
    return Error::make(ErrorCode::ServerError, Text::tr("Redis has no database %1.").arg(config.database),
                       error.detail, error.serverCode);
}

} // namespace hrcache
