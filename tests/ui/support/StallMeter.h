#pragma once

#include <QElapsedTimer>
#include <QObject>

#include <algorithm>
#include <ctime>
#include <vector>

namespace hrcache {

/// Measures how long the event loop takes from turn to turn, in milliseconds; an idle loop turns once each
/// millisecond. A turn has a length by the clock, and the processor time that this thread had in it: the rest
/// it waited, for the processor that other processes and threads were using, or for something that blocks.
class StallMeter final : public QObject
{
public:
    enum class Time {
        Wall,     ///< by the clock
        Processor ///< what this thread itself worked
    };

    StallMeter()
    {
        m_turns.reserve(1 << 16);
        startTimer(1, Qt::PreciseTimer);
        begin();
    }

    /// Forgets what was measured so far.
    void begin()
    {
        m_turns.clear();
        restart();
    }

    /// `share` 0.999 for p99.9, 1 for the longest.
    [[nodiscard]] double percentile(double share, Time time = Time::Wall) const
    {
        if (m_turns.empty())
            return 0;
        std::vector<double> sorted;
        sorted.reserve(m_turns.size());
        for (const Turn &turn : m_turns)
            sorted.push_back(time == Time::Wall ? turn.wall : turn.processor);
        std::sort(sorted.begin(), sorted.end());
        const auto last = static_cast<double>(sorted.size() - 1);
        return sorted[static_cast<size_t>(share * last + 0.5)];
    }

    [[nodiscard]] double longest(Time time = Time::Wall) const { return percentile(1, time); }

    /// How many turns took longer than a frame.
    [[nodiscard]] qsizetype overAFrame(Time time = Time::Wall) const
    {
        return std::count_if(m_turns.begin(), m_turns.end(), [time](const Turn &turn) {
            return (time == Time::Wall ? turn.wall : turn.processor) > 16;
        });
    }

    [[nodiscard]] qsizetype turns() const { return static_cast<qsizetype>(m_turns.size()); }

    /// What the calling thread has worked so far, in milliseconds.
    [[nodiscard]] static double processorTime()
    {
#ifdef CLOCK_THREAD_CPUTIME_ID
        timespec time{};
        if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0)
            return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
#endif
        return 0;
    }

protected:
    void timerEvent(QTimerEvent *) override
    {
        m_turns.push_back({static_cast<double>(m_time.nsecsElapsed()) / 1e6, processorTime() - m_worked});
        restart();
    }

private:
    struct Turn
    {
        double wall = 0;
        double processor = 0;
    };

    void restart()
    {
        m_time.start();
        m_worked = processorTime();
    }

    QElapsedTimer m_time;
    double m_worked = 0;
    std::vector<Turn> m_turns;
};

} // namespace hrcache
