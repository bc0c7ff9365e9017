#include "ui/employees/EmployeesModel.h"

#include "base/FreedMemory.h"
#include "base/ThreadPool.h"

#include <algorithm>

namespace hrcache {

namespace {

/// Frees many rows where nobody waits for it, and gives back what reading others took.
void dropOnPool(std::shared_ptr<const EmployeeArrangement> arrangement,
                std::shared_ptr<const EmployeeRows> rows, std::vector<EmployeeList> pages = {})
{
    workerPool()->start(
        [arrangement = std::move(arrangement), rows = std::move(rows), pages = std::move(pages)]() mutable {
            arrangement.reset();
            rows.reset();
            pages.clear();
            giveBackFreedMemory();
        });
}

bool isLong(const std::shared_ptr<const EmployeeRows> &rows)
{
    return rows && rows->size() > EmployeesModel::atOnce;
}

} // namespace

EmployeesModel::EmployeesModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_orders.today = QDate::currentDate();
    m_orders.clusters = std::make_shared<const QHash<QString, QString>>();
    connect(&m_glow, &CellGlow::changed, this, &EmployeesModel::glowChanged);
}

EmployeesModel::~EmployeesModel()
{
    m_orders.rows.reset();
    if (isLong(m_rows))
        dropOnPool(std::move(m_shown), std::move(m_rows), std::move(m_orders.pages));
}

void EmployeesModel::apply(std::vector<EmployeeList> pages, bool glow)
{
    m_orders.pages = std::move(pages);
    m_orders.rows.reset();
    ++m_serial;
    m_orders.today = QDate::currentDate();
    m_glowNext = glow;
    arrangeAnew();
}

void EmployeesModel::clear()
{
    ++m_generation;
    m_arranging = m_anew = false;
    if (!m_visible.empty()) {
        beginRemoveRows({}, 0, static_cast<int>(m_visible.size()) - 1);
        m_visible.clear();
        endRemoveRows();
    }
    m_orders.rows.reset();
    if (isLong(m_rows))
        dropOnPool(std::move(m_shown), std::move(m_rows), std::move(m_orders.pages));
    m_shown.reset();
    m_rows.reset();
    m_orders.pages.clear();
    ++m_serial;
    m_contracts.clear();
    m_glow.clear();
}

void EmployeesModel::setFilter(const EmployeeFilter &filter)
{
    if (m_orders.filter == filter)
        return;
    m_orders.filter = filter;
    arrangeAnew();
}

void EmployeesModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= employeeColumnCount)
        return;
    const EmployeeSort wanted{static_cast<EmployeeColumn>(column), order};
    if (m_orders.sort == wanted)
        return;
    m_orders.sort = wanted;
    arrangeAnew();
}

void EmployeesModel::setClusterNames(const QHash<QString, QString> &names)
{
    if (*m_orders.clusters == names)
        return;
    m_orders.clusters = std::make_shared<const QHash<QString, QString>>(names);
    m_orders.rows.reset();
    ++m_serial;
    if (m_rows || m_arranging)
        arrangeAnew();
}

void EmployeesModel::arrangeAnew()
{
    if (m_arranging) {
        // One at a time: each starts from what the one before has shown.
        m_anew = true;
        return;
    }
    m_anew = false;
    m_orders.contracts.reset();
    if (m_orders.sort.column == EmployeeColumn::ActiveContract || !m_orders.filter.text.isEmpty())
        m_orders.contracts = std::make_shared<const QHash<QByteArray, QString>>(m_contracts);
    size_t rows = m_rows ? m_rows->size() : 0;
    for (const EmployeeList &page : m_orders.pages)
        rows += page.size();
    if (rows <= 2 * atOnce)
        show(arrange(m_orders, m_shown), m_serial);
    else
        arrangeOnPool();
}

void EmployeesModel::arrangeOnPool()
{
    m_arranging = true;
    const quint64 generation = ++m_generation;
    auto task = runOnPool(workerPool(), [orders = m_orders, shown = m_shown] {
        return std::make_shared<EmployeeTransition>(arrange(orders, shown));
    });
    QCoro::connect(std::move(task), this,
                   [this, generation, serial = m_serial](Result<std::shared_ptr<EmployeeTransition>> done) {
                       if (generation != m_generation || !done)
                           return;
                       m_arranging = false;
                       show(**done, serial);
                       if (m_anew && !m_arranging)
                           arrangeAnew();
                   });
}

void EmployeesModel::show(const EmployeeTransition &transition, quint64 serial)
{
    auto before = m_shown;
    auto rowsBefore = m_rows;
    const QStringList codesBefore = clusterCodes();
    const bool otherRows = m_rows != transition.next->rows;

    removeLeaving(transition);
    // Who stays has the same place; from here on his cells come from the new rows.
    m_visible = transition.kept;
    m_rows = transition.next->rows;
    m_shown = transition.next;
    if (serial == m_serial)
        m_orders.rows = m_rows;
    if (otherRows)
        m_glow.clear();
    addComing(transition);
    announceChanges(transition);
    if (rowsBefore && otherRows) {
        if (!m_visible.empty() && rowsBefore->clusters() != m_rows->clusters()) {
            const int column = static_cast<int>(EmployeeColumn::Cluster);
            emit dataChanged(index(0, column), index(rowCount() - 1, column), {Qt::DisplayRole});
        }
    }
    if (codesBefore != clusterCodes() ||
        (rowsBefore && otherRows && rowsBefore->clusters() != m_rows->clusters()))
        emit clusterCodesChanged();
    if (otherRows && (isLong(m_rows) || isLong(rowsBefore)))
        dropOnPool(std::move(before), std::move(rowsBefore));
    if (!m_anew)
        emit arranged();
}

void EmployeesModel::removeLeaving(const EmployeeTransition &transition)
{
    if (transition.allStay)
        return;
    std::vector<uint32_t> ordered;
    std::vector<uint32_t> leaving;
    for (size_t i = 0; i < m_visible.size(); ++i)
        (transition.stays[i] ? ordered : leaving).push_back(m_visible[i]);
    const auto kept = static_cast<int>(ordered.size());
    ordered.insert(ordered.end(), leaving.begin(), leaving.end());
    reorder(std::move(ordered));
    beginRemoveRows({}, kept, static_cast<int>(m_visible.size()) - 1);
    m_visible.resize(static_cast<size_t>(kept));
    endRemoveRows();
}

void EmployeesModel::addComing(const EmployeeTransition &transition)
{
    const std::vector<uint32_t> &visible = transition.next->visible;
    if (!transition.added.empty()) {
        const bool contiguous = transition.sameOrder && (m_visible.empty() || transition.added.size() == 1);
        const auto place =
            contiguous && !m_visible.empty()
                ? std::find(visible.begin(), visible.end(), transition.added.front()) - visible.begin()
                : static_cast<std::ptrdiff_t>(m_visible.size());
        beginInsertRows({}, static_cast<int>(place),
                        static_cast<int>(place) + static_cast<int>(transition.added.size()) - 1);
        m_visible.insert(m_visible.begin() + place, transition.added.begin(), transition.added.end());
        endInsertRows();
    }
    reorder(visible);
}

void EmployeesModel::reorder(std::vector<uint32_t> visible)
{
    if (m_visible == visible)
        return;
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList persistent = persistentIndexList();
    if (!persistent.isEmpty()) {
        std::vector<int> rowOfSlot(m_rows->size(), -1);
        for (size_t i = 0; i < visible.size(); ++i)
            rowOfSlot[visible[i]] = static_cast<int>(i);
        QModelIndexList moved;
        moved.reserve(persistent.size());
        for (const QModelIndex &old : persistent) {
            const int row = rowOfSlot[m_visible[static_cast<size_t>(old.row())]];
            moved << (row < 0 ? QModelIndex() : createIndex(row, old.column()));
        }
        m_visible = std::move(visible);
        changePersistentIndexList(persistent, moved);
    } else {
        m_visible = std::move(visible);
    }
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void EmployeesModel::announceChanges(const EmployeeTransition &transition)
{
    if (!transition.changes.empty()) {
        std::vector<int> rowOfSlot;
        if (transition.changes.size() > 8) {
            rowOfSlot.assign(m_rows->size(), -1);
            for (size_t i = 0; i < m_visible.size(); ++i)
                rowOfSlot[m_visible[i]] = static_cast<int>(i);
        }
        for (const EmployeeTransition::Change &change : transition.changes) {
            const int row =
                rowOfSlot.empty()
                    ? static_cast<int>(std::find(m_visible.begin(), m_visible.end(), change.slot) -
                                       m_visible.begin())
                    : rowOfSlot[change.slot];
            for (int column = 0; column < employeeColumnCount; ++column) {
                if (change.columns & (1U << column))
                    emit dataChanged(index(row, column), index(row, column));
            }
        }
        if (m_glowNext) {
            for (const EmployeeTransition::Change &change : transition.changes)
                m_glow.add(change.slot, change.columns);
        }
    }
    m_glowNext = true;
}

void EmployeesModel::setActiveContract(const QByteArray &employeeId, const QString &text, int row)
{
    const auto known = m_contracts.constFind(employeeId);
    if (known != m_contracts.constEnd() && *known == text)
        return;
    m_contracts.insert(employeeId, text);
    announceContract(employeeId, row);
}

void EmployeesModel::forgetActiveContract(const QByteArray &employeeId, int row)
{
    if (m_contracts.remove(employeeId))
        announceContract(employeeId, row);
}

void EmployeesModel::announceContract(const QByteArray &employeeId, int row)
{
    if (row < 0 || idAt(row) != employeeId)
        row = rowOf(QString::fromUtf8(employeeId));
    if (row >= 0) {
        const QModelIndex cell = index(row, static_cast<int>(EmployeeColumn::ActiveContract));
        emit dataChanged(cell, cell);
    }
}

} // namespace hrcache
