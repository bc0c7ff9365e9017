// What the page is made of and what it can do; what it loads is in EmployeesPage.cpp.
#include "cache/KeyWatch.h"
#include "ui/base/Icons.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/Settings.h"
#include "ui/base/SplitButton.h"
#include "ui/base/StateView.h"
#include "ui/employees/ContractPeek.h"
#include "ui/employees/EarlyList.h"
#include "ui/employees/EmployeeDetail.h"
#include "ui/employees/EmployeeFilterBar.h"
#include "ui/employees/EmployeesPage.h"

#include <QMenu>
#include <QSplitter>
#include <QVBoxLayout>

namespace hrcache {

namespace {

const QString splitterState = QStringLiteral("splitter");
const QString detailState = QStringLiteral("detail_shown");

} // namespace

EmployeesPage::EmployeesPage(UiContext context, QWidget *parent)
    : TablePage(context, QStringLiteral("employees"), parent)
    , m_early(EarlyList::begin(context.session))
    , m_bar(new EmployeeFilterBar(this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_detail(new EmployeeDetail(context, this))
    , m_model(new EmployeesModel(this))
    , m_clustersRequest(new Request(this))
{
    build();
    m_peek = std::make_unique<ContractPeek>(context, m_model, table());
    connectParts();
    updateState();
}

EmployeesPage::~EmployeesPage() = default;

void EmployeesPage::build()
{
    makeTable(m_bar, m_model, tr("Employees"),
              {{11}, {16}, {13}, {11, true, true}, {18}, {11, true, true}, {9}, {24}},
              static_cast<int>(EmployeeColumn::LastName));
    auto *left = new QWidget(this);
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(stateView(), 1);
    m_detail->setMinimumWidth(260);
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setCollapsible(0, false);
    m_splitter->setCollapsible(1, false);
    m_splitter->setSizes({680, 380});
    m_splitter->restoreState(settings().viewState(id(), splitterState).toByteArray());
    const QVariant detailShown = settings().viewState(id(), detailState);
    m_detail->setVisible(!detailShown.isValid() || detailShown.toBool());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    // What holds the table took it along to the end.
    setTabOrder(m_bar->exportButton(), table());
    m_detail->comeAfter(table());
}

void EmployeesPage::connectParts()
{
    connect(m_detail, &EmployeeDetail::loadingChanged, this, &EmployeesPage::updateLoading);
    connect(m_model, &EmployeesModel::clusterCodesChanged, this, &EmployeesPage::updateClusters);
    connect(table(), &DataTable::currentIdChanged, this,
            [this](const QString &id) { m_detail->showEmployee(id, headlineOf(table()->currentIndex())); });
    connect(m_bar, &EmployeeFilterBar::filterChanged, this, [this](const EmployeeFilter &filter) {
        noteRowInView();
        m_model->setFilter(filter);
    });
    connect(m_detail, &EmployeeDetail::editRequested, this, &EmployeesPage::editRequested);
    connect(m_detail, &EmployeeDetail::deleteRequested, this, &EmployeesPage::deleteRequested);
    connect(m_detail, &EmployeeDetail::newContractRequested, this, &EmployeesPage::newContractRequested);
    connect(m_detail, &EmployeeDetail::editContractRequested, this, &EmployeesPage::editContractRequested);
    connect(m_detail, &EmployeeDetail::activeContractKnown, this,
            [this](const QByteArray &employee, const QString &text) {
                m_model->setActiveContract(employee, text, table()->currentIndex().row());
            });
}

EmployeeDetail::Headline EmployeesPage::headlineOf(const QModelIndex &at) const
{
    const auto text = [&](EmployeeColumn column) {
        return at.siblingAtColumn(static_cast<int>(column)).data().toString();
    };
    const QString name =
        QStringLiteral("%1 %2").arg(text(EmployeeColumn::FirstName), text(EmployeeColumn::LastName));
    return {name.trimmed(), text(EmployeeColumn::Identifier)};
}

QString EmployeesPage::whyNobody() const
{
    if (m_model->rowCount() > 0)
        return {};
    if (hasList() && m_model->totalCount() > 0)
        return tr("The filter matches nobody. Clear it to choose somebody from the list.");
    if (hasList() && !m_model->isArranging())
        return tr("Whoever is entered can be chosen in the list, and is then shown here.");
    return tr("Whoever is chosen in the list is shown here.");
}

bool EmployeesPage::areWordsLoaded() const
{
    return TablePage::areWordsLoaded() && !m_clustersRequest->isRunning();
}

void EmployeesPage::showEmployee(const QString &employeeId)
{
    want(employeeId);
    table()->selectionModel()->clearSelection();
    if (m_model->rowOf(employeeId) < 0 && m_model->holds(employeeId))
        m_bar->clearFilter();
    selectWanted();
    table()->setFocus();
}

KeysInView EmployeesPage::keysInView() const
{
    std::vector<QByteArray> keys;
    for (const Provenance &part : source().parts) {
        if (!part.key.isEmpty())
            keys.push_back(part.key);
    }
    if (m_detail->isVisible()) {
        for (const QByteArray &key : m_detail->keys())
            keys.push_back(key);
    }
    return KeysInView(std::move(keys));
}

bool EmployeesPage::can(PageCommand command) const
{
    switch (command) {
    case PageCommand::New:
        return session().whyNoWrite().isEmpty();
    case PageCommand::Edit:
    case PageCommand::Delete:
        return session().whyNoWrite().isEmpty() && !table()->currentId().isEmpty();
    case PageCommand::Export:
        return hasList() && TablePage::can(command);
    case PageCommand::ToggleDetail:
        return true;
    default:
        return TablePage::can(command);
    }
}

void EmployeesPage::perform(PageCommand command)
{
    switch (command) {
    case PageCommand::New:
        emit newRequested();
        break;
    case PageCommand::Edit:
        emit editRequested(table()->currentId());
        break;
    case PageCommand::Delete:
        emit deleteRequested(table()->currentId());
        break;
    case PageCommand::ToggleDetail:
        m_detail->setVisible(m_detail->isHidden());
        break;
    default:
        TablePage::perform(command);
        break;
    }
}

void EmployeesPage::showMenu(const QPoint &at)
{
    const QString employee = table()->currentId();
    if (employee.isEmpty() || !table()->selectionModel()->hasSelection())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString refusal = session().whyNoWrite();
    const auto add = [&](const char *icon, const QString &text, auto slot) {
        QAction *action = menu->addAction(icons::get(QLatin1String(icon)), text, this, slot);
        action->setEnabled(refusal.isEmpty());
        if (!refusal.isEmpty())
            action->setToolTip(refusal);
    };
    menu->setToolTipsVisible(true);
    add("pencil", tr("&Edit…"), [this] { perform(PageCommand::Edit); });
    add("plus", tr("New con&tract…"), [this, employee] { emit newContractRequested(employee); });
    add("trash-2", tr("&Delete…"), [this] { perform(PageCommand::Delete); });
    menu->addSeparator();
    menu->addAction(icons::get(QStringLiteral("copy")), tr("&Copy"), this,
                    [this] { perform(PageCommand::Copy); });
    menu->popup(table()->viewport()->mapToGlobal(at));
}

void EmployeesPage::saveState()
{
    TablePage::saveState();
    settings().setViewState(id(), splitterState, m_splitter->saveState());
    settings().setViewState(id(), detailState, !m_detail->isHidden());
}

} // namespace hrcache
