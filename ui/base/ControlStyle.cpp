#include "ui/base/ControlStyle.h"

#include "ui/base/Icons.h"
#include "ui/base/Theme.h"

#include <QHeaderView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyleOption>
#include <QTextEdit>

namespace hrcache {

namespace {

constexpr qreal radius = 2;

enum class Shape { Box, Circle };

void drawFrame(const QStyleOption &option, const QRect &rect, QPainter *painter, Shape shape, bool takesFocus)
{
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool focus = takesFocus && enabled && (option.state & QStyle::State_HasFocus);
    const QPalette &palette = option.palette;
    const QColor color = focus     ? Theme::focusFrame(palette)
                         : enabled ? Theme::controlFrame(palette)
                                   : palette.color(QPalette::Mid);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, focus ? 2 : 1));
    painter->setBrush(Qt::NoBrush);
    const qreal inset = focus ? 1 : 0.5;
    const QRectF frame = QRectF(rect).adjusted(inset, inset, -inset, -inset);
    if (shape == Shape::Circle)
        painter->drawEllipse(frame);
    else
        painter->drawRoundedRect(frame, radius, radius);
    painter->restore();
}

void drawScrollHandle(const QStyleOptionSlider &option, const QRect &handle, QPainter *painter)
{
    constexpr int aside = 3;
    const bool across = option.orientation == Qt::Horizontal;
    const bool held = (option.activeSubControls & QStyle::SC_ScrollBarSlider) &&
                      (option.state & (QStyle::State_MouseOver | QStyle::State_Sunken));
    const QRect bar = across ? handle.adjusted(0, aside, 0, -aside) : handle.adjusted(aside, 0, -aside, 0);
    const qreal end = std::min(bar.width(), bar.height()) / 2.0;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(held ? Theme::secondaryText(option.palette) : Theme::controlFrame(option.palette));
    painter->drawRoundedRect(bar, end, end);
    painter->restore();
}

} // namespace

ControlStyle::ControlStyle()
    : QProxyStyle(QStringLiteral("fusion"))
{
}

void ControlStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
        header && element == PE_IndicatorHeaderArrow && qobject_cast<const QHeaderView *>(widget)) {
        QStyleOptionHeader arrow(*header);
        arrow.rect.moveTop((widget->height() - arrow.rect.height()) / 2);
        QProxyStyle::drawPrimitive(element, &arrow, painter, widget);
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    switch (element) {
    case PE_FrameLineEdit:
        drawFrame(*option, option->rect, painter, Shape::Box, true);
        break;
    case PE_Frame:
        if (qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QTextEdit *>(widget))
            drawFrame(*option, option->rect, painter, Shape::Box, true);
        break;
    case PE_PanelButtonCommand:
        drawFrame(*option, option->rect, painter, Shape::Box, option->state & State_KeyboardFocusChange);
        break;
    case PE_IndicatorCheckBox:
        drawFrame(*option, option->rect, painter, Shape::Box, false);
        break;
    case PE_IndicatorRadioButton:
        drawFrame(*option, option->rect, painter, Shape::Circle, false);
        break;
    default:
        break;
    }
}

void ControlStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                      QPainter *painter, const QWidget *widget) const
{
    if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        bar && control == CC_ScrollBar) {
        painter->fillRect(bar->rect, bar->palette.color(QPalette::Window));
        QStyleOptionSlider arrows(*bar);
        arrows.subControls &= ~(SC_ScrollBarGroove | SC_ScrollBarSlider);
        QProxyStyle::drawComplexControl(control, &arrows, painter, widget);
        if (bar->maximum > bar->minimum)
            drawScrollHandle(*bar, subControlRect(control, bar, SC_ScrollBarSlider, widget), painter);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option);
        box && control == CC_ComboBox && box->frame)
        drawFrame(*option, option->rect, painter, Shape::Box, true);
    if (const auto *box = qstyleoption_cast<const QStyleOptionSpinBox *>(option);
        box && control == CC_SpinBox && box->frame)
        drawFrame(*option, option->rect, painter, Shape::Box, true);
}

int ControlStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                            QStyleHintReturn *answer) const
{
    switch (hint) {
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_Header_ArrowAlignment:
        return Qt::AlignRight | Qt::AlignVCenter;
    default:
        return QProxyStyle::styleHint(hint, option, widget, answer);
    }
}

QIcon ControlStyle::standardIcon(StandardPixmap which, const QStyleOption *option,
                                 const QWidget *widget) const
{
    switch (which) {
    case SP_ToolBarHorizontalExtensionButton:
        return icons::get(QStringLiteral("chevron-right"));
    case SP_ToolBarVerticalExtensionButton:
        return icons::get(QStringLiteral("chevron-down"));
    default:
        return QProxyStyle::standardIcon(which, option, widget);
    }
}

} // namespace hrcache
