#include "ui/overview/ChartData.h"

#include <algorithm>

namespace hrcache {

bool ChartData::hasValues() const
{
    return std::any_of(series.begin(), series.end(), [](const ChartSeries &one) {
        return std::any_of(one.values.begin(), one.values.end(),
                           [](const auto &value) { return value && *value > 0; });
    });
}

QStringList ChartData::tableHeaders() const
{
    QStringList headers{categoryName};
    for (const ChartSeries &one : series)
        headers << one.name;
    return headers;
}

std::vector<QStringList> ChartData::tableRows() const
{
    std::vector<QStringList> rows;
    for (int i = 0; i < categories.size(); ++i) {
        QStringList row{categories[i]};
        bool any = false;
        for (const ChartSeries &one : series) {
            const auto &value = one.values[static_cast<size_t>(i)];
            any = any || (value && *value > 0);
            row << (value ? format(*value) : QString(QChar(0x2013)));
        }
        if (any)
            rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace hrcache
