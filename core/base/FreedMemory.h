#pragma once

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace hrcache {

/// Gives what was freed in small pieces back to the system. Takes milliseconds after a long list: call it on
/// a thread pool.
inline void giveBackFreedMemory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace hrcache
