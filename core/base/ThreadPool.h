#pragma once

#include "base/Completion.h"
#include "base/Tasks.h"
#include "base/WorkerPriority.h"

#include <QMetaObject>
#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <memory>
#include <type_traits>

namespace hrcache {

/// The threads for what would hold up the window, one for each core. Not Qt's own global pool: Qt paints
/// large pictures in parts on that one and waits for them, and would wait for our work as well. The
/// application object waits for what is under way when it goes. Any thread.
[[nodiscard]] QThreadPool *workerPool();

/// Runs `work` (no arguments, returns a value) on `pool` and gives its value back on the calling thread,
/// which must run an event loop. `work` must own what it touches.
template<typename Work, typename Value = std::invoke_result_t<Work>>
Task<Result<Value>> runOnPool(QThreadPool *pool, Work work)
{
    struct Shared
    {
        Completer<Result<Value>> completer;
        QObject home; // lives on the calling thread; the result is posted to it
    };

    auto shared = std::make_shared<Shared>();
    auto completion = shared->completer.completion();
    auto *home = &shared->home;
    pool->start([shared, home, work = std::move(work)]() mutable {
        yieldToTheWindow();
        auto value = std::make_shared<Value>(work());
        QMetaObject::invokeMethod(
            home,
            [keep = std::move(shared), value] { keep->completer.finish(Result<Value>(std::move(*value))); },
            Qt::QueuedConnection);
    });
    Result<Value> value = co_await std::move(completion);
    co_return value;
}

/// Lets go of what takes long to free, such as a long list, where nobody waits for it.
template<typename T>
void freeOnPool(QThreadPool *pool, T value)
{
    pool->start([held = std::make_shared<T>(std::move(value))]() mutable {
        yieldToTheWindow();
        held.reset();
    });
}

} // namespace hrcache
