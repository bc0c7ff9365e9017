#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace hrcache {

/// One series of a chart. What tells series apart is never the colour alone.
struct ChartSeries
{
    enum class Ink { First, Second };                      ///< colour
    enum class Pattern { Plain, Hatched, Dashed, Dotted }; ///< hatched are areas, dashed and dotted lines
    enum class Mark { None, Circle, Square, OpenCircle, OpenSquare }; ///< of points on lines

    QString name;
    Ink ink = Ink::First;
    Pattern pattern = Pattern::Plain;
    Mark mark = Mark::None;
    std::vector<std::optional<double>> values; ///< one for each category; none: nothing was measured
};

/// What a chart and its table show. A value.
struct ChartData
{
    QString categoryName;   ///< header of the categories in the table: "Time"
    QStringList categories; ///< names of the values, for the table
    QStringList axisTexts;  ///< under the axis, one for each category; empty ones are left out
    std::vector<ChartSeries> series;
    std::function<QString(double)> format; ///< a value in words: "0.4 ms"
    QString description;                   ///< the content in words
    QString empty;                         ///< stands there while there is nothing to show

    /// Whether some series has a value above zero.
    [[nodiscard]] bool hasValues() const;
    /// Headers and rows of the table. Categories without any value are left out.
    [[nodiscard]] QStringList tableHeaders() const;
    [[nodiscard]] std::vector<QStringList> tableRows() const;
};

} // namespace hrcache
