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
    : ArrangedModel(parent)
{
    m_orders.today = QDate::currentDate();
    m_orders.clusters = std::make_shared<const QHash<QString, QString>>();
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
    setGlowNext(glow);
    arrangeAnew();
}

void EmployeesModel::clear()
{
    removeAll();
    m_orders.rows.reset();
    if (isLong(m_rows))
        dropOnPool(std::move(m_shown), std::move(m_rows), std::move(m_orders.pages));
    m_shown.reset();
    m_rows.reset();
    m_orders.pages.clear();
    ++m_serial;
    m_contracts.clear();
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
    if (m_rows || isArranging())
        arrangeAnew();
}

EmployeesModel::Work EmployeesModel::work()
{
    m_orders.contracts.reset();
    if (m_orders.sort.column == EmployeeColumn::ActiveContract || !m_orders.filter.text.isEmpty())
        m_orders.contracts = std::make_shared<const QHash<QByteArray, QString>>(m_contracts);
    size_t rows = m_rows ? m_rows->size() : 0;
    for (const EmployeeList &page : m_orders.pages)
        rows += page.size();
    return {[this, orders = m_orders, shown = m_shown, serial = m_serial]() -> Showing {
                auto next = std::make_shared<const EmployeeTransition>(arrange(orders, shown));
                return [this, next, serial] { show(*next, serial); };
            },
            rows > 2 * atOnce};
}

void EmployeesModel::show(const EmployeeTransition &transition, quint64 serial)
{
    const std::shared_ptr<const EmployeeArrangement> next = transition.next;
    auto before = m_shown;
    auto rowsBefore = m_rows;
    const QStringList codesBefore = clusterCodes();
    const bool otherRows = m_rows != next->rows;
    const bool otherNames = rowsBefore && rowsBefore->clusters() != next->rows->clusters();
    if (otherRows)
        stopGlowing();
    become(transition, next->visible, next->rows->size(), [&] {
        m_rows = next->rows;
        m_shown = next;
        if (serial == m_serial)
            m_orders.rows = m_rows;
    });
    if (otherNames)
        announceColumns({static_cast<int>(EmployeeColumn::Cluster)});
    if (otherNames || codesBefore != clusterCodes())
        emit clusterCodesChanged();
    if (otherRows && (isLong(m_rows) || isLong(rowsBefore)))
        dropOnPool(std::move(before), std::move(rowsBefore));
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
