#include "ui/overview/Chart.h"

#include "ui/base/Theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace hrcache {

namespace {

constexpr int gap = 6;
constexpr double markSize = 3.0;
constexpr double lineWidth = 1.6;
constexpr double hatchDistance = 5.0;

/// Lines from the lower left to the upper right: they look the same at every scale, unlike a brush.
void hatch(QPainter &painter, const QRectF &box, const QColor &color)
{
    painter.save();
    painter.setClipRect(box, Qt::IntersectClip);
    painter.setPen(QPen(color, 1.6));
    for (double x = box.left() - box.height(); x < box.right(); x += hatchDistance)
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()));
    painter.restore();
}

} // namespace

void Chart::fill(QPainter &painter, const ChartSeries &series, const QRectF &box) const
{
    const QColor color = colorOf(series);
    if (series.pattern != ChartSeries::Pattern::Hatched) {
        painter.fillRect(box, color);
        return;
    }
    QColor back = color;
    back.setAlphaF(0.18F);
    painter.fillRect(box, back);
    hatch(painter, box, color);
    if (box.width() > 2 && box.height() > 2) {
        painter.setPen(QPen(color, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

QPen Chart::penOf(const ChartSeries &series) const
{
    QPen pen(colorOf(series), lineWidth);
    if (series.pattern == ChartSeries::Pattern::Dashed)
        pen.setStyle(Qt::DashLine);
    else if (series.pattern == ChartSeries::Pattern::Dotted)
        pen.setStyle(Qt::DotLine);
    return pen;
}

void Chart::paintMark(QPainter &painter, const ChartSeries &series, QPointF point) const
{
    using Mark = ChartSeries::Mark;
    const bool open = series.mark == Mark::OpenCircle || series.mark == Mark::OpenSquare;
    painter.setPen(open ? QPen(colorOf(series), lineWidth) : QPen(Qt::NoPen));
    painter.setBrush(open ? palette().color(QPalette::Base) : colorOf(series));
    const QRectF box(point.x() - markSize, point.y() - markSize, 2 * markSize, 2 * markSize);
    if (series.mark == Mark::Circle || series.mark == Mark::OpenCircle)
        painter.drawEllipse(box);
    else if (series.mark != Mark::None)
        painter.drawRect(box);
}

void Chart::paintSwatch(QPainter &painter, const ChartSeries &series, const QRectF &box) const
{
    if (m_kind != Kind::Lines) {
        fill(painter, series, box);
        return;
    }
    painter.setPen(penOf(series));
    painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()));
    paintMark(painter, series, box.center());
}

int Chart::paintLegend(QPainter &painter, const QRect &area) const
{
    const QFontMetrics metrics(font());
    const int line = metrics.height() + 2;
    const int swatch = m_kind == Kind::Lines ? 30 : 12;
    int x = area.left();
    int y = area.top();
    for (const ChartSeries &series : m_data.series) {
        const int width = swatch + gap + metrics.horizontalAdvance(series.name);
        if (x > area.left() && x + width > area.right()) {
            x = area.left();
            y += line;
        }
        paintSwatch(painter, series, QRectF(x, y + (line - 10) / 2.0, swatch, 10));
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QRect(x + swatch + gap, y, width, line), Qt::AlignLeft | Qt::AlignVCenter,
                         series.name);
        x += width + 3 * gap;
    }
    return y + line + gap - area.top();
}

QRectF Chart::paintAxes(QPainter &painter, const QRect &area, const Scale &scale) const
{
    const QFontMetrics metrics(font());
    int labelWidth = 0;
    for (const double line : scale.lines)
        labelWidth = std::max(labelWidth, metrics.horizontalAdvance(m_data.format(line)));
    const QRectF plot(area.left() + labelWidth + gap, area.top() + metrics.height() / 2.0,
                      area.width() - labelWidth - gap - 2, area.height() - metrics.height() * 1.5 - gap);
    const QColor grey = Theme::secondaryText(palette());
    for (const double line : scale.lines) {
        const double y = plot.bottom() - scale.placeOf(line) * plot.height();
        painter.setPen(QPen(Theme::line(palette()), 1));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(grey);
        painter.drawText(QRectF(area.left(), y - metrics.height() / 2.0, labelWidth, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, m_data.format(line));
    }
    double free = area.left();
    for (size_t i = 0; i < static_cast<size_t>(m_data.axisTexts.size()); ++i) {
        const QString &text = m_data.axisTexts[static_cast<qsizetype>(i)];
        if (text.isEmpty())
            continue;
        const double width = metrics.horizontalAdvance(text);
        const double x = std::min(centerOf(plot, i) - width / 2, area.right() - width);
        if (x < free)
            continue;
        painter.drawText(QRectF(x, plot.bottom() + gap / 2.0, width + 1, metrics.height()), Qt::AlignCenter,
                         text);
        free = x + width + gap;
    }
    return plot;
}

void Chart::paintColumns(QPainter &painter, const QRectF &plot, const Scale &scale) const
{
    const auto count = static_cast<size_t>(m_data.categories.size());
    const double width = std::max(1.0, plot.width() / static_cast<double>(count) - 2);
    for (size_t i = 0; i < count; ++i) {
        double bottom = plot.bottom();
        for (const ChartSeries &series : m_data.series) {
            const double height = scale.placeOf(series.values[i].value_or(0)) * plot.height();
            if (height <= 0)
                continue;
            fill(painter, series, QRectF(centerOf(plot, i) - width / 2, bottom - height, width, height));
            bottom -= height;
        }
    }
}

void Chart::paintLines(QPainter &painter, const QRectF &plot, const Scale &scale) const
{
    for (const ChartSeries &series : m_data.series) {
        QPainterPath path;
        bool joined = false;
        for (size_t i = 0; i < series.values.size(); ++i) {
            const auto &value = series.values[i];
            // A line through a time in which nothing was measured would say what nobody knows.
            if (!value) {
                joined = false;
                continue;
            }
            const QPointF point(centerOf(plot, i), plot.bottom() - scale.placeOf(*value) * plot.height());
            if (joined)
                path.lineTo(point);
            else
                path.moveTo(point);
            joined = true;
        }
        painter.setPen(penOf(series));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
        for (size_t i = 0; i < series.values.size(); ++i) {
            if (const auto &value = series.values[i]) {
                paintMark(painter, series,
                          QPointF(centerOf(plot, i), plot.bottom() - scale.placeOf(*value) * plot.height()));
            }
        }
    }
}

void Chart::paintBars(QPainter &painter, const QRect &area) const
{
    const ChartSeries &series = m_data.series.front();
    const QFontMetrics metrics(font());
    const auto count = static_cast<int>(m_data.categories.size());
    int nameWidth = 0;
    int valueWidth = 0;
    double highest = 1;
    for (int i = 0; i < count; ++i) {
        const double value = series.values[static_cast<size_t>(i)].value_or(0);
        nameWidth = std::max(nameWidth, metrics.horizontalAdvance(m_data.categories[i]));
        valueWidth = std::max(valueWidth, metrics.horizontalAdvance(m_data.format(value)));
        highest = std::max(highest, value);
    }
    const double left = area.left() + nameWidth + 2 * gap;
    const double width = std::max(10.0, area.right() - left - valueWidth - 2 * gap);
    const double row = std::min<double>(area.height() / static_cast<double>(count), metrics.height() * 2.0);
    for (int i = 0; i < count; ++i) {
        const double value = series.values[static_cast<size_t>(i)].value_or(0);
        const QRectF line(area.left(), area.top() + i * row, area.width(), row);
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QRectF(line.left(), line.top(), nameWidth + 1, row),
                         Qt::AlignLeft | Qt::AlignVCenter, m_data.categories[i]);
        const double thick = std::min(row * 0.55, 14.0);
        const QRectF bar(left, line.center().y() - thick / 2,
                         std::max(value > 0 ? 2.0 : 0.0, width * value / highest), thick);
        painter.fillRect(bar, colorOf(series));
        painter.drawText(QRectF(bar.right() + gap, line.top(), valueWidth + 1, row),
                         Qt::AlignLeft | Qt::AlignVCenter, m_data.format(value));
    }
}

} // namespace hrcache
