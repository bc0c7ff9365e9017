// The entry of the library with the clients.

#include "app/gui/ServerTester.h"
#include "app/servers/LibraryClients.h"
#include "app/servers/ServerModule.h"

#include <cstring>

extern "C" Q_DECL_EXPORT const hrcache::ServerModule *hrcache_server_module(const char *version)
{
    static const hrcache::ServerModule module{hrcache::LibraryClients::instance(),
                                              hrcache::ServerTester::instance()};
    return std::strcmp(version, HRCACHE_VERSION) == 0 ? &module : nullptr;
}
