#pragma once

#include "ui/overview/ChartData.h"

#include <QPen>
#include <QWidget>

namespace hrcache {

/// Paints a chart in the colours of the palette. Its accessible name is its title, its description the
/// content in words.
class Chart : public QWidget
{
    Q_OBJECT

public:
    enum class Kind {
        Columns, ///< stacked, over time
        Lines,   ///< over time, on a logarithmic scale
        Bars     ///< one horizontal bar for each category
    };

    Chart(Kind kind, QWidget *parent = nullptr);

    void setData(ChartData data);

    [[nodiscard]] const ChartData &data() const { return m_data; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    /// Lines of the grid, bottom first, and the height of the scale.
    struct Scale
    {
        double low = 0;
        double high = 1;
        std::vector<double> lines;
        bool logarithmic = false;

        /// 0 at the bottom, 1 at the top.
        [[nodiscard]] double placeOf(double value) const;
    };

    [[nodiscard]] Scale linearScale() const;
    [[nodiscard]] Scale logarithmicScale() const;
    [[nodiscard]] QColor colorOf(const ChartSeries &series) const;
    [[nodiscard]] QPen penOf(const ChartSeries &series) const;
    int paintLegend(QPainter &painter, const QRect &area) const;
    void paintSwatch(QPainter &painter, const ChartSeries &series, const QRectF &box) const;
    QRectF paintAxes(QPainter &painter, const QRect &area, const Scale &scale) const;
    void paintColumns(QPainter &painter, const QRectF &plot, const Scale &scale) const;
    void paintLines(QPainter &painter, const QRectF &plot, const Scale &scale) const;
    void paintBars(QPainter &painter, const QRect &area) const;
    void fill(QPainter &painter, const ChartSeries &series, const QRectF &box) const;
    void paintMark(QPainter &painter, const ChartSeries &series, QPointF point) const;
    [[nodiscard]] double centerOf(const QRectF &plot, size_t category) const;

    Kind m_kind;
    ChartData m_data;
};

} // namespace hrcache
