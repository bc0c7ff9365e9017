#pragma once

#include <QStyledItemDelegate>

namespace hrcache {

/// Paints the cells of tables: what changed with a ground that fades (tabletext::GlowRole), and one line of
/// text as the style would, but shaped once; the style shapes each text several times, which is most of what
/// it takes to show a screen of rows. Cells with more than a line of text are left to the style.
class CellDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};

} // namespace hrcache
