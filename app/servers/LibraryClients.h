#pragma once

#include "app/servers/ServerClients.h"

namespace hrcache {

/// The clients themselves: needs libpq, hiredis and Qt Network.
class LibraryClients final : public ServerClients
{
public:
    [[nodiscard]] static const LibraryClients &instance();

    [[nodiscard]] Result<PgConfig> parse(const QString &address) const override;
    [[nodiscard]] std::unique_ptr<HrStore> hrStore(PgConfig config) const override;
    [[nodiscard]] std::unique_ptr<CacheStore> cacheStore(RedisConfig config) const override;
};

} // namespace hrcache
