#include "app/servers/LibraryClients.h"

#include "postgres/PgHrStore.h"
#include "redis/RedisCacheStore.h"

namespace hrcache {

const LibraryClients &LibraryClients::instance()
{
    static const LibraryClients clients;
    return clients;
}

Result<PgConfig> LibraryClients::parse(const QString &address) const
{
    return PgConfig::parse(address);
}

std::unique_ptr<HrStore> LibraryClients::hrStore(PgConfig config) const
{
    return std::make_unique<PgHrStore>(std::move(config));
}

std::unique_ptr<CacheStore> LibraryClients::cacheStore(RedisConfig config) const
{
    return std::make_unique<RedisCacheStore>(std::move(config));
}

} // namespace hrcache
