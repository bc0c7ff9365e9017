#include "ui/cache/TtlDelegate.h"

#include "ui/base/Format.h"
#include "ui/base/Icons.h"
#include "ui/base/Theme.h"
#include "ui/cache/KeyTableModel.h"

#include <QApplication>
#include <QPainter>

namespace hrcache {

namespace {

constexpr int margin = 6;
constexpr int gap = 6;
constexpr int barHeight = 6;
constexpr int signSize = 14;
constexpr int shortestBar = 40;
const QString widestText = QStringLiteral("00:00:00");

} // namespace

void TtlDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem box = option;
    initStyleOption(&box, index);
    const QString text = box.text;
    box.text.clear();
    const QStyle *style = box.widget != nullptr ? box.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &box, painter, box.widget);

    const bool selected = (box.state & QStyle::State_Selected) != 0;
    const bool low = index.data(KeyTableModel::LowRole).toBool();
    const QColor plain = box.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const QColor ink = low && !selected ? Theme::warningText(box.palette) : plain;
    const QFont font = format::tabularDigits(box.font);
    const QFontMetrics metrics(font);
    const int textWidth = metrics.horizontalAdvance(widestText);
    QRect area = box.rect.adjusted(margin, 0, -margin, 0);

    painter->save();
    painter->setFont(font);
    painter->setPen(ink);
    const QRect textRect(area.left() + signSize + gap / 2, area.top(), textWidth, area.height());
    if (low) {
        icons::paint(painter, QStringLiteral("triangle-alert"),
                     QRectF(area.left(), area.center().y() - signSize / 2.0 + 0.5, signSize, signSize), ink);
    }
    painter->drawText(textRect, Qt::AlignRight | Qt::AlignVCenter, text);

    const QVariant part = index.data(KeyTableModel::PartRole);
    const int left = textRect.right() + gap;
    if (part.isValid() && area.right() - left >= shortestBar / 2) {
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF track(left, area.center().y() - barHeight / 2.0 + 0.5, area.right() - left, barHeight);
        QColor back = ink;
        back.setAlphaF(0.22F);
        painter->setPen(Qt::NoPen);
        painter->setBrush(back);
        painter->drawRoundedRect(track, barHeight / 2.0, barHeight / 2.0);
        QRectF bar = track;
        bar.setWidth(std::max<qreal>(track.width() * part.toDouble(), part.toDouble() > 0 ? barHeight : 0));
        painter->setBrush(low || selected ? ink : box.palette.color(QPalette::Highlight));
        painter->drawRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
    }
    painter->restore();
}

QSize TtlDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    const QFontMetrics metrics(format::tabularDigits(option.font));
    size.setWidth(2 * margin + signSize + gap + metrics.horizontalAdvance(widestText) + gap +
                  2 * shortestBar);
    return size;
}

} // namespace hrcache
