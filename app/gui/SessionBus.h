#pragma once

#include <chrono>

namespace hrcache {

/// Qt connects to the session bus before the window is shown, and waits for it without an end. Asks the bus
/// for a sign of life and, if it gives none within `patience` though it takes connections, sets
/// DBUS_SESSION_BUS_ADDRESS to one that is none, so that this program, and those that it starts, do without a
/// bus. False: it did so. Costs a round trip on this machine; call it before anything that reads the
/// environment on another thread begins. Asks nobody, and is true, where there is no such bus on a Unix
/// socket.
bool leaveSilentSessionBus(std::chrono::milliseconds patience);

} // namespace hrcache
