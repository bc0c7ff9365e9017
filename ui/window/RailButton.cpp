#include "ui/window/RailButton.h"

#include "ui/base/Icons.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>

namespace hrcache {

namespace {

constexpr int pictogram = 18;
constexpr int margin = 11;
constexpr int rowHeight = 34;

} // namespace

RailButton::RailButton(const QString &icon, const QString &text, const QString &shortcut, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(icon)
{
    setText(text);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(text);
    setToolTip(shortcut.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, shortcut));
}

void RailButton::setCollapsed(bool collapsed)
{
    m_collapsed = collapsed;
    updateGeometry();
    update();
}

QSize RailButton::sizeHint() const
{
    const int height = std::max(rowHeight, fontMetrics().height() + 14);
    if (m_collapsed)
        return {pictogram + 2 * margin, height};
    return {pictogram + 3 * margin + fontMetrics().horizontalAdvance(text()), height};
}

bool RailButton::event(QEvent *event)
{
    if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverLeave ||
        event->type() == QEvent::Enter || event->type() == QEvent::Leave)
        update();
    return QAbstractButton::event(event);
}

void RailButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5);
    QColor ground = palette().color(QPalette::Highlight);
    ground.setAlpha(isChecked() ? 46 : 22);
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        painter.drawRoundedRect(frame, 5, 5);
    }
    const bool leftToRight = layoutDirection() == Qt::LeftToRight;
    if (isChecked()) {
        // The page in view is marked by a bar as well, not by colour alone.
        painter.setPen(Qt::NoPen);
        painter.setBrush(palette().color(QPalette::Highlight));
        painter.drawRoundedRect(QRectF(leftToRight ? 1.5 : width() - 4.5, 7, 3, height() - 14), 1.5, 1.5);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.drawRoundedRect(frame, 5, 5);
    }
    const QColor color = palette().color(QPalette::WindowText);
    QRect inner = rect().adjusted(margin, 0, -margin, 0);
    const QRect icon = QStyle::alignedRect(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter,
                                           QSize(pictogram, pictogram), inner);
    icons::paint(&painter, m_icon, icon, color);
    if (m_collapsed)
        return;
    if (leftToRight)
        inner.setLeft(icon.right() + margin);
    else
        inner.setRight(icon.left() - margin);
    if (isChecked()) {
        QFont bold = font();
        bold.setBold(true);
        painter.setFont(bold);
    }
    painter.setPen(color);
    painter.drawText(inner, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, inner.width()));
}

} // namespace hrcache
