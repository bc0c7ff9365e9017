#include "app/servers/ServerClients.h"

namespace hrcache {

Result<PgConfig> ServerClients::parseAddress(const QString &address)
{
    const auto clients = get();
    if (!clients)
        return failure(clients.error());
    return (*clients)->parse(address);
}

} // namespace hrcache
