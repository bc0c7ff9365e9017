#include "ui/window/AboutDialog.h"

#include "ui/base/Icons.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace hrcache {

namespace {

struct About
{
    Q_DECLARE_TR_FUNCTIONS(AboutDialog)
};

} // namespace

void showAbout(QWidget *parent)
{
    auto *dialog = new QMessageBox(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(About::tr("About HR Cache Monitor"));
    dialog->setIconPixmap(icons::application().pixmap(QSize(64, 64), parent->devicePixelRatioF()));
    dialog->setText(About::tr("<b>HR Cache Monitor %1</b>").arg(QStringLiteral(HRCACHE_VERSION)));
    dialog->setInformativeText(
        About::tr("Employees and contracts with their cache in Redis and their rows in "
                  "PostgreSQL. Free software under the GNU GPL, version 3 or later. Icons: "
                  "Lucide, ISC licence."));
    dialog->open();
}

} // namespace hrcache
