#pragma once

#include <QSortFilterProxyModel>

#include <functional>

namespace hrcache {

class KeyTableModel;
struct KeyRow;

/// Filters keys by type and text, and sorts by what stands behind the cells.
class KeyFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit KeyFilterModel(KeyTableModel *keys, QObject *parent = nullptr);

    /// Every word must stand somewhere in the key or in the name of its type.
    void setText(const QString &text);
    /// A data type ("employees"); empty: all.
    void setType(const QByteArray &type);

    /// The order of the rows, for any thread.
    [[nodiscard]] std::function<bool(const KeyRow &, const KeyRow &)> order() const;

    [[nodiscard]] bool isFiltering() const { return !m_words.isEmpty() || !m_type.isEmpty(); }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    KeyTableModel *m_keys;
    QStringList m_words;
    QByteArray m_type;
};

} // namespace hrcache
