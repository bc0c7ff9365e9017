#include "app/gui/ServerTester.h"

namespace hrcache {

Result<const ConnectionTester *> ConnectionTester::get()
{
    return &ServerTester::instance();
}

} // namespace hrcache
