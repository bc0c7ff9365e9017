#include "ui/overview/ChartAccessible.h"

#include "ui/overview/Chart.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace hrcache {

namespace {

QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    if (className != QLatin1String(Chart::staticMetaObject.className()))
        return nullptr;
    auto *chart = qobject_cast<Chart *>(object);
    return chart == nullptr ? nullptr : new QAccessibleWidget(chart, QAccessible::Chart);
}

} // namespace

void installChartAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(&makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace hrcache
