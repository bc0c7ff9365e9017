#include "app/Pause.h"

#include "base/Completion.h"

#include <QCoreApplication>

namespace hrcache {

Task<> pauseFor(std::chrono::milliseconds time)
{
    auto completer = std::make_shared<Completer<Result<bool>>>();
    auto completion = completer->completion();
    QTimer::singleShot(time, QCoreApplication::instance(), [completer] { completer->finish(true); });
    co_await std::move(completion);
}

} // namespace hrcache
