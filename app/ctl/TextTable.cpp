#include "app/ctl/TextTable.h"

#include "app/ctl/DisplayWidth.h"

#include <algorithm>

namespace hrcache {

namespace {

constexpr int widestCell = 140; // the longest cache key and a little more
const QString gap = QStringLiteral("  ");

} // namespace

void TextTable::addRow(QStringList cells)
{
    for (QString &cell : cells)
        cell = elided(printable(cell), widestCell);
    m_rows.push_back(std::move(cells));
}

QString TextTable::toText() const
{
    if (m_rows.empty())
        return {};
    std::vector<int> widths;
    for (size_t i = 0; i < m_columns.size(); ++i) {
        int width = displayWidth(m_columns[i].title);
        for (const QStringList &row : m_rows)
            width = std::max(width, displayWidth(row[static_cast<qsizetype>(i)]));
        widths.push_back(width);
    }
    QString text;
    const auto line = [&](auto cellAt) {
        QString joined;
        for (size_t i = 0; i < m_columns.size(); ++i) {
            const QString cell = cellAt(i);
            const QString padding(widths[i] - displayWidth(cell), u' ');
            joined += i == 0 ? QString() : gap;
            joined += m_columns[i].align == Align::Right ? padding + cell : cell + padding;
        }
        while (joined.endsWith(u' '))
            joined.chop(1);
        text += joined + u'\n';
    };
    line([&](size_t i) { return m_columns[i].title; });
    line([&](size_t i) { return QString(widths[i], u'─'); });
    for (const QStringList &row : m_rows)
        line([&](size_t i) { return row[static_cast<qsizetype>(i)]; });
    return text;
}

} // namespace hrcache
