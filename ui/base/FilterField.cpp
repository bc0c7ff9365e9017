#include "ui/base/FilterField.h"

#include "ui/base/Icons.h"

#include <QAction>

namespace hrcache {

FilterField::FilterField(QWidget *parent)
    : QLineEdit(parent)
{
    setClearButtonEnabled(true);
    QAction *magnifier = addAction(icons::get(QStringLiteral("search")), QLineEdit::LeadingPosition);
    // The name of the button in it, for assistive technology.
    magnifier->setText(tr("Filter"));
    connect(magnifier, &QAction::triggered, this, [this] {
        setFocus(Qt::OtherFocusReason);
        selectAll();
    });
}

} // namespace hrcache
