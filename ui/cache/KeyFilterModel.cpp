#include "ui/cache/KeyFilterModel.h"

#include "metrics/KeyGroup.h"
#include "ui/cache/KeyTableModel.h"

namespace hrcache {

namespace {

/// Entries that never expire come after all that do, whatever is unknown before everything.
int compare(const KeyRow &a, const KeyRow &b, int column)
{
    const auto order = [](const auto &x, const auto &y) { return x < y ? -1 : (y < x ? 1 : 0); };
    switch (column) {
    case KeyTableModel::Type:
        return a.parts.dataType.compare(b.parts.dataType);
    case KeyTableModel::Ttl:
        if (!a.deadline || !b.deadline)
            return order(!a.deadline, !b.deadline);
        // To the moment: each cell counts down at its own part of a second.
        return order(*a.deadline, *b.deadline);
    case KeyTableModel::Bytes:
        return order(a.bytes, b.bytes);
    case KeyTableModel::Age:
        // The younger was stored later.
        return order(b.storedAt.value_or(WallTime::max()), a.storedAt.value_or(WallTime::max()));
    default:
        return 0;
    }
}

bool isBefore(const KeyRow &a, const KeyRow &b, int column)
{
    const int order = compare(a, b, column);
    return order != 0 ? order < 0 : a.key < b.key;
}

} // namespace

KeyFilterModel::KeyFilterModel(KeyTableModel *keys, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_keys(keys)
{
    setSourceModel(keys);
}

void KeyFilterModel::setText(const QString &text)
{
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    invalidateFilter();
}

void KeyFilterModel::setType(const QByteArray &type)
{
    if (type == m_type)
        return;
    m_type = type;
    invalidateFilter();
}

std::function<bool(const KeyRow &, const KeyRow &)> KeyFilterModel::order() const
{
    return [column = sortColumn(), falls = sortOrder() == Qt::DescendingOrder](const KeyRow &a,
                                                                               const KeyRow &b) {
        return falls ? isBefore(b, a, column) : isBefore(a, b, column);
    };
}

bool KeyFilterModel::filterAcceptsRow(int row, const QModelIndex &) const
{
    const KeyRow &entry = m_keys->at(row);
    if (!m_type.isEmpty() && entry.parts.dataType != m_type)
        return false;
    if (m_words.isEmpty())
        return true;
    const QString key = QString::fromUtf8(entry.key);
    const QString name = keyGroupName(entry.parts.dataType);
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString &word) {
        return key.contains(word, Qt::CaseInsensitive) || name.contains(word, Qt::CaseInsensitive);
    });
}

bool KeyFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    return isBefore(m_keys->at(left.row()), m_keys->at(right.row()), left.column());
}

} // namespace hrcache
