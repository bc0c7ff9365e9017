#include "app/ctl/Columns.h"

#include "app/ctl/Wording.h"

#include <algorithm>

namespace hrcache {

size_t Columns::indexOf(std::string_view column) const
{
    const auto found = std::find_if(m_specs.begin(), m_specs.end(),
                                    [&](const ColumnSpec &spec) { return spec.name == column; });
    return static_cast<size_t>(found - m_specs.begin());
}

QString Columns::text(const RowView &row, std::string_view column) const
{
    const size_t index = indexOf(column);
    return index < m_specs.size() ? row.text(index) : QString();
}

QString Columns::date(const RowView &row, std::string_view column) const
{
    const size_t index = indexOf(column);
    if (index >= m_specs.size())
        return {};
    const QDate date = row.date(index);
    return date.isValid() ? dateText(date) : row.text(index);
}

QString Columns::decimal(const RowView &row, std::string_view column, int decimals) const
{
    const size_t index = indexOf(column);
    if (index >= m_specs.size() || row.isNull(index))
        return {};
    return decimalText(row.number(index), decimals);
}

double Columns::number(const RowView &row, std::string_view column) const
{
    const size_t index = indexOf(column);
    return index < m_specs.size() ? row.number(index) : 0.0;
}

bool Columns::boolean(const RowView &row, std::string_view column) const
{
    const size_t index = indexOf(column);
    return index < m_specs.size() && row.boolean(index);
}

} // namespace hrcache
