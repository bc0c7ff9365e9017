#pragma once

#include <QAbstractTableModel>
#include <QStringList>

#include <vector>

namespace hrcache {

/// Rows of text under headers. A refresh announces only the cells that changed, and never resets.
class TextTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// Columns of `numbers` are aligned to the right.
    TextTableModel(QStringList headers, std::vector<int> numbers, QObject *parent = nullptr);

    /// Every row has as many texts as there are headers.
    void setRows(std::vector<QStringList> rows);
    /// Other columns: everything is new.
    void setHeaders(const QStringList &headers, std::vector<int> numbers);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    QStringList m_headers;
    std::vector<int> m_numbers;
    std::vector<QStringList> m_rows;
};

} // namespace hrcache
