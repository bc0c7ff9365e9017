#include "ui/employees/EmployeeArrangement.h"

#include "ui/base/Collation.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace hrcache {

namespace {

constexpr uint32_t noSlot = UINT32_MAX;

using Order = std::vector<uint32_t>;

template<typename Keys>
void sortBy(Order &order, const Keys &keys, Qt::SortOrder direction)
{
    // Equal rows stay as the server ordered them, in both directions.
    if (direction == Qt::AscendingOrder)
        std::stable_sort(order.begin(), order.end(),
                         [&](uint32_t a, uint32_t b) { return keys[a] < keys[b]; });
    else
        std::stable_sort(order.begin(), order.end(),
                         [&](uint32_t a, uint32_t b) { return keys[b] < keys[a]; });
}

void sortByText(Order &order, const EmployeeOrders &orders, const EmployeeRows &rows, Qt::SortOrder direction)
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
    sortBy(order, keys, direction);
}

Order sorted(const EmployeeOrders &orders, const EmployeeRows &rows)
{
    Order order(rows.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto column = static_cast<size_t>(std::max(0, rowColumnOf(orders.sort.column)));
    switch (orders.sort.column) {
    case EmployeeColumn::BirthDate:
    case EmployeeColumn::HireDate: {
        // ISO dates are in the order of their text; rows without one come first.
        std::vector<std::string_view> keys(rows.size());
        for (size_t slot = 0; slot < rows.size(); ++slot)
            keys[slot] = rows.at(slot).row().utf8(column);
        sortBy(order, keys, orders.sort.order);
        break;
    }
    case EmployeeColumn::State: {
        std::vector<int> keys(rows.size());
        for (size_t slot = 0; slot < rows.size(); ++slot)
            keys[slot] = static_cast<int>(rows.state(slot));
        sortBy(order, keys, orders.sort.order);
        break;
    }
    default:
        sortByText(order, orders, rows, orders.sort.order);
        break;
    }
    return order;
}

/// For each slot of `before` the slot of the same employee in `after`.
Order mapSlots(const EmployeeRows &before, const EmployeeRows &after)
{
    Order map(before.size(), noSlot);
    // Most refreshes bring the same employees in the same order: then nothing needs to be looked up.
    std::unordered_map<std::string_view, uint32_t> slotOf;
    for (size_t slot = 0; slot < before.size(); ++slot) {
        const std::string_view id = before.at(slot).idUtf8();
        if (slot < after.size() && after.at(slot).idUtf8() == id) {
            map[slot] = static_cast<uint32_t>(slot);
            continue;
        }
        if (slotOf.empty()) {
            slotOf.reserve(after.size());
            for (size_t other = 0; other < after.size(); ++other)
                slotOf.emplace(after.at(other).idUtf8(), static_cast<uint32_t>(other));
        }
        if (const auto found = slotOf.find(id); found != slotOf.end())
            map[slot] = found->second;
    }
    return map;
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

void compare(EmployeeTransition &transition, const EmployeeArrangement &previous)
{
    const EmployeeArrangement &next = *transition.next;
    const bool sameRows = previous.rows == next.rows;
    Order map;
    if (!sameRows)
        map = mapSlots(*previous.rows, *next.rows);
    std::vector<bool> shownNext(next.rows->size());
    for (const uint32_t slot : next.visible)
        shownNext[slot] = true;
    std::vector<bool> shownBefore(next.rows->size());
    transition.stays.reserve(previous.visible.size());
    for (const uint32_t old : previous.visible) {
        const uint32_t now = sameRows ? old : map[old];
        const bool stays = now != noSlot && shownNext[now];
        transition.stays.push_back(stays);
        transition.allStay = transition.allStay && stays;
        if (!stays)
            continue;
        shownBefore[now] = true;
        transition.kept.push_back(now);
        if (const uint32_t columns = sameRows ? 0 : differences(*previous.rows, old, *next.rows, now))
            transition.changes.push_back({now, columns});
    }
    size_t at = 0;
    for (const uint32_t slot : next.visible) {
        if (!shownBefore[slot])
            transition.added.push_back(slot);
        else if (transition.kept[at++] != slot)
            transition.sameOrder = false;
    }
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
    transition.next = next;
    if (previous)
        compare(transition, *previous);
    else
        transition.added = next->visible;
    return transition;
}

} // namespace hrcache
