#include "ui/employees/EmployeeArrangement.h"

#include "ui/base/Collation.h"
#include "ui/base/SlotOrder.h"

#include <algorithm>
#include <numeric>

namespace hrcache {

namespace {

void sortByText(SlotOrder &order, const EmployeeOrders &orders, const EmployeeRows &rows,
                Qt::SortOrder direction)
{
    const QCollator collator = listCollator();
    std::vector<QCollatorSortKey> keys;
    keys.reserve(rows.size());
    const auto textOf = [&](size_t slot) -> QString {
        const EmployeeSummary employee = rows.at(slot);
        switch (orders.sort.column) {
        case EmployeeColumn::Cluster:
            return rows.clusterText(slot);
        case EmployeeColumn::LastName:
            return employee.lastName() + QChar(u'\u0001') + employee.firstName();
        case EmployeeColumn::FirstName:
            return employee.firstName() + QChar(u'\u0001') + employee.lastName();
        case EmployeeColumn::ActiveContract: {
            const std::string_view id = employee.idUtf8();
            return orders.contracts ? orders.contracts->value(QByteArray::fromRawData(
                                          id.data(), static_cast<qsizetype>(id.size())))
                                    : QString();
        }
        default:
            return employee.identifier();
        }
    };
    for (size_t slot = 0; slot < rows.size(); ++slot)
        keys.push_back(collator.sortKey(textOf(slot)));
    sortByKeys(order, keys, direction);
}

SlotOrder sorted(const EmployeeOrders &orders, const EmployeeRows &rows)
{
    SlotOrder order(rows.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto column = static_cast<size_t>(std::max(0, rowColumnOf(orders.sort.column)));
    switch (orders.sort.column) {
    case EmployeeColumn::BirthDate:
    case EmployeeColumn::HireDate: {
        // ISO dates are in the order of their text; rows without one come first.
        std::vector<std::string_view> keys(rows.size());
        for (size_t slot = 0; slot < rows.size(); ++slot)
            keys[slot] = rows.at(slot).row().utf8(column);
        sortByKeys(order, keys, orders.sort.order);
        break;
    }
    case EmployeeColumn::State: {
        std::vector<int> keys(rows.size());
        for (size_t slot = 0; slot < rows.size(); ++slot)
            keys[slot] = static_cast<int>(rows.state(slot));
        sortByKeys(order, keys, orders.sort.order);
        break;
    }
    default:
        sortByText(order, orders, rows, orders.sort.order);
        break;
    }
    return order;
}

bool sameCell(const RowView &a, const RowView &b, size_t column)
{
    return a.isNull(column) == b.isNull(column) && a.utf8(column) == b.utf8(column) &&
           a.boolean(column) == b.boolean(column);
}

uint32_t differences(const EmployeeRows &before, uint32_t old, const EmployeeRows &after, uint32_t now)
{
    uint32_t columns = 0;
    const EmployeeSummary a = before.at(old);
    const EmployeeSummary b = after.at(now);
    // The same bytes of the same answer, when only another page or the names of the clusters came.
    if (a.idUtf8().data() == b.idUtf8().data())
        return 0;
    for (int column = 0; column < employeeColumnCount; ++column) {
        const int source = rowColumnOf(static_cast<EmployeeColumn>(column));
        if (source >= 0 && !sameCell(a.row(), b.row(), static_cast<size_t>(source)))
            columns |= 1U << column;
    }
    return columns;
}

RowTransition between(const EmployeeArrangement &previous, const EmployeeArrangement &next)
{
    const EmployeeRows &before = *previous.rows;
    const EmployeeRows &after = *next.rows;
    if (previous.rows == next.rows)
        return RowTransition::between(previous.visible, next.visible, after.size());
    const auto idsOf = [](const EmployeeRows &rows) {
        return [&rows](size_t slot) { return rows.at(slot).idUtf8(); };
    };
    return RowTransition::between(
        previous.visible, next.visible, after.size(),
        RowTransition::mapById(before.size(), idsOf(before), after.size(), idsOf(after)),
        [&](uint32_t old, uint32_t now) { return differences(before, old, after, now); });
}

} // namespace

EmployeeTransition arrange(const EmployeeOrders &orders,
                           const std::shared_ptr<const EmployeeArrangement> &previous)
{
    auto next = std::make_shared<EmployeeArrangement>();
    next->rows = orders.rows ? orders.rows : EmployeeRows::make(orders.pages, orders.clusters, orders.today);
    next->sort = orders.sort;
    next->filter = orders.filter;
    const bool contractsMatter = orders.sort.column == EmployeeColumn::ActiveContract;
    const bool otherNames = orders.sort.column == EmployeeColumn::Cluster;
    if (previous && previous->sort == next->sort && !contractsMatter &&
        (previous->rows == next->rows || (!otherNames && next->rows->isSameAnswer(*previous->rows))))
        next->order = previous->order;
    else
        next->order = sorted(orders, *next->rows);
    next->visible = next->rows->filtered(next->order, orders.filter, orders.contracts.get());

    EmployeeTransition transition;
    if (previous)
        static_cast<RowTransition &>(transition) = between(*previous, *next);
    else
        transition.added = next->visible;
    transition.next = std::move(next);
    return transition;
}

} // namespace hrcache
