#include "ui/window/ShortcutsDialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace hrcache {

namespace {

QString plain(QString text)
{
    text.remove(QLatin1Char('&'));
    if (text.endsWith(QChar(0x2026)))
        text.chop(1);
    return text;
}

QString keysOf(const QAction *action)
{
    QStringList keys;
    for (const QKeySequence &sequence : action->shortcuts())
        keys << sequence.toString(QKeySequence::NativeText);
    if (const QString also = action->property(ShortcutsDialog::alsoBy).toString(); !also.isEmpty())
        keys << also;
    return keys.join(ShortcutsDialog::tr(" or "));
}

} // namespace

ShortcutsDialog::ShortcutsDialog(const Groups &groups, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *layout = new QVBoxLayout(this);
    auto *tree = new QTreeWidget(this);
    tree->setAccessibleName(tr("Keyboard shortcuts"));
    tree->setHeaderLabels({tr("What it does"), tr("Keys")});
    tree->setRootIsDecorated(false);
    tree->setSelectionMode(QAbstractItemView::SingleSelection);
    tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (const auto &[title, actions] : groups) {
        auto *group = new QTreeWidgetItem(tree, {plain(title)});
        QFont bold = tree->font();
        bold.setBold(true);
        group->setFont(0, bold);
        for (const QAction *action : actions) {
            if (const QString keys = keysOf(action); !keys.isEmpty())
                new QTreeWidgetItem(group, {plain(action->text()), keys});
        }
        if (group->childCount() == 0)
            delete group;
        else
            group->setExpanded(true);
    }
    tree->resizeColumnToContents(1);
    layout->addWidget(tree);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    resize(460, 520);
}

} // namespace hrcache
