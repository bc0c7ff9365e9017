#include "ui/overview/Chart.h"

#include "ui/base/Theme.h"
#include "ui/overview/ChartAccessible.h"

#include <QPainter>
#include <QStyleOptionFocusRect>

#include <algorithm>
#include <cmath>

namespace hrcache {

namespace {

constexpr double steps[] = {1, 2, 5};
constexpr int wantedLines = 4;

/// A round number not below `value`.
double roundedUp(double value)
{
    if (value <= 1)
        return 1;
    const double decade = std::pow(10, std::floor(std::log10(value)));
    for (const double step : steps) {
        if (decade * step >= value)
            return decade * step;
    }
    return decade * 10;
}

} // namespace

Chart::Chart(Kind kind, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
{
    installChartAccessibility();
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void Chart::setData(ChartData data)
{
    m_data = std::move(data);
    if (accessibleDescription() != m_data.description)
        setAccessibleDescription(m_data.description);
    setToolTip(m_data.description);
    update();
}

QSize Chart::sizeHint() const
{
    return {420, 200};
}

QSize Chart::minimumSizeHint() const
{
    return {240, 150};
}

double Chart::Scale::placeOf(double value) const
{
    if (!logarithmic)
        return std::clamp((value - low) / (high - low), 0.0, 1.0);
    const double clamped = std::clamp(value, low, high);
    return (std::log10(clamped) - std::log10(low)) / (std::log10(high) - std::log10(low));
}

Chart::Scale Chart::linearScale() const
{
    double highest = 0;
    for (size_t i = 0; i < static_cast<size_t>(m_data.categories.size()); ++i) {
        double sum = 0;
        for (const ChartSeries &series : m_data.series)
            sum += series.values[i].value_or(0);
        highest = std::max(highest, sum);
    }
    Scale scale;
    const double step = roundedUp(highest / wantedLines);
    scale.high = std::max(1.0, std::ceil(highest / step)) * step;
    for (double line = 0; line <= scale.high + step / 2; line += step)
        scale.lines.push_back(line);
    return scale;
}

Chart::Scale Chart::logarithmicScale() const
{
    double lowest = 0;
    double highest = 0;
    for (const ChartSeries &series : m_data.series) {
        for (const auto &value : series.values) {
            if (!value || *value <= 0)
                continue;
            lowest = lowest == 0 ? *value : std::min(lowest, *value);
            highest = std::max(highest, *value);
        }
    }
    Scale scale;
    scale.logarithmic = true;
    scale.low = std::pow(10, std::floor(std::log10(std::max(lowest, 1e-6))));
    scale.high = std::pow(10, std::ceil(std::log10(std::max(highest, scale.low * 1.01))));
    for (double line = scale.low; line <= scale.high * 1.01; line *= 10)
        scale.lines.push_back(line);
    return scale;
}

QColor Chart::colorOf(const ChartSeries &series) const
{
    if (series.ink == ChartSeries::Ink::Second)
        return Theme::warningText(palette());
    // Lines are thin: they need more contrast than areas.
    return palette().color(m_kind == Kind::Lines ? QPalette::Link : QPalette::Highlight);
}

double Chart::centerOf(const QRectF &plot, size_t category) const
{
    const double width = plot.width() / static_cast<double>(m_data.categories.size());
    return plot.left() + (static_cast<double>(category) + 0.5) * width;
}

void Chart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect area = rect().adjusted(2, 2, -2, -2);
    if (!m_data.hasValues()) {
        painter.setPen(Theme::secondaryText(palette()));
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, m_data.empty);
    } else if (m_kind == Kind::Bars) {
        paintBars(painter, area);
    } else {
        const int top = paintLegend(painter, area);
        const Scale scale = m_kind == Kind::Lines ? logarithmicScale() : linearScale();
        const QRectF plot = paintAxes(painter, area.adjusted(0, top, 0, 0), scale);
        if (m_kind == Kind::Lines)
            paintLines(painter, plot, scale);
        else
            paintColumns(painter, plot, scale);
    }
    if (hasFocus()) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

} // namespace hrcache
