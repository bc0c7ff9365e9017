// The table of the page and what can be done with its rows; what it loads is in TablePage.cpp.
#include "ui/base/ArrangedModel.h"
#include "ui/base/CsvExport.h"
#include "ui/base/FilterBar.h"
#include "ui/base/Format.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/Settings.h"
#include "ui/base/StateView.h"
#include "ui/base/TablePage.h"

#include <QDir>
#include <QFileDialog>
#include <QScrollBar>
#include <QStandardPaths>

namespace hrcache {

namespace {

const QString columnsState = QStringLiteral("columns");

} // namespace

void TablePage::makeTable(FilterBar *bar, ArrangedModel *model, const QString &name,
                          const QList<DataTable::Column> &columns, int sortColumn)
{
    m_bar = bar;
    m_model = model;
    m_table = new DataTable(this);
    m_table->setObjectName(QStringLiteral("%1-table").arg(id()));
    m_table->setAccessibleName(name);
    m_table->setColumns(columns, sortColumn);
    m_table->setModel(m_model);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->restoreColumns(settings(), id(), columnsState);
    m_model->setReducedMotion(settings().get(setting::reducedMotion));
    m_state = new StateView(m_table);
    setFocusProxy(m_state);
    connectTable();
}

void TablePage::connectTable()
{
    connect(m_listRequest, &Request::runningChanged, this, &TablePage::updateLoading);
    connect(m_model, &ArrangedModel::arranged, this, &TablePage::rowsArranged);
    connect(m_model, &ArrangedModel::glowChanged, m_table->viewport(), qOverload<>(&QWidget::update));
    connect(m_table, &DataTable::copyTold, this, [this](const QString &text) { emit toast(text, {}, {}); });
    connect(m_table, &DataTable::opened, this, [this] {
        if (can(PageCommand::Edit))
            perform(PageCommand::Edit);
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, &TablePage::showMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        updateStatus();
        emit commandsChanged();
    });
    connect(m_bar, &FilterBar::newRequested, this, [this] { perform(PageCommand::New); });
    connect(m_bar, &FilterBar::exportRequested, this, &TablePage::chooseExportFile);
    connect(m_bar, &FilterBar::exportCancelled, this, [this] {
        if (m_export)
            m_export->cancel();
    });
    connect(m_bar, &FilterBar::copyRequested, this,
            [this](bool asJson) { perform(asJson ? PageCommand::CopyAsJson : PageCommand::CopyAsCsv); });
    connect(m_bar, &FilterBar::leftDownwards, this, &TablePage::enterTable);
    connect(&session(), &Session::choicesChanged, this, [this] {
        if (m_companyId.isEmpty())
            updateState();
    });
    connect(&session(), &Session::healthChanged, this, &TablePage::updateActions);
    connect(&session(), &Session::languageChanged, this, [this] { loadWords(ReadMode::CacheFirst); });
    connect(&settings(), &Settings::changed, this,
            [this] { m_model->setReducedMotion(settings().get(setting::reducedMotion)); });
}

void TablePage::rowsArranged()
{
    selectWanted();
    keepRowInView();
    updateState();
}

void TablePage::enterTable()
{
    if (m_model->rowCount() == 0)
        return;
    m_table->setFocus();
    if (m_table->currentId().isEmpty())
        m_table->select(0);
}

void TablePage::selectWanted()
{
    if (m_wantedId.isEmpty() || m_table->selectionModel()->hasSelection())
        return;
    if (const int row = m_model->rowOf(m_wantedId); row >= 0) {
        m_wantedId.clear();
        m_table->select(row);
        m_rowInView = true;
    }
}

void TablePage::rememberSelection()
{
    if (m_companyId.isEmpty() || !m_hasList)
        return;
    settings().setPlaceState(m_companyId, id(), QStringLiteral("selected"), m_table->firstSelectedId());
}

void TablePage::noteRowInView()
{
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid() && m_table->selectionModel()->isSelected(current) &&
        m_table->viewport()->rect().intersects(m_table->visualRect(current)))
        m_rowInView = true;
}

void TablePage::keepRowInView()
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

bool TablePage::can(PageCommand command) const
{
    switch (command) {
    case PageCommand::Copy:
    case PageCommand::CopyWithHeaders:
    case PageCommand::CopyAsCsv:
    case PageCommand::CopyAsJson:
        return m_table->selectionModel()->hasSelection();
    case PageCommand::Export:
        return m_model->rowCount() > 0 && !m_export;
    case PageCommand::Filter:
    case PageCommand::ChooseColumns:
        return true;
    default:
        return PageBase::can(command);
    }
}

void TablePage::perform(PageCommand command)
{
    switch (command) {
    case PageCommand::Copy:
        m_table->copySelection(DataTable::Format::Tsv);
        break;
    case PageCommand::CopyWithHeaders:
        m_table->copySelection(DataTable::Format::TsvWithHeaders);
        break;
    case PageCommand::CopyAsCsv:
        m_table->copySelection(DataTable::Format::Csv);
        break;
    case PageCommand::CopyAsJson:
        m_table->copySelection(DataTable::Format::Json);
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
    default:
        PageBase::perform(command);
        break;
    }
}

QString TablePage::whyNot(PageCommand command) const
{
    switch (command) {
    case PageCommand::New:
    case PageCommand::Edit:
    case PageCommand::Delete:
        return session().whyNoWrite();
    default:
        return PageBase::whyNot(command);
    }
}

bool TablePage::escape()
{
    if (PageBase::escape())
        return true;
    if (!m_bar->isFiltering())
        return false;
    m_bar->clearFilter();
    return true;
}

void TablePage::saveState()
{
    m_table->saveColumns(settings(), id(), columnsState);
    rememberSelection();
}

void TablePage::chooseExportFile()
{
    if (!can(PageCommand::Export))
        return;
    const Words names = words();
    auto *dialog = new QFileDialog(this, names.exportTitle);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("CSV files (*.csv)"));
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    dialog->setDirectory(QDir(documents).exists() ? documents : QDir::homePath());
    dialog->selectFile(QStringLiteral("%1.csv").arg(names.exportName));
    connect(dialog, &QFileDialog::fileSelected, this, &TablePage::exportTo);
    dialog->open();
}

void TablePage::exportTo(const QString &file)
{
    if (m_export)
        return;
    m_export = new CsvExport(m_model, m_table->extract(true), file, this);
    const int rows = m_model->rowCount();
    m_bar->setExportProgress(0, rows);
    connect(m_export, &CsvExport::progress, m_bar, &FilterBar::setExportProgress);
    connect(m_export, &CsvExport::finished, this, [this, rows, file](bool done, const QString &problem) {
        exportEnded(file, rows, done, problem);
    });
    updateActions();
    m_export->start();
}

void TablePage::exportEnded(const QString &file, int rows, bool done, const QString &problem)
{
    m_export = nullptr;
    m_bar->setExportProgress(0, 0);
    updateActions();
    if (done)
        emit toast(tr("Exported %n row(s) to %1", nullptr, rows)
                       .replace(QString::number(rows), format::count(rows))
                       .arg(QDir::toNativeSeparators(file)),
                   {}, {});
    else
        emit toast(problem.isEmpty() ? tr("The export was stopped; no file was written.") : problem, {}, {});
}

} // namespace hrcache
