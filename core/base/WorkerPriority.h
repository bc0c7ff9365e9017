#pragma once

#ifdef __linux__
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace hrcache {

/// Lets the calling thread of a pool go behind the thread that serves the window, once for each thread: on a
/// machine of few cores the window would wait for it. Elsewhere than on Linux the scheduler prefers the
/// window by itself.
inline void yieldToTheWindow()
{
#ifdef __linux__
    thread_local const bool done = [] {
        constexpr int behind = 5;
        return setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), behind) == 0;
    }();
    static_cast<void>(done);
#endif
}

} // namespace hrcache
