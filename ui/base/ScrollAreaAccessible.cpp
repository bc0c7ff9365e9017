#include "ui/base/ScrollAreaAccessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QScrollArea>

namespace hrcache {

namespace {

QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    if (className != QLatin1String(QScrollArea::staticMetaObject.className()))
        return nullptr;
    auto *area = qobject_cast<QScrollArea *>(object);
    return area == nullptr ? nullptr : new QAccessibleWidget(area, QAccessible::Client);
}

} // namespace

void installScrollAreaAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(&makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace hrcache
