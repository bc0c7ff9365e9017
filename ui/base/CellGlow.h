#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QTimer>

namespace hrcache {

/// Which cells of a model have just changed and how strongly they still glow (tabletext::GlowRole). Rows are
/// told by a number that stays theirs, not by their place. GUI thread.
class CellGlow : public QObject
{
    Q_OBJECT

public:
    explicit CellGlow(QObject *parent = nullptr);

    /// Cells of `row` in `columns` (bit n: column n) begin to glow.
    void add(quint32 row, quint32 columns);
    void clear();

    /// 0 to 1.
    [[nodiscard]] double of(quint32 row, int column) const;

    /// Without fading: on, then off.
    void setReducedMotion(bool reduced) { m_reducedMotion = reduced; }

signals:
    /// Views should paint again.
    void changed();

private:
    QHash<quint32, quint32> m_cells;
    QElapsedTimer m_since;
    QTimer m_timer;
    bool m_reducedMotion = false;
};

} // namespace hrcache
