// What the page is made of and what it can do; what it loads is in EmployeesPage.cpp.
#include "cache/KeyWatch.h"
#include "ui/base/CsvExport.h"
#include "ui/base/DataTable.h"
#include "ui/base/Format.h"
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

#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSplitter>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace hrcache {

namespace {

const QString columnsState = QStringLiteral("columns");
const QString splitterState = QStringLiteral("splitter");
const QString detailState = QStringLiteral("detail_shown");

} // namespace

EmployeesPage::EmployeesPage(UiContext context, QWidget *parent)
    : PageBase(context, QStringLiteral("employees"), parent)
    , m_early(EarlyList::begin(context.session))
    , m_bar(new EmployeeFilterBar(this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_table(new DataTable(this))
    , m_detail(new EmployeeDetail(context, this))
    , m_model(new EmployeesModel(this))
    , m_listRequest(new Request(this))
    , m_referencesRequest(new Request(this))
    , m_clustersRequest(new Request(this))
{
    build();
    m_peek = std::make_unique<ContractPeek>(context, m_model, m_table);
    connectParts();
    updateState();
}

EmployeesPage::~EmployeesPage() = default;

void EmployeesPage::build()
{
    m_table->setObjectName(QStringLiteral("employees-table"));
    m_table->setAccessibleName(tr("Employees"));
    m_table->setColumns({{11}, {16}, {13}, {11, true, true}, {18}, {11, true, true}, {9}, {24}},
                        static_cast<int>(EmployeeColumn::LastName));
    m_table->setModel(m_model);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->restoreColumns(settings(), id(), columnsState);
    m_model->setReducedMotion(settings().get(setting::reducedMotion));
    m_state = new StateView(m_table);

    auto *left = new QWidget(this);
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_state, 1);
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
    setFocusProxy(m_state);
    // What holds the table took it along to the end.
    setTabOrder(m_bar->exportButton(), m_table);
    m_detail->comeAfter(m_table);
}

void EmployeesPage::connectParts()
{
    connect(m_listRequest, &Request::runningChanged, this, &EmployeesPage::updateLoading);
    connect(m_detail, &EmployeeDetail::loadingChanged, this, &EmployeesPage::updateLoading);
    connect(m_model, &EmployeesModel::arranged, this, [this] {
        selectWanted();
        keepRowInView();
        updateState();
    });
    connect(m_model, &EmployeesModel::clusterCodesChanged, this, &EmployeesPage::updateClusters);
    connect(m_model, &EmployeesModel::glowChanged, m_table->viewport(), qOverload<>(&QWidget::update));
    connect(m_table, &DataTable::currentIdChanged, this,
            [this](const QString &id) { m_detail->showEmployee(id, headlineOf(m_table->currentIndex())); });
    connect(m_table, &DataTable::copyTold, this, [this](const QString &text) { emit toast(text, {}, {}); });
    connect(m_table, &DataTable::opened, this, [this] {
        if (can(PageCommand::Edit))
            perform(PageCommand::Edit);
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, &EmployeesPage::showMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        updateStatus();
        emit commandsChanged();
    });
    connect(m_bar, &EmployeeFilterBar::filterChanged, this, [this](const EmployeeFilter &filter) {
        noteRowInView();
        m_model->setFilter(filter);
    });
    connect(m_bar, &EmployeeFilterBar::newRequested, this, &EmployeesPage::newRequested);
    connect(m_bar, &EmployeeFilterBar::exportRequested, this, &EmployeesPage::chooseExportFile);
    connect(m_bar, &EmployeeFilterBar::exportCancelled, this, [this] {
        if (m_export)
            m_export->cancel();
    });
    connect(m_bar, &EmployeeFilterBar::copyRequested, this,
            [this](bool asJson) { perform(asJson ? PageCommand::CopyAsJson : PageCommand::CopyAsCsv); });
    connect(m_bar, &EmployeeFilterBar::leftDownwards, this, [this] {
        if (m_model->rowCount() == 0)
            return;
        m_table->setFocus();
        if (m_table->currentId().isEmpty())
            m_table->select(0);
    });
    connect(m_detail, &EmployeeDetail::editRequested, this, &EmployeesPage::editRequested);
    connect(m_detail, &EmployeeDetail::deleteRequested, this, &EmployeesPage::deleteRequested);
    connect(m_detail, &EmployeeDetail::newContractRequested, this, &EmployeesPage::newContractRequested);
    connect(m_detail, &EmployeeDetail::editContractRequested, this, &EmployeesPage::editContractRequested);
    connect(m_detail, &EmployeeDetail::activeContractKnown, this,
            [this](const QByteArray &employee, const QString &text) {
                m_model->setActiveContract(employee, text, m_table->currentIndex().row());
            });
    connect(&session(), &Session::choicesChanged, this, [this] {
        if (m_companyId.isEmpty())
            updateState();
    });
    connect(&session(), &Session::healthChanged, this, &EmployeesPage::updateActions);
    connect(&session(), &Session::languageChanged, this, [this] { loadWords(ReadMode::CacheFirst); });
    connect(&settings(), &Settings::changed, this,
            [this] { m_model->setReducedMotion(settings().get(setting::reducedMotion)); });
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
    if (m_hasList && m_model->totalCount() > 0)
        return tr("The filter matches nobody. Clear it to choose somebody from the list.");
    if (m_hasList && !m_model->isArranging())
        return tr("Whoever is entered can be chosen in the list, and is then shown here.");
    return tr("Whoever is chosen in the list is shown here.");
}

bool EmployeesPage::areWordsLoaded() const
{
    return !m_referencesRequest->isRunning() && !m_clustersRequest->isRunning();
}

void EmployeesPage::showEmployee(const QString &employeeId)
{
    m_wantedId = employeeId;
    m_table->selectionModel()->clearSelection();
    if (m_model->rowOf(employeeId) < 0 && m_model->holds(employeeId))
        m_bar->clearFilter();
    selectWanted();
    m_table->setFocus();
}

void EmployeesPage::noteRowInView()
{
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid() && m_table->selectionModel()->isSelected(current) &&
        m_table->viewport()->rect().intersects(m_table->visualRect(current)))
        m_rowInView = true;
}

void EmployeesPage::keepRowInView()
{
    const QModelIndex current = m_table->currentIndex();
    if (m_rowInView && current.isValid() && m_table->selectionModel()->isSelected(current)) {
        // Lays the rows out: before, the bar does not know of those that came.
        (void)m_table->visualRect(current);
        const int across = m_table->horizontalScrollBar()->value();
        m_table->scrollTo(current);
        m_table->horizontalScrollBar()->setValue(across);
    }
    if (m_hasList && !m_listRequest->isRunning())
        m_rowInView = false;
}

void EmployeesPage::updateActions()
{
    m_bar->setWriteRefusal(session().whyNoWrite());
    m_bar->setExportEnabled(m_hasList && m_model->rowCount() > 0 && !m_export);
    emit commandsChanged();
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
    const bool selected = m_table->selectionModel() && m_table->selectionModel()->hasSelection();
    switch (command) {
    case PageCommand::New:
        return session().whyNoWrite().isEmpty();
    case PageCommand::Edit:
    case PageCommand::Delete:
        return session().whyNoWrite().isEmpty() && selected && !m_table->currentId().isEmpty();
    case PageCommand::Copy:
    case PageCommand::CopyWithHeaders:
    case PageCommand::CopyAsCsv:
    case PageCommand::CopyAsJson:
        return selected;
    case PageCommand::Export:
        return m_hasList && m_model->rowCount() > 0 && !m_export;
    case PageCommand::Filter:
    case PageCommand::ToggleDetail:
    case PageCommand::ChooseColumns:
        return true;
    case PageCommand::Save:
    case PageCommand::Invalidate:
        break;
    }
    return false;
}

void EmployeesPage::perform(PageCommand command)
{
    switch (command) {
    case PageCommand::New:
        emit newRequested();
        break;
    case PageCommand::Edit:
        emit editRequested(m_table->currentId());
        break;
    case PageCommand::Delete:
        emit deleteRequested(m_table->currentId());
        break;
    case PageCommand::Copy:
        copy(DataTable::Format::Tsv);
        break;
    case PageCommand::CopyWithHeaders:
        copy(DataTable::Format::TsvWithHeaders);
        break;
    case PageCommand::CopyAsCsv:
        copy(DataTable::Format::Csv);
        break;
    case PageCommand::CopyAsJson:
        copy(DataTable::Format::Json);
        break;
    case PageCommand::Export:
        chooseExportFile();
        break;
    case PageCommand::Filter:
        m_bar->focusFilter();
        break;
    case PageCommand::ToggleDetail:
        m_detail->setVisible(m_detail->isHidden());
        break;
    case PageCommand::ChooseColumns:
        m_table->chooseColumns();
        break;
    case PageCommand::Save:
    case PageCommand::Invalidate:
        break;
    }
}

void EmployeesPage::showMenu(const QPoint &at)
{
    const QString employee = m_table->currentId();
    if (employee.isEmpty() || !m_table->selectionModel()->hasSelection())
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
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void EmployeesPage::copy(DataTable::Format format)
{
    m_table->copySelection(format);
}

bool EmployeesPage::escape()
{
    if (PageBase::escape())
        return true;
    if (m_bar->filter().isEmpty() && m_bar->textField()->text().isEmpty())
        return false;
    m_bar->clearFilter();
    return true;
}

void EmployeesPage::saveState()
{
    m_table->saveColumns(settings(), id(), columnsState);
    settings().setViewState(id(), splitterState, m_splitter->saveState());
    settings().setViewState(id(), detailState, !m_detail->isHidden());
    rememberSelection();
}

void EmployeesPage::chooseExportFile()
{
    if (!can(PageCommand::Export))
        return;
    auto *dialog = new QFileDialog(this, tr("Export employees"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("CSV files (*.csv)"));
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->selectFile(QStringLiteral("%1.csv").arg(tr("employees")));
    connect(dialog, &QFileDialog::fileSelected, this, &EmployeesPage::exportTo);
    dialog->open();
}

void EmployeesPage::exportTo(const QString &file)
{
    if (m_export)
        return;
    m_export = new CsvExport(m_model, m_table->extract(true), file, this);
    const int rows = m_model->rowCount();
    m_bar->setExportProgress(0, rows);
    connect(m_export, &CsvExport::progress, m_bar, &EmployeeFilterBar::setExportProgress);
    connect(m_export, &CsvExport::finished, this, [this, rows](bool done, const QString &problem) {
        m_export = nullptr;
        m_bar->setExportProgress(0, 0);
        updateActions();
        if (done)
            emit toast(
                tr("Exported %n row(s)", nullptr, rows).replace(QString::number(rows), format::count(rows)),
                {}, {});
        else
            emit toast(problem.isEmpty() ? tr("The export was stopped; no file was written.") : problem, {},
                       {});
    });
    updateActions();
    m_export->start();
}

} // namespace hrcache
