#include "ui/base/WindowStyle.h"

#include "ui/base/Icons.h"

namespace hrcache {

WindowStyle::WindowStyle()
    : QProxyStyle(QStringLiteral("fusion"))
{
}

QIcon WindowStyle::standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const
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
