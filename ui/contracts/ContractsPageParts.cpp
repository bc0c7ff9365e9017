// What the page is made of and what it can do; what it loads is in ContractsPage.cpp.
#include "ui/base/Icons.h"
#include "ui/base/Session.h"
#include "ui/base/SplitButton.h"
#include "ui/base/StateView.h"
#include "ui/contracts/ContractFilterBar.h"
#include "ui/contracts/ContractWatch.h"
#include "ui/contracts/ContractsPage.h"

#include <QMenu>
#include <QScrollBar>
#include <QVBoxLayout>

namespace hrcache {

namespace {

constexpr std::chrono::milliseconds scrollPause{150};

} // namespace

ContractsPage::ContractsPage(UiContext context, QWidget *parent)
    : TablePage(context, QStringLiteral("contracts"), parent)
    , m_bar(new ContractFilterBar(this))
    , m_model(new ContractsModel(this))
    , m_watch(new ContractWatch(context, this))
{
    build();
    connectParts();
    updateState();
}

ContractsPage::~ContractsPage() = default;

void ContractsPage::build()
{
    // Employee, identifier, type, from, to, ending soon, state, salary, pay, rate, hours, job title, currency
    makeTable(m_bar, m_model, tr("Contracts"),
              {{18},
               {9},
               {20},
               {11, true, true},
               {11, true, true},
               {22},
               {12},
               {15},
               {8},
               {6},
               {6},
               {20},
               {8, false}},
              static_cast<int>(ContractColumn::Employee));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(stateView(), 1);
    m_scrollPause.setSingleShot(true);
    m_scrollPause.setInterval(scrollPause);
    m_reread.setSingleShot(true);
    m_reread.setInterval(0);
    // What holds the table took it along to the end.
    setTabOrder(m_bar->exportButton(), table());
}

void ContractsPage::connectParts()
{
    connect(m_model, &ContractsModel::typesChanged, this, [this] { m_bar->setTypes(m_model->types()); });
    connect(table()->verticalScrollBar(), &QScrollBar::valueChanged, &m_scrollPause,
            qOverload<>(&QTimer::start));
    connect(&m_scrollPause, &QTimer::timeout, this, &ContractsPage::updateWatchedRows);
    connect(&m_reread, &QTimer::timeout, this, [this] { TablePage::dataWrittenElsewhere(); });
    connect(table(), &DataTable::currentIdChanged, this, &ContractsPage::updateActions);
    connect(m_watch, &ContractWatch::changed, this, &ContractsPage::keyChanged);
    connect(m_watch, &ContractWatch::ttlChanged, this, &ContractsPage::ttlChanged);
    connect(m_bar, &ContractFilterBar::filterChanged, this, [this](const ContractFilter &filter) {
        noteRowInView();
        m_model->setFilter(filter);
    });
    connect(m_bar, &ContractFilterBar::employeeRequested, this,
            [this] { emit employeeRequested(chosenEmployee()); });
}

int ContractsPage::chosenRow() const
{
    return table()->currentId().isEmpty() ? -1 : table()->currentIndex().row();
}

QString ContractsPage::chosenEmployee() const
{
    const int row = chosenRow();
    return row < 0 ? QString() : m_model->employeeAt(row).id();
}

void ContractsPage::rowsArranged()
{
    TablePage::rowsArranged();
    m_scrollPause.start();
}

void ContractsPage::updateActions()
{
    const int row = chosenRow();
    m_bar->setSelection(row < 0 ? QString() : nameOf(m_model->employeeAt(row)), session().whyNoWrite());
    TablePage::updateActions();
}

void ContractsPage::updateWatchedRows()
{
    if (m_model->rowCount() == 0)
        return;
    const int first = std::max(0, table()->rowAt(0));
    int last = table()->rowAt(table()->viewport()->height() - 1);
    if (last < 0)
        last = m_model->rowCount() - 1;
    QSet<uint32_t> people;
    for (int row = first; row <= last; ++row)
        people.insert(m_model->at(row).person());
    m_watch->setInView(people);
}

bool ContractsPage::can(PageCommand command) const
{
    if (command == PageCommand::New || command == PageCommand::Edit)
        return chosenRow() >= 0 && session().whyNoWrite().isEmpty();
    return TablePage::can(command);
}

void ContractsPage::perform(PageCommand command)
{
    if (command == PageCommand::New)
        emit newRequested(chosenEmployee());
    else if (command == PageCommand::Edit)
        emit editRequested(chosenEmployee(), table()->currentId());
    else
        TablePage::perform(command);
}

void ContractsPage::showMenu(const QPoint &at)
{
    const int row = chosenRow();
    if (row < 0)
        return;
    const QString employee = chosenEmployee();
    QString name = nameOf(m_model->employeeAt(row));
    name.replace(QLatin1Char('&'), QLatin1String("&&"));
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const char *icon, const QString &text, bool enabled, auto slot) {
        QAction *action = menu->addAction(icons::get(QLatin1String(icon)), text, this, slot);
        action->setEnabled(enabled);
        if (!enabled)
            action->setToolTip(session().whyNoWrite());
    };
    menu->setToolTipsVisible(true);
    add("pencil", tr("&Edit contract…"), can(PageCommand::Edit), [this] { perform(PageCommand::Edit); });
    add("plus", tr("&New contract for %1…").arg(name), can(PageCommand::New),
        [this] { perform(PageCommand::New); });
    add("user", tr("&Show %1").arg(name), true, [this, employee] { emit employeeRequested(employee); });
    menu->addSeparator();
    add("copy", tr("&Copy"), true, [this] { perform(PageCommand::Copy); });
    menu->popup(table()->viewport()->mapToGlobal(at));
}

} // namespace hrcache
