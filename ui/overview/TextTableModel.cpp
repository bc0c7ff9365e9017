#include "ui/overview/TextTableModel.h"

#include <algorithm>

namespace hrcache {

TextTableModel::TextTableModel(QStringList headers, std::vector<int> numbers, QObject *parent)
    : QAbstractTableModel(parent)
    , m_headers(std::move(headers))
    , m_numbers(std::move(numbers))
{
}

void TextTableModel::setRows(std::vector<QStringList> rows)
{
    const auto have = static_cast<int>(m_rows.size());
    const auto want = static_cast<int>(rows.size());
    if (want < have) {
        beginRemoveRows({}, want, have - 1);
        m_rows.resize(rows.size());
        endRemoveRows();
    }
    const int common = std::min(have, want);
    for (int row = 0; row < common; ++row) {
        QStringList &old = m_rows[static_cast<size_t>(row)];
        QStringList &fresh = rows[static_cast<size_t>(row)];
        int first = -1;
        int last = -1;
        for (int column = 0; column < m_headers.size(); ++column) {
            if (old[column] != fresh[column]) {
                first = first < 0 ? column : first;
                last = column;
            }
        }
        if (first < 0)
            continue;
        old = std::move(fresh);
        emit dataChanged(index(row, first), index(row, last));
    }
    if (want > have) {
        beginInsertRows({}, have, want - 1);
        m_rows.insert(m_rows.end(), std::make_move_iterator(rows.begin() + have),
                      std::make_move_iterator(rows.end()));
        endInsertRows();
    }
}

void TextTableModel::setHeaders(const QStringList &headers, std::vector<int> numbers)
{
    m_numbers = std::move(numbers);
    if (headers == m_headers)
        return;
    beginResetModel();
    m_headers = headers;
    m_rows.clear();
    endResetModel();
}

int TextTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TextTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_headers.size());
}

QVariant TextTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString &text = m_rows[static_cast<size_t>(index.row())][index.column()];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return text;
    case Qt::TextAlignmentRole:
        if (std::find(m_numbers.begin(), m_numbers.end(), index.column()) != m_numbers.end())
            return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
        return {};
    default:
        return {};
    }
}

QVariant TextTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_headers.size())
        return {};
    if (role == Qt::DisplayRole)
        return m_headers[section];
    if (role == Qt::TextAlignmentRole &&
        std::find(m_numbers.begin(), m_numbers.end(), section) != m_numbers.end())
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    return {};
}

} // namespace hrcache
