#include "ui/base/CellGlow.h"

#include <algorithm>
#include <chrono>

namespace hrcache {

namespace {

constexpr std::chrono::milliseconds lifetime{1600};
constexpr std::chrono::milliseconds step{50};

} // namespace

CellGlow::CellGlow(QObject *parent)
    : QObject(parent)
{
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_since.elapsed() >= lifetime.count())
            clear();
        emit changed();
    });
}

void CellGlow::add(quint32 row, quint32 columns)
{
    m_cells[row] |= columns;
    m_since.start();
    m_timer.start(m_reducedMotion ? lifetime : step);
}

void CellGlow::clear()
{
    m_cells.clear();
    m_timer.stop();
}

double CellGlow::of(quint32 row, int column) const
{
    if (m_cells.isEmpty() || !(m_cells.value(row) & (1U << column)))
        return 0;
    if (m_reducedMotion)
        return 1;
    const double gone = static_cast<double>(m_since.elapsed()) / static_cast<double>(lifetime.count());
    return std::clamp(1.0 - gone * gone, 0.0, 1.0);
}

} // namespace hrcache
