#pragma once

#include <QStyledItemDelegate>

namespace hrcache {

/// Paints what is left of a TTL as a bar with "m:ss"; amber with a sign where it ends soon. Expects the roles
/// of KeyTableModel.
class TtlDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace hrcache
