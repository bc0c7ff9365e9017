#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>

namespace hrcache {

/// What this process has in memory.
inline double residentMegabytes()
{
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

} // namespace hrcache
