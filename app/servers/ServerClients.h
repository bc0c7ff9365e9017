#pragma once

#include "base/Result.h"
#include "cache/CacheStore.h"
#include "hr/HrStore.h"
#include "postgres/PgConfig.h"
#include "redis/RedisConfig.h"

#include <memory>

namespace hrcache {

/// The clients of PostgreSQL and Redis. What libpq and Qt Network need takes as long to load as a window
/// takes to open, so a program may load them with the first use (LoadedServers.cpp) or be linked with them
/// (LinkedServers.cpp). Any thread.
class ServerClients
{
public:
    ServerClients() = default;
    virtual ~ServerClients() = default;
    Q_DISABLE_COPY_MOVE(ServerClients)

    /// Lives until the process ends. Error: Storage, the program's own file cannot be loaded.
    [[nodiscard]] static Result<const ServerClients *> get();

    /// PgConfig::parse(), and the error of get().
    [[nodiscard]] static Result<PgConfig> parseAddress(const QString &address);

    [[nodiscard]] virtual Result<PgConfig> parse(const QString &address) const = 0;
    [[nodiscard]] virtual std::unique_ptr<HrStore> hrStore(PgConfig config) const = 0;
    [[nodiscard]] virtual std::unique_ptr<CacheStore> cacheStore(RedisConfig config) const = 0;
};

} // namespace hrcache
