#pragma once

#include <QCoreApplication>
#include <QEvent>
#include <QFile>
#include <QRegularExpression>

#include <chrono>
#include <cstdio>
#include <functional>

namespace hrcache {

/// Milliseconds. The clock is one for all processes.
inline double now()
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

inline double residentMegabytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QRegularExpression line(QStringLiteral("VmRSS:\\s+(\\d+) kB"));
    return line.match(QString::fromLatin1(status.readAll())).captured(1).toDouble() / 1024;
}

/// Notes when a widget is painted for the first time while `isComplete`.
class PaintWatch final : public QObject
{
public:
    explicit PaintWatch(std::function<bool()> isComplete)
        : m_isComplete(std::move(isComplete))
    {
    }

    double paintedAt = 0;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && paintedAt == 0 && m_isComplete()) {
            watched->removeEventFilter(this);
            // When the painting is done.
            QMetaObject::invokeMethod(
                this, [this] { paintedAt = now(); }, Qt::QueuedConnection);
        }
        return false;
    }

private:
    std::function<bool()> m_isComplete;
};

inline void waitFor(const std::function<bool()> &condition)
{
    while (!condition())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

/// What bench_startup reads: time to the picture, and memory.
inline int report(double started, double painted)
{
    std::printf("%f %f\n", painted - started, residentMegabytes());
    return 0;
}

} // namespace hrcache
