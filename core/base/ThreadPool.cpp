#include "base/ThreadPool.h"

#include <QCoreApplication>

namespace hrcache {

QThreadPool *workerPool()
{
    static QThreadPool pool;
    // What is under way may post its result or translate a text: not without the application.
    [[maybe_unused]] static const bool waitedFor = [] {
        qAddPostRoutine([] { pool.waitForDone(); });
        return true;
    }();
    return &pool;
}

} // namespace hrcache
