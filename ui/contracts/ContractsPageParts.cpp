// What the page is made of and what it can do; what it loads is in ContractsPage.cpp.
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
#include "ui/contracts/ContractFilterBar.h"
#include "ui/contracts/ContractWatch.h"
#include "ui/contracts/ContractsPage.h"

#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace hrcache {

namespace {

const QString columnsState = QStringLiteral("columns");
constexpr std::chrono::milliseconds scrollPause{150};

} // namespace

ContractsPage::ContractsPage(UiContext context, QWidget *parent)
    : PageBase(context, QStringLiteral("contracts"), parent)
    , m_bar(new ContractFilterBar(this))
    , m_table(new DataTable(this))
    , m_model(new ContractsModel(this))
    , m_listRequest(new Request(this))
    , m_wordsRequest(new Request(this))
    , m_watch(new ContractWatch(context, this))
{
    build();
    connectParts();
    updateState();
}

ContractsPage::~ContractsPage() = default;

void ContractsPage::build()
{
    m_table->setObjectName(QStringLiteral("contracts-table"));
    m_table->setAccessibleName(tr("Contracts"));
    // Employee, identifier, type, from, to, ending soon, state, salary, pay, rate, hours, job title, currency
    m_table->setColumns({{18},
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
    m_table->setModel(m_model);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->restoreColumns(settings(), id(), columnsState);
    m_model->setReducedMotion(settings().get(setting::reducedMotion));
    m_state = new StateView(m_table);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_state, 1);
    m_scrollPause.setSingleShot(true);
    m_scrollPause.setInterval(scrollPause);
    m_reread.setSingleShot(true);
    m_reread.setInterval(0);
    setFocusProxy(m_state);
    // What holds the table took it along to the end.
    setTabOrder(m_bar->exportButton(), m_table);
}

void ContractsPage::connectParts()
{
    connect(m_listRequest, &Request::runningChanged, this,
            [this] { setLoading(m_listRequest->isRunning()); });
    connect(m_model, &ContractsModel::arranged, this, [this] {
        selectWanted();
        keepRowInView();
        updateState();
        m_scrollPause.start();
    });
    connect(m_model, &ContractsModel::typesChanged, this, [this] { m_bar->setTypes(m_model->types()); });
    connect(m_model, &ContractsModel::glowChanged, m_table->viewport(), qOverload<>(&QWidget::update));
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, &m_scrollPause,
            qOverload<>(&QTimer::start));
    connect(&m_scrollPause, &QTimer::timeout, this, &ContractsPage::updateWatchedRows);
    connect(&m_reread, &QTimer::timeout, this, &ContractsPage::readAgain);
    connect(m_table, &DataTable::copyTold, this, [this](const QString &text) { emit toast(text, {}, {}); });
    connect(m_table, &DataTable::opened, this, [this] {
        if (can(PageCommand::Edit))
            perform(PageCommand::Edit);
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, &ContractsPage::showMenu);
    connect(m_table, &DataTable::currentIdChanged, this, &ContractsPage::updateActions);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        updateStatus();
        emit commandsChanged();
    });
    connect(m_watch, &ContractWatch::changed, this, &ContractsPage::keyChanged);
    connect(m_watch, &ContractWatch::ttlChanged, this, &ContractsPage::ttlChanged);
    connect(m_bar, &ContractFilterBar::filterChanged, this, [this](const ContractFilter &filter) {
        noteRowInView();
        m_model->setFilter(filter);
    });
    connect(m_bar, &ContractFilterBar::employeeRequested, this,
            [this] { emit employeeRequested(chosenEmployee()); });
    connect(m_bar, &ContractFilterBar::newRequested, this, [this] { perform(PageCommand::New); });
    connect(m_bar, &ContractFilterBar::exportRequested, this, &ContractsPage::chooseExportFile);
    connect(m_bar, &ContractFilterBar::exportCancelled, this, [this] {
        if (m_export)
            m_export->cancel();
    });
    connect(m_bar, &ContractFilterBar::copyRequested, this,
            [this](bool asJson) { perform(asJson ? PageCommand::CopyAsJson : PageCommand::CopyAsCsv); });
    connect(m_bar, &ContractFilterBar::leftDownwards, this, [this] {
        if (m_model->rowCount() == 0)
            return;
        m_table->setFocus();
        if (m_table->currentId().isEmpty())
            m_table->select(0);
    });
    connect(&session(), &Session::choicesChanged, this, [this] {
        if (m_companyId.isEmpty())
            updateState();
    });
    connect(&session(), &Session::healthChanged, this, &ContractsPage::updateActions);
    connect(&session(), &Session::languageChanged, this, [this] { loadWords(ReadMode::CacheFirst); });
    connect(&settings(), &Settings::changed, this,
            [this] { m_model->setReducedMotion(settings().get(setting::reducedMotion)); });
}

bool ContractsPage::areWordsLoaded() const
{
    return !m_wordsRequest->isRunning();
}

int ContractsPage::chosenRow() const
{
    return m_table->currentId().isEmpty() ? -1 : m_table->currentIndex().row();
}

QString ContractsPage::chosenEmployee() const
{
    const int row = chosenRow();
    return row < 0 ? QString() : m_model->employeeAt(row).id();
}

void ContractsPage::noteRowInView()
{
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid() && m_table->selectionModel()->isSelected(current) &&
        m_table->viewport()->rect().intersects(m_table->visualRect(current)))
        m_rowInView = true;
}

void ContractsPage::keepRowInView()
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

void ContractsPage::updateActions()
{
    const int row = chosenRow();
    m_bar->setSelection(row < 0 ? QString() : nameOf(m_model->employeeAt(row)), session().whyNoWrite());
    m_bar->setExportEnabled(m_model->rowCount() > 0 && !m_export);
    emit commandsChanged();
}

void ContractsPage::updateWatchedRows()
{
    if (m_model->rowCount() == 0)
        return;
    const int first = std::max(0, m_table->rowAt(0));
    int last = m_table->rowAt(m_table->viewport()->height() - 1);
    if (last < 0)
        last = m_model->rowCount() - 1;
    QSet<uint32_t> people;
    for (int row = first; row <= last; ++row)
        people.insert(m_model->at(row).person());
    m_watch->setInView(people);
}

bool ContractsPage::can(PageCommand command) const
{
    const bool selected = m_table->selectionModel() && m_table->selectionModel()->hasSelection();
    switch (command) {
    case PageCommand::New:
    case PageCommand::Edit:
        return chosenRow() >= 0 && session().whyNoWrite().isEmpty();
    case PageCommand::Copy:
    case PageCommand::CopyWithHeaders:
    case PageCommand::CopyAsCsv:
    case PageCommand::CopyAsJson:
        return selected;
    case PageCommand::Export:
        return m_model->rowCount() > 0 && !m_export;
    case PageCommand::Filter:
    case PageCommand::ChooseColumns:
        return true;
    case PageCommand::Delete:
    case PageCommand::Save:
    case PageCommand::ToggleDetail:
    case PageCommand::Invalidate:
        break;
    }
    return false;
}

void ContractsPage::perform(PageCommand command)
{
    switch (command) {
    case PageCommand::New:
        emit newRequested(chosenEmployee());
        break;
    case PageCommand::Edit:
        emit editRequested(chosenEmployee(), m_table->currentId());
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
    case PageCommand::ChooseColumns:
        m_table->chooseColumns();
        break;
    case PageCommand::Delete:
    case PageCommand::Save:
    case PageCommand::ToggleDetail:
    case PageCommand::Invalidate:
        break;
    }
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
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void ContractsPage::copy(DataTable::Format format)
{
    m_table->copySelection(format);
}

bool ContractsPage::escape()
{
    if (PageBase::escape())
        return true;
    if (m_bar->filter().isEmpty() && m_bar->textField()->text().isEmpty())
        return false;
    m_bar->clearFilter();
    return true;
}

void ContractsPage::saveState()
{
    m_table->saveColumns(settings(), id(), columnsState);
    rememberSelection();
}

void ContractsPage::chooseExportFile()
{
    if (!can(PageCommand::Export))
        return;
    auto *dialog = new QFileDialog(this, tr("Export contracts"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("CSV files (*.csv)"));
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->selectFile(QStringLiteral("%1.csv").arg(tr("contracts")));
    connect(dialog, &QFileDialog::fileSelected, this, &ContractsPage::exportTo);
    dialog->open();
}

void ContractsPage::exportTo(const QString &file)
{
    if (m_export)
        return;
    m_export = new CsvExport(m_model, m_table->extract(true), file, this);
    const int rows = m_model->rowCount();
    m_bar->setExportProgress(0, rows);
    connect(m_export, &CsvExport::progress, m_bar, &ContractFilterBar::setExportProgress);
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
