#pragma once

#include "cache/CacheTtl.h"

#include <QString>

#include <optional>

namespace hrcache {

/// A connection as it is kept in a settings file and shown in the form. Holds no secret.
struct ConnectionProfile
{
    QString name;
    QString redisHost = QStringLiteral("localhost");
    int redisPort = 6379;
    int redisDatabase = 0;
    QString redisUser; ///< ACL user; empty: the default user
    bool redisTls = false;
    QString redisCaFile; ///< PEM; empty: the certificate authorities of the system
    QString databaseUrl; ///< without the password
    QString replicaUrl;  ///< without a password; kept, never used to fill the cache
    CacheTtl ttl;
    QString user; ///< for whom is read at first; may be empty

    bool operator==(const ConnectionProfile &) const = default;
};

/// Passwords that were typed: none: as it is kept; empty: there is none any more.
struct ConnectionSecrets
{
    std::optional<QString> redis;
    std::optional<QString> database;

    [[nodiscard]] bool isEmpty() const { return !redis && !database; }
};

/// Where a password is.
enum class SecretPlace {
    Nowhere,
    Keychain,    ///< of the operating system
    Session,     ///< in this program until it ends
    Environment, ///< set from outside
};

/// Of the names by which the settings files know their values, those that the form marks.
namespace connectionfield {
inline constexpr auto name = "name";
inline constexpr auto redisHost = "redis/host";
inline constexpr auto redisPort = "redis/port";
inline constexpr auto redisDatabase = "redis/database";
inline constexpr auto redisUser = "redis/username";
inline constexpr auto redisPassword = "redis/password";
inline constexpr auto redisTls = "redis/tls";
inline constexpr auto redisCaFile = "redis/ca_file";
inline constexpr auto databaseUrl = "postgresql/url";
inline constexpr auto databasePassword = "postgresql/password";
inline constexpr auto replicaUrl = "postgresql/replica_url";
inline constexpr auto user = "defaults/user";
} // namespace connectionfield

/// One thing that a test of a connection looks at, as it stands now.
struct ConnectionTestStep
{
    enum class Server { Cache, Database };
    enum class Part { Name, Tcp, Tls, Login, Rights, Schema };
    enum class State {
        Running,
        Good,
        Doubtful, ///< works, but not all of it, or not as safely as it could
        Bad,
        Skipped ///< not needed, or an earlier step failed
    };

    Server server = Server::Cache;
    Part part = Part::Name;
    State state = State::Running;
    QString words; ///< what was found, and what to do
    std::optional<QString> technical;
};

} // namespace hrcache
