#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>

namespace hrcache {

/// The servers that tests/run has started, shared by all test programs that run at the same time:
/// use keys and databases of your own there (TestDatabase), and a RedisProcess for anything that
/// flushes, reconfigures or counts. Every function ends the test program with a failure that says
/// "run tests/run" when the environment names no such server; none of them skips.
class TestServers
{
public:
    /// Redis on 127.0.0.1, no TLS, no password.
    [[nodiscard]] static std::uint16_t redisPort();

    /// Redis that speaks TLS only; its certificate is valid for localhost and 127.0.0.1.
    [[nodiscard]] static std::uint16_t redisTlsPort();

    /// Redis that asks for redisPassword(), of the default user and of these ACL users as well:
    /// "app" (everything), "reader" (read commands only, no writes, no scripts), "noscript"
    /// (everything but EVAL and its kin), "notracking" (everything but CLIENT TRACKING and Pub/Sub).
    [[nodiscard]] static std::uint16_t redisAuthPort();
    [[nodiscard]] static QString redisPassword();

    /// The CA that signed the certificates of the servers, PEM.
    [[nodiscard]] static QString caFile();
    /// A CA that signed none of them.
    [[nodiscard]] static QString otherCaFile();
    /// Certificate and key for a server of one's own, valid for localhost and 127.0.0.1.
    [[nodiscard]] static QString serverCertificateFile();
    [[nodiscard]] static QString serverKeyFile();

    /// Superuser on database postgres over plain TCP, password by SCRAM. For any other database
    /// see TestDatabase.
    [[nodiscard]] static QString postgresUrl();
    /// The same over TLS: verify-full, channel_binding=require.
    [[nodiscard]] static QString postgresTlsUrl();

    /// A data directory from initdb, to be copied, the folder of the PostgreSQL programs, and the
    /// superuser's password in it.
    [[nodiscard]] static QString postgresTemplate();
    [[nodiscard]] static QString postgresBinaries();
    [[nodiscard]] static QString postgresPassword();

    /// Where temporary data of test servers goes; removed by tests/run whatever happens.
    [[nodiscard]] static QString temporaryFolder();
};

} // namespace hrcache
