#pragma once

namespace hrcache {

/// What must be set before there is a QCoreApplication and before the first large allocation: memory that
/// is kept or given back, and for programs without a window (`guiless`) Qt's own event loop in place of
/// GLib's.
void prepareProcess(int argc, char **argv, bool guiless);

/// Names under which settings and data are found; the same for both programs. Call on the application.
void nameApplication();

} // namespace hrcache
