#pragma once

namespace hrcache {

/// What hrcachectl tells the shell.
enum class ExitStatus {
    Good = 0,
    Failed = 1,       ///< an operation failed
    Usage = 2,        ///< wrong arguments or configuration; nothing was done
    Stale = 3,        ///< done, but old copies may be left in the cache
    Interrupted = 130 ///< Ctrl-C, after what was under way had ended
};

} // namespace hrcache
