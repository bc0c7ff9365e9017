#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "cache/CacheTtl.h"
#include "postgres/PgConfig.h"
#include "redis/RedisConfig.h"

#include <QCoreApplication>
#include <QProcessEnvironment>
#include <QString>

#include <optional>

namespace hrcache {

/// Where a configuration is to be looked for.
struct ConfigurationRequest
{
    bool embedded = false; ///< no servers, whatever is configured
    QString profile;       ///< name of a settings file; empty: none
    QProcessEnvironment environment;
    QString profileFolder; ///< empty: `profiles` in the settings folder of the user
};

/// Which servers to talk to, and for whom. The environment wins over the profile; with neither, everything
/// is embedded: a SQLite file and a cache in memory.
struct Configuration
{
    QString profile;
    std::optional<RedisConfig> redis; ///< none: the cache is in memory
    std::optional<PgConfig> database; ///< none: embedded, or no database is configured
    QString databaseUrl;              ///< as configured; may hold a password: never shown
    bool databasePasswordInKeychain = false;
    bool redisPasswordInKeychain = false;
    QString dataFolder; ///< of the embedded database
    CacheTtl ttl;
    UserId user;       ///< for whom commands work unless told otherwise
    CompanyId company; ///< in which company

    [[nodiscard]] bool isEmbedded() const { return !redis; }

    [[nodiscard]] QString databaseFile() const;

    /// Errors: InvalidArgument, naming the variable or the setting with a malformed value; NotFound for a
    /// profile that does not exist; Storage; TlsFailed.
    [[nodiscard]] static Result<Configuration> load(const ConfigurationRequest &request);

    /// The same with the database's password set, which comes from the keychain.
    [[nodiscard]] Result<void> setDatabasePassword(const QString &password);

    Q_DECLARE_TR_FUNCTIONS(Configuration)
};

} // namespace hrcache
