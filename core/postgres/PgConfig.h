#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <utility>
#include <vector>

namespace hrcache {

/// Where a PostgreSQL server is, and how to talk to it. A value; never shows its password.
///
/// TLS: to a host that is not loopback, never weaker than `verify-full` (only `verify-ca`, if asked for,
/// stays); trusted are sslrootcert if given, else ~/.postgresql/root.crt if it exists, else the system's
/// certificates. `sslmode=disable` to such a host is refused. To loopback and Unix sockets the given mode is
/// honoured; without one the connection is plain where the server allows it, which saves a round trip.
class PgConfig
{
public:
    struct Host
    {
        QByteArray name;    ///< as given; a folder for a Unix socket; may be empty
        QByteArray address; ///< numeric address if one was given, which is used instead of the name
        QByteArray port;
    };

    using Parameters = std::vector<std::pair<QByteArray, QByteArray>>;

    /// Takes `postgresql://user:password@host/db?sslmode=require`, `host=… dbname=…`, or an empty text; what
    /// it leaves open comes from libpq's environment (PGHOST, PGPASSWORD, PGSERVICE, …) and ~/.pgpass.
    /// Errors: InvalidArgument, TlsFailed (TLS switched off for a remote host).
    [[nodiscard]] static Result<PgConfig> parse(const QString &text);

    /// Servers to be tried, in order; at least one.
    [[nodiscard]] const std::vector<Host> &hosts() const { return m_hosts; }

    /// libpq's parameters but for host, hostaddr and port.
    [[nodiscard]] const Parameters &parameters() const { return m_parameters; }

    /// Whether every host is this machine.
    [[nodiscard]] bool isLocal() const { return m_local; }

    [[nodiscard]] QByteArray sslMode() const;

    /// For people and logs: `postgresql://user@host:5432/db?sslmode=verify-full`, without the password.
    [[nodiscard]] QString toString() const;

    /// From the first step of connecting to the last, name look-up included.
    std::chrono::milliseconds connectTimeout{5'000};
    /// From sending a request to its last answer.
    std::chrono::milliseconds queryTimeout{30'000};

private:
    Parameters m_parameters;
    std::vector<Host> m_hosts;
    QByteArray m_user;
    QByteArray m_database;
    bool m_local = false;
};

/// Whether `host` (a name or a numeric address) is this machine, or the folder of a Unix socket.
[[nodiscard]] bool isLoopbackHost(const QByteArray &host);

} // namespace hrcache
