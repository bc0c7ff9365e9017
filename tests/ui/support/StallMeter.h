#pragma once

#include <QElapsedTimer>
#include <QObject>

#include <algorithm>

namespace hrcache {

/// Measures the longest time in which the event loop did not turn, in milliseconds.
class StallMeter : public QObject
{
public:
    StallMeter()
    {
        m_time.start();
        startTimer(1, Qt::PreciseTimer);
    }

    [[nodiscard]] qint64 longest() const { return m_longest; }

protected:
    void timerEvent(QTimerEvent *) override { m_longest = std::max(m_longest, m_time.restart()); }

private:
    QElapsedTimer m_time;
    qint64 m_longest = 0;
};

} // namespace hrcache
