#include "ui/connections/ConnectionQuestions.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace hrcache::connectionquestions {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionQuestions)
};

} // namespace

Leave unsavedChanges(QWidget *parent)
{
    QMessageBox dialog(QMessageBox::Question, Text::tr("Unsaved changes"),
                       Text::tr("The connection was changed but not saved."), QMessageBox::NoButton, parent);
    auto *save = dialog.addButton(Text::tr("&Save"), QMessageBox::AcceptRole);
    auto *discard = dialog.addButton(Text::tr("&Discard"), QMessageBox::DestructiveRole);
    auto *keep = dialog.addButton(Text::tr("&Keep editing"), QMessageBox::RejectRole);
    dialog.setDefaultButton(save);
    dialog.setEscapeButton(keep);
    dialog.exec();
    if (dialog.clickedButton() == save)
        return Leave::Save;
    return dialog.clickedButton() == discard ? Leave::Discard : Leave::KeepEditing;
}

void deleteConnection(QWidget *parent, const QString &name, std::function<void()> yes)
{
    auto *dialog =
        new QMessageBox(QMessageBox::Question, Text::tr("Delete a connection"),
                        Text::tr("Delete the connection \"%1\"?").arg(name), QMessageBox::Cancel, parent);
    dialog->setObjectName(QStringLiteral("delete-connection"));
    dialog->setInformativeText(Text::tr(
        "Its settings and passwords are removed from this machine. Nothing changes on the servers."));
    auto *button = dialog->addButton(Text::tr("&Delete"), QMessageBox::DestructiveRole);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(button, &QAbstractButton::clicked, parent, std::move(yes));
    dialog->open();
}

} // namespace hrcache::connectionquestions
