#include "ui/support/UiTestMain.h"

#include "ui/base/Theme.h"

#include <QAccessible>
#include <QApplication>
#include <QLocale>

namespace hrcache {

void prepareUiTest()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    static auto *theme = new Theme(QApplication::instance());
    theme->apply(Theme::Choice::Light);
    QAccessible::setActive(true);
}

} // namespace hrcache
