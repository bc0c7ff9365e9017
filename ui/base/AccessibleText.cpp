#include "ui/base/AccessibleText.h"

#include <QAccessible>
#include <QLabel>
#include <QWidget>

namespace hrcache {

void setAccessibleText(QWidget *widget, const QString &name)
{
    if (widget->accessibleName() == name)
        return;
    // QWidget sends NameChanged itself.
    widget->setAccessibleName(name);
}

void setLabelText(QLabel *label, const QString &text)
{
    if (label->text() == text && label->accessibleName() == text)
        return;
    label->setText(text);
    setAccessibleText(label, text);
}

void announce(QWidget *widget, const QString &text)
{
    setAccessibleText(widget, text);
    if (QAccessible::isActive()) {
        QAccessibleEvent event(widget, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace hrcache
