#include "app/ctl/InterruptWatcher.h"

#include <QSocketNotifier>

#include <atomic>
#include <csignal>

#ifdef Q_OS_WIN
#include <windows.h>
#else
#include <fcntl.h>
#include <unistd.h>
#endif

namespace hrcache {

#ifdef Q_OS_WIN

namespace {

std::atomic<InterruptWatcher *> watcher = nullptr;

} // namespace

InterruptWatcher::InterruptWatcher(QObject *parent)
    : QObject(parent)
{
    watcher = this;
    SetConsoleCtrlHandler(
        [](DWORD) -> BOOL {
            InterruptWatcher *found = watcher.exchange(nullptr);
            if (!found)
                return FALSE;
            QMetaObject::invokeMethod(
                found, [found] { found->announce(); }, Qt::QueuedConnection);
            return TRUE;
        },
        TRUE);
}

InterruptWatcher::~InterruptWatcher()
{
    watcher = nullptr;
}

#else

namespace {

int pipeEnds[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    // There is nothing to do about a failure here.
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], &byte, 1);
}

} // namespace

InterruptWatcher::InterruptWatcher(QObject *parent)
    : QObject(parent)
{
    if (::pipe2(pipeEnds, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    auto *notifier = new QSocketNotifier(pipeEnds[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        [[maybe_unused]] const auto count = ::read(pipeEnds[0], &byte, 1);
        announce();
    });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    for (const int number : {SIGINT, SIGTERM})
        ::sigaction(number, &action, nullptr);
}

InterruptWatcher::~InterruptWatcher()
{
    for (const int number : {SIGINT, SIGTERM})
        std::signal(number, SIG_DFL);
    for (int &end : pipeEnds) {
        if (end >= 0)
            ::close(std::exchange(end, -1));
    }
}

#endif

void InterruptWatcher::announce()
{
    m_interrupted = true;
    emit interrupted();
}

} // namespace hrcache
