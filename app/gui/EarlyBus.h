#pragma once

#include <thread>

namespace hrcache {

/// Connects to the session bus on a thread of its own while the window is being built: the first control with
/// a text, which tells screen readers of itself, would wait for it. Make one after the application object,
/// and let it live until the window is shown. Does nothing where there is no such bus. Waits for a bus that
/// does not answer, as Qt does everywhere: leaveSilentSessionBus() comes first.
class EarlyBus
{
public:
    EarlyBus();
    ~EarlyBus();
    EarlyBus(const EarlyBus &) = delete;
    EarlyBus &operator=(const EarlyBus &) = delete;

private:
    std::thread m_thread;
};

} // namespace hrcache
