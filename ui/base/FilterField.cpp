#include "ui/base/FilterField.h"

#include "ui/base/Icons.h"

#include <QAction>

namespace hrcache {

FilterField::FilterField(QWidget *parent)
    : QLineEdit(parent)
{
    QAction *magnifier = addAction(icons::get(QStringLiteral("search")), QLineEdit::LeadingPosition);
    // The names of the buttons in it, for assistive technology.
    magnifier->setText(tr("Filter"));
    connect(magnifier, &QAction::triggered, this, [this] {
        setFocus(Qt::OtherFocusReason);
        selectAll();
    });
    // Not setClearButtonEnabled(): to find its picture Qt searches the icon themes of the desktop, which
    // takes a tenth of the time to start.
    QAction *clearing = addAction(icons::get(QStringLiteral("x")), QLineEdit::TrailingPosition);
    clearing->setText(tr("Clear filter"));
    clearing->setToolTip(tr("Clear filter (Esc)"));
    clearing->setVisible(false);
    connect(clearing, &QAction::triggered, this, &QLineEdit::clear);
    connect(this, &QLineEdit::textChanged, clearing,
            [clearing](const QString &text) { clearing->setVisible(!text.isEmpty()); });
}

} // namespace hrcache
