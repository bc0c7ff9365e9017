#pragma once

#include <cstdint>

namespace hrcache {

/// How often this thread has handed bytes to a server. Whoever sends increments it; as long as it stays the
/// same, nothing that was asked since has left, so an identical question may share the answer: no write can
/// have been acknowledged in between.
inline thread_local std::uint64_t sendCount = 0;

} // namespace hrcache
