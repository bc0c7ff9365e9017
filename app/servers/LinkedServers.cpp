#include "app/servers/LibraryClients.h"

namespace hrcache {

Result<const ServerClients *> ServerClients::get()
{
    return &LibraryClients::instance();
}

} // namespace hrcache
