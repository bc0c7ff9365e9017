#include "ui/base/IconLabel.h"

#include "ui/base/Icons.h"

#include <QPainter>

namespace hrcache {

IconLabel::IconLabel(const QString &icon, int size, QWidget *parent)
    : QWidget(parent)
    , m_icon(icon)
    , m_size(size)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconLabel::setIcon(const QString &icon)
{
    m_icon = icon;
    update();
}

void IconLabel::setColor(const QColor &color)
{
    m_color = color;
    update();
}

QSize IconLabel::sizeHint() const
{
    return {m_size, m_size};
}

void IconLabel::paintEvent(QPaintEvent *)
{
    if (m_icon.isEmpty())
        return;
    QPainter painter(this);
    const QColor color = m_color.isValid() ? m_color : palette().color(QPalette::WindowText);
    icons::paint(&painter, m_icon, rect(), color);
}

} // namespace hrcache
