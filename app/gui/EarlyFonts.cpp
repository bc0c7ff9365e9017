#include "app/gui/EarlyFonts.h"

#ifdef HRCACHE_FONTCONFIG
#include <fontconfig/fontconfig.h>
#endif

namespace hrcache {

EarlyFonts::EarlyFonts()
{
#ifdef HRCACHE_FONTCONFIG
    // Whoever asks meanwhile, as Qt does, reads it as well and drops one of the two: safe, and no slower.
    m_thread = std::thread([] { FcInit(); });
#endif
}

EarlyFonts::~EarlyFonts()
{
    if (m_thread.joinable())
        m_thread.join();
}

} // namespace hrcache
