#include "ui/connections/ConnectionList.h"

#include "ui/base/Icons.h"

#include <QSignalBlocker>

namespace hrcache {

namespace {

constexpr int kindRole = Qt::UserRole;
constexpr int profileRole = Qt::UserRole + 1;
constexpr int newKind = -1;

} // namespace

ConnectionList::ConnectionList(const ConnectionBook &book, QWidget *parent)
    : QListWidget(parent)
    , m_book(book)
{
    setAccessibleName(tr("Connections"));
    setSelectionMode(QAbstractItemView::SingleSelection);
    setIconSize(QSize(16, 16));
    setTabKeyNavigation(false);
    setTextElideMode(Qt::ElideMiddle);
    setSpacing(1);
}

void ConnectionList::addChoice(const ConnectionChoice &choice, const QString &icon, const QString &name)
{
    const bool inUse = choice == m_book.current();
    auto *item = new QListWidgetItem(icons::get(icon), inUse ? tr("%1 — in use").arg(name) : name, this);
    item->setData(kindRole, static_cast<int>(choice.kind));
    item->setData(profileRole, choice.profile);
    item->setToolTip(item->text());
    if (inUse) {
        QFont bold = font();
        bold.setBold(true);
        item->setFont(bold);
    }
}

void ConnectionList::reload()
{
    const auto selected = choice();
    const bool newSelected = m_new && currentRow() == count() - 1;
    const QSignalBlocker blocker(this);
    clear();
    addChoice({ConnectionChoice::Kind::Sample, {}}, QStringLiteral("layers"), tr("Sample data"));
    if (m_book.hasEnvironment())
        addChoice({ConnectionChoice::Kind::Environment, {}}, QStringLiteral("lock"), tr("Environment"));
    const QStringList names = m_book.names();
    for (const QString &name : names)
        addChoice({ConnectionChoice::Kind::Profile, name}, QStringLiteral("server"), name);
    if (m_new) {
        auto *item = new QListWidgetItem(icons::get(QStringLiteral("plus")), tr("New connection"), this);
        item->setData(kindRole, newKind);
    }
    if (newSelected)
        setCurrentRow(count() - 1);
    else if (!selected || !select(*selected))
        select(m_book.current());
}

std::optional<ConnectionChoice> ConnectionList::choice() const
{
    const QListWidgetItem *item = currentItem();
    if (!item || item->data(kindRole).toInt() == newKind)
        return std::nullopt;
    return ConnectionChoice{static_cast<ConnectionChoice::Kind>(item->data(kindRole).toInt()),
                            item->data(profileRole).toString()};
}

bool ConnectionList::select(const ConnectionChoice &choice)
{
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(kindRole).toInt() == static_cast<int>(choice.kind) &&
            item(row)->data(profileRole).toString() == choice.profile) {
            setCurrentRow(row);
            return true;
        }
    }
    return false;
}

void ConnectionList::beginNew()
{
    m_new = true;
    reload();
    setCurrentRow(count() - 1);
}

void ConnectionList::endNew()
{
    m_new = false;
    reload();
}

} // namespace hrcache
