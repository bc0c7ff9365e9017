#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace hrcache {

/// Rows in columns for a terminal, aligned by what the text takes there.
class TextTable
{
public:
    enum class Align { Left, Right };

    struct Column
    {
        QString title;
        Align align = Align::Left;
    };

    explicit TextTable(std::vector<Column> columns)
        : m_columns(std::move(columns))
    {
    }

    /// As many cells as there are columns. Cells are made printable and cut at a sensible width.
    void addRow(QStringList cells);

    [[nodiscard]] bool isEmpty() const { return m_rows.empty(); }

    /// Every line ends with a newline; nothing at all without rows.
    [[nodiscard]] QString toText() const;

private:
    std::vector<Column> m_columns;
    std::vector<QStringList> m_rows;
};

} // namespace hrcache
