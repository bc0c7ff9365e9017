#include "app/gui/ConnectionTester.h"
#include "app/servers/ServerModule.h"

namespace hrcache {

Result<const ConnectionTester *> ConnectionTester::get()
{
    const auto module = ServerModule::get();
    if (!module)
        return failure(module.error());
    return &(*module)->tester;
}

} // namespace hrcache
