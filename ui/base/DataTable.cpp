#include "ui/base/DataTable.h"

#include "ui/base/CellDelegate.h"
#include "ui/base/ControlStyle.h"
#include "ui/base/Format.h"
#include "ui/base/HeaderSelection.h"
#include "ui/base/Settings.h"
#include "ui/base/TableCopy.h"

#include <QAction>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QSignalBlocker>

#include <algorithm>
#include <numeric>

namespace hrcache {

namespace {

constexpr int cellMargins = 20;
constexpr int manyRows = 1'000;
constexpr int fewUnselected = 200;

/// More room at both sides of a cell than Fusion gives.
class TableStyle final : public ControlStyle
{
public:
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option,
                                  const QWidget *widget) const override
    {
        if (metric == PM_FocusFrameHMargin || metric == PM_HeaderMargin)
            return 7;
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
};

} // namespace

DataTable::DataTable(QWidget *parent)
    : QTableView(parent)
{
    setItemDelegate(new CellDelegate(this));
    auto *tableStyle = new TableStyle;
    tableStyle->setParent(this);
    setStyle(tableStyle);
    horizontalHeader()->setStyle(tableStyle);
    m_nobody.setSingleShot(true);
    connect(&m_nobody, &QTimer::timeout, this, [this] {
        if (currentId().isEmpty() && !std::exchange(m_announcedId, {}).isEmpty())
            emit currentIdChanged({});
    });
    setTabKeyNavigation(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    setCornerButtonEnabled(false);

    verticalHeader()->hide();
    // Rows of one height are never measured, however many there are.
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(16);
    setCompact(false);

    QHeaderView *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setStretchLastSection(true);
    connect(header, &QWidget::customContextMenuRequested, this,
            [this, header](const QPoint &at) { showColumnMenu(header->mapToGlobal(at)); });
    connect(this, &QAbstractItemView::doubleClicked, this,
            [this](const QModelIndex &index) { emit opened(index.data(tabletext::IdRole).toString()); });
}

void DataTable::setCompact(bool compact)
{
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + (compact ? 3 : 10));
}

void DataTable::setColumns(const QList<Column> &columns, int sortColumn, Qt::SortOrder order)
{
    m_columns = columns;
    m_sortColumn = sortColumn;
    m_sortOrder = order;
}

int DataTable::widthOf(const Column &column) const
{
    int text = column.characters * fontMetrics().averageCharWidth();
    for (int month = 1; column.date && month <= 12; ++month)
        text = std::max(text, fontMetrics().horizontalAdvance(format::date(QDate(2000, month, 28))));
    return text + cellMargins;
}

void DataTable::setModel(QAbstractItemModel *model)
{
    if (QAbstractItemModel *before = this->model()) {
        disconnect(before, &QAbstractItemModel::layoutAboutToBeChanged, this, &DataTable::rememberUnselected);
        disconnect(before, &QAbstractItemModel::layoutChanged, this, &DataTable::selectAllButRemembered);
    }
    // Before the selection follows the rows, and after it has.
    if (model)
        connect(model, &QAbstractItemModel::layoutAboutToBeChanged, this, &DataTable::rememberUnselected);
    QTableView::setModel(model);
    keepSelectionFromHeader(*this);
    if (model)
        connect(model, &QAbstractItemModel::layoutChanged, this, &DataTable::selectAllButRemembered);
    if (model)
        fillWidth();
    for (int i = 0; model && i < m_columns.size() && i < model->columnCount(); ++i) {
        setColumnWidth(i, widthOf(m_columns[i]));
        setColumnHidden(i, !m_columns[i].shown);
    }
}

void DataTable::restoreColumns(Settings &settings, const QString &page, const QString &name)
{
    const auto follow = [this, &settings] { setCompact(settings.get(setting::compact)); };
    connect(&settings, &Settings::changed, this, follow);
    follow();
    const QByteArray state = settings.viewState(page, name).toByteArray();
    QHeaderView *header = horizontalHeader();
    // A state of another set of columns is refused by its count.
    const int count = settings.viewState(page, name + QStringLiteral("_count")).toInt();
    if (state.isEmpty() || count != header->count() || !header->restoreState(state))
        header->setSortIndicator(m_sortColumn, m_sortOrder);
    header->setSectionsMovable(true);
    fillWidth();
    setSortingEnabled(true);
}

void DataTable::fillWidth()
{
    QHeaderView *header = horizontalHeader();
    const auto rest = std::find_if(m_columns.begin(), m_columns.end(),
                                   [](const Column &column) { return column.takesRest; });
    header->setStretchLastSection(rest == m_columns.end());
    if (rest != m_columns.end() && rest - m_columns.begin() < header->count())
        header->setSectionResizeMode(static_cast<int>(rest - m_columns.begin()), QHeaderView::Stretch);
}

void DataTable::saveColumns(Settings &settings, const QString &page, const QString &name) const
{
    settings.setViewState(page, name, horizontalHeader()->saveState());
    settings.setViewState(page, name + QStringLiteral("_count"), horizontalHeader()->count());
}

QList<int> DataTable::visibleColumns() const
{
    QList<int> columns;
    const QHeaderView *header = horizontalHeader();
    for (int visual = 0; visual < header->count(); ++visual) {
        const int logical = header->logicalIndex(visual);
        if (!header->isSectionHidden(logical))
            columns << logical;
    }
    return columns;
}

DataTable::Spans DataTable::selectedSpans() const
{
    Spans spans;
    if (!selectionModel())
        return spans;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        if (range.isValid())
            spans.emplace_back(range.top(), range.bottom());
    }
    std::sort(spans.begin(), spans.end());
    Spans merged;
    for (const auto &[top, bottom] : spans) {
        if (!merged.empty() && top <= merged.back().second + 1)
            merged.back().second = std::max(merged.back().second, bottom);
        else
            merged.emplace_back(top, bottom);
    }
    return merged;
}

QList<int> DataTable::selectedRows() const
{
    QList<int> rows;
    rows.reserve(selectedCount());
    for (const auto &[top, bottom] : selectedSpans()) {
        for (int row = top; row <= bottom; ++row)
            rows << row;
    }
    return rows;
}

QStringList DataTable::selectedIds() const
{
    QStringList ids;
    for (const int row : selectedRows())
        ids << model()->index(row, 0).data(tabletext::IdRole).toString();
    return ids;
}

int DataTable::selectedCount() const
{
    int count = 0;
    for (const auto &[top, bottom] : selectedSpans())
        count += bottom - top + 1;
    return count;
}

QString DataTable::firstSelectedId() const
{
    const Spans spans = selectedSpans();
    return spans.empty() ? QString()
                         : model()->index(spans.front().first, 0).data(tabletext::IdRole).toString();
}

void DataTable::rememberUnselected()
{
    // Qt follows each selected row by an index of its own, which takes long for many, but not if all are.
    m_unselected.clear();
    const int rows = model()->rowCount();
    const int others = rows - selectedCount();
    if (rows < manyRows || others == 0 || others > fewUnselected)
        return;
    int next = 0;
    Spans spans = selectedSpans();
    spans.emplace_back(rows, rows);
    for (const auto &[top, bottom] : spans) {
        for (int row = next; row < top; ++row)
            m_unselected.emplace_back(model()->index(row, 0));
        next = bottom + 1;
    }
    const QSignalBlocker quiet(selectionModel());
    selectionModel()->select(QItemSelection(model()->index(0, 0), model()->index(rows - 1, 0)),
                             QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void DataTable::selectAllButRemembered()
{
    if (m_unselected.empty())
        return;
    std::vector<int> others;
    for (const QPersistentModelIndex &index : std::exchange(m_unselected, {})) {
        if (index.isValid())
            others.push_back(index.row());
    }
    std::sort(others.begin(), others.end());
    others.push_back(model()->rowCount());
    QItemSelection selected;
    int next = 0;
    for (const int row : others) {
        if (row > next)
            selected.append({model()->index(next, 0), model()->index(row - 1, 0)});
        next = row + 1;
    }
    const QSignalBlocker quiet(selectionModel());
    selectionModel()->select(selected, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

QString DataTable::currentId() const
{
    const QModelIndex current = currentIndex();
    if (!current.isValid() || !selectionModel()->isRowSelected(current.row()))
        return {};
    return current.data(tabletext::IdRole).toString();
}

void DataTable::select(int row)
{
    const QList<int> columns = visibleColumns();
    const QModelIndex index = model()->index(row, columns.isEmpty() ? 0 : columns.front());
    if (!index.isValid())
        return;
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
}

tabletext::Extract DataTable::extract(bool everything) const
{
    tabletext::Extract extract{everything ? QList<int>() : selectedRows(), visibleColumns()};
    if (everything) {
        extract.rows.resize(model()->rowCount());
        std::iota(extract.rows.begin(), extract.rows.end(), 0);
    }
    return extract;
}

void DataTable::copySelection(Format format)
{
    tabletext::Extract chosen = extract(false);
    if (chosen.rows.isEmpty())
        return;
    const auto rows = static_cast<int>(chosen.rows.size());
    auto *copy = new TableCopy(model(), std::move(chosen), format, this);
    connect(copy, &TableCopy::finished, this, [this, rows](bool done, const QString &problem) {
        if (done)
            emit copyTold(tr("Copied %n row(s)", nullptr, rows));
        else if (!problem.isEmpty())
            emit copyTold(problem);
    });
    copy->start();
    if (rows > TableCopy::atOnce)
        emit copyTold(tr("Copying %n row(s)…", nullptr, rows));
}

void DataTable::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
        event->modifiers() == Qt::NoModifier && !currentId().isEmpty()) {
        emit opened(currentId());
        return;
    }
    // Current since the table got the keyboard, and not chosen yet.
    const bool isFirst = currentIndex().isValid() && !selectionModel()->hasSelection();
    if (isFirst && event->key() == Qt::Key_Down && event->modifiers() == Qt::NoModifier)
        return select(currentIndex().row());
    QTableView::keyPressEvent(event);
}

void DataTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    announceCurrent();
}

void DataTable::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    // Another row would become current instead, which may be far away, and the table would scroll there.
    if (const int row = currentIndex().row(); currentIndex().isValid() && row >= start && row <= end)
        selectionModel()->clearCurrentIndex();
    QTableView::rowsAboutToBeRemoved(parent, start, end);
}

void DataTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    announceCurrent();
}

void DataTable::announceCurrent()
{
    const QString id = currentId();
    if (id.isEmpty() && !m_announcedId.isEmpty()) {
        // Current row and selection move one after the other: between the two nothing is both.
        m_nobody.start();
        return;
    }
    m_nobody.stop();
    if (std::exchange(m_announcedId, id) != id)
        emit currentIdChanged(id);
}

QMenu *DataTable::makeColumnMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const qsizetype shown = visibleColumns().size();
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        const int logical = horizontalHeader()->logicalIndex(visual);
        QString title = model()->headerData(logical, Qt::Horizontal).toString();
        title.replace(QLatin1Char('&'), QLatin1String("&&"));
        QAction *action = menu->addAction(title);
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(logical));
        // The last one stays: without any there would be no header to bring the others back.
        action->setEnabled(shown > 1 || isColumnHidden(logical));
        connect(action, &QAction::toggled, this,
                [this, logical](bool show) { setColumnHidden(logical, !show); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("&Reset columns")), &QAction::triggered, this, [this] {
        for (int i = 0; i < horizontalHeader()->count(); ++i)
            horizontalHeader()->moveSection(horizontalHeader()->visualIndex(i), i);
        for (int i = 0; i < m_columns.size(); ++i) {
            setColumnHidden(i, !m_columns[i].shown);
            setColumnWidth(i, widthOf(m_columns[i]));
        }
        sortByColumn(m_sortColumn, m_sortOrder);
    });
    return menu;
}

void DataTable::showColumnMenu(const QPoint &at)
{
    makeColumnMenu()->popup(at);
}

void DataTable::chooseColumns()
{
    showColumnMenu(horizontalHeader()->mapToGlobal(QPoint(0, horizontalHeader()->height())));
}

} // namespace hrcache
