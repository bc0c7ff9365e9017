#include "app/gui/EarlyFonts.h"

#ifdef HRCACHE_FONTCONFIG
#include <fontconfig/fontconfig.h>
#endif

namespace hrcache {

EarlyFonts::EarlyFonts()
{
#ifdef HRCACHE_FONTCONFIG
    m_thread = std::thread([] { FcInit(); });
#endif
}

EarlyFonts::~EarlyFonts()
{
    wait();
}

void EarlyFonts::wait()
{
    if (m_thread.joinable())
        m_thread.join();
}

} // namespace hrcache
