#pragma once

#include "base/Tasks.h"

#include <chrono>

namespace hrcache {

/// Resumes from the event loop after `time`; with 0, when what called has returned.
Task<> pauseFor(std::chrono::milliseconds time);

} // namespace hrcache
