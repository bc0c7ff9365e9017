#pragma once

#include <QElapsedTimer>
#include <QObject>

#include <algorithm>
#include <vector>

namespace hrcache {

/// Measures how long the event loop takes from turn to turn, in milliseconds; an idle loop turns once each
/// millisecond.
class StallMeter final : public QObject
{
public:
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
        m_time.start();
    }

    /// `share` 0.999 for p99.9, 1 for the longest.
    [[nodiscard]] double percentile(double share) const
    {
        if (m_turns.empty())
            return 0;
        std::vector<double> sorted = m_turns;
        std::sort(sorted.begin(), sorted.end());
        const auto last = static_cast<double>(sorted.size() - 1);
        return sorted[static_cast<size_t>(share * last + 0.5)];
    }

    [[nodiscard]] double longest() const { return percentile(1); }

    /// How many turns took longer than a frame.
    [[nodiscard]] qsizetype overAFrame() const
    {
        return std::count_if(m_turns.begin(), m_turns.end(), [](double turn) { return turn > 16; });
    }

    [[nodiscard]] qsizetype turns() const { return static_cast<qsizetype>(m_turns.size()); }

protected:
    void timerEvent(QTimerEvent *) override
    {
        m_turns.push_back(static_cast<double>(m_time.nsecsElapsed()) / 1e6);
        m_time.start();
    }

private:
    QElapsedTimer m_time;
    std::vector<double> m_turns;
};

} // namespace hrcache
