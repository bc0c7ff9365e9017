#include "ui/base/CellDelegate.h"

#include "ui/base/TableText.h"
#include "ui/base/Theme.h"

#include <QApplication>
#include <QPainter>
#include <QTextLayout>

namespace hrcache {

namespace {

bool isOneLineOfText(const QStyleOptionViewItem &cell)
{
    using Option = QStyleOptionViewItem;
    return !(cell.features & (Option::HasDecoration | Option::HasCheckIndicator | Option::WrapText)) &&
           !cell.text.contains(QChar::LineSeparator) && !cell.text.contains(u'\n');
}

void layOut(QTextLayout &layout, int width)
{
    layout.beginLayout();
    layout.createLine().setLineWidth(width);
    layout.endLayout();
}

QPalette::ColorGroup groupOf(const QStyleOptionViewItem &cell)
{
    if (!(cell.state & QStyle::State_Enabled))
        return QPalette::Disabled;
    return cell.state & QStyle::State_Active ? QPalette::Normal : QPalette::Inactive;
}

void paintText(QPainter *painter, const QStyleOptionViewItem &cell, const QStyle &style)
{
    const int margin = style.pixelMetric(QStyle::PM_FocusFrameHMargin, &cell, cell.widget) + 1;
    const QRect room = cell.rect.adjusted(margin, 0, -margin, 0);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTextDirection(cell.direction);
    option.setAlignment(QStyle::visualAlignment(cell.direction, cell.displayAlignment));
    QTextLayout layout(cell.text, cell.font);
    layout.setTextOption(option);
    layOut(layout, room.width());
    if (layout.lineAt(0).naturalTextWidth() > room.width()) {
        layout.setText(cell.fontMetrics.elidedText(cell.text, cell.textElideMode, room.width()));
        layOut(layout, room.width());
    }
    const QRect place = QStyle::alignedRect(cell.direction, cell.displayAlignment,
                                            layout.boundingRect().size().toSize(), room);
    const auto role = cell.state & QStyle::State_Selected ? QPalette::HighlightedText : QPalette::Text;
    painter->setPen(cell.palette.color(groupOf(cell), role));
    layout.draw(painter, QPointF(room.left(), place.top()));
}

} // namespace

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const double glow = index.data(tabletext::GlowRole).toDouble();
    if (glow > 0 && !(option.state & QStyle::State_Selected)) {
        QColor color = Theme::glow(option.palette);
        color.setAlphaF(static_cast<float>(glow));
        painter->fillRect(option.rect, color);
    }
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QStyle *style = cell.widget ? cell.widget->style() : QApplication::style();
    if (!isOneLineOfText(cell)) {
        style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
        return;
    }
    painter->save();
    painter->setClipRect(cell.rect);
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, cell.widget);
    if (!cell.text.isEmpty())
        paintText(painter, cell, *style);
    if (cell.state & QStyle::State_HasFocus) {
        QStyleOptionFocusRect focus;
        focus.QStyleOption::operator=(cell);
        focus.rect = style->subElementRect(QStyle::SE_ItemViewItemFocusRect, &cell, cell.widget);
        focus.state |= QStyle::State_KeyboardFocusChange | QStyle::State_Item;
        focus.backgroundColor = cell.palette.color(
            groupOf(cell), cell.state & QStyle::State_Selected ? QPalette::Highlight : QPalette::Window);
        style->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, painter, cell.widget);
    }
    painter->restore();
}

} // namespace hrcache
