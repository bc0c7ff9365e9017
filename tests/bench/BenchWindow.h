#pragma once

#include "base/ThreadPool.h"
#include "ui/support/StallMeter.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>

#include <cstdio>

namespace hrcache {

/// What this process has in memory, when nobody is about to free anything.
inline double residentMegabytes()
{
    workerPool()->waitForDone();
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QRegularExpression line(QStringLiteral("VmRSS:\\s+(\\d+) kB"));
    return line.match(QString::fromLatin1(status.readAll())).captured(1).toDouble() / 1024;
}

/// Lets the event loop turn until it is so. The time that it took, in milliseconds.
template<typename Condition>
double until(Condition condition)
{
    QElapsedTimer since;
    since.start();
    while (!condition()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (since.elapsed() > 120'000)
            qFatal("It takes too long");
    }
    return static_cast<double>(since.nsecsElapsed()) / 1e6;
}

/// One line of a table: how long something took, and how long the event loop stood still meanwhile.
inline void printStalls(const char *what, double milliseconds, const StallMeter &meter)
{
    using Time = StallMeter::Time;
    std::printf("%-34s %8.1f ms   stalls: p99.9 %5.1f, longest %5.1f ms (own work: %5.1f, %5.1f); "
                "%lld (%lld) of %lld turns over 16 ms\n",
                what, milliseconds, meter.percentile(0.999), meter.longest(),
                meter.percentile(0.999, Time::Processor), meter.longest(Time::Processor),
                static_cast<long long>(meter.overAFrame()),
                static_cast<long long>(meter.overAFrame(Time::Processor)),
                static_cast<long long>(meter.turns()));
    std::fflush(stdout);
}

} // namespace hrcache
