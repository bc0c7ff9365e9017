#pragma once

#include "hr/HrDocument.h"

#include <QString>

namespace hrcache {

/// Reads cells of a document's rows by column name.
class Columns
{
public:
    explicit Columns(HrQuery::Kind kind)
        : m_specs(columnsOf(kind))
    {
    }

    /// The text of a cell; empty for null and for columns that there are not.
    [[nodiscard]] QString text(const RowView &row, std::string_view column) const;
    /// A date in the locale's words; the text itself if it is no date.
    [[nodiscard]] QString date(const RowView &row, std::string_view column) const;
    /// A number with the locale's separators; empty for null.
    [[nodiscard]] QString decimal(const RowView &row, std::string_view column, int decimals) const;
    [[nodiscard]] double number(const RowView &row, std::string_view column) const;
    [[nodiscard]] bool boolean(const RowView &row, std::string_view column) const;

private:
    /// Points behind the end if there is no such column.
    [[nodiscard]] size_t indexOf(std::string_view column) const;

    std::span<const ColumnSpec> m_specs;
};

} // namespace hrcache
