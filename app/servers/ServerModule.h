#pragma once

#include "app/servers/ServerClients.h"

namespace hrcache {

class ConnectionTester;

/// What the library with the clients offers; it is loaded into the window's program and shares its core.
struct ServerModule
{
    const ServerClients &clients;
    const ConnectionTester &tester;

    /// The library's one function; null if the program is not of this version.
    using Entry = const ServerModule *(*)(const char *version);
    static constexpr auto entryName = "hrcache_server_module";

    /// Loaded with the first call, and kept. Error: Storage.
    [[nodiscard]] static Result<const ServerModule *> get();
};

} // namespace hrcache
