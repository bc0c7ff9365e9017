#include "ui/contracts/ContractArrangement.h"

#include "ui/base/Collation.h"
#include "ui/base/SlotOrder.h"

#include <limits>
#include <numeric>

namespace hrcache {

namespace {

template<typename KeyOf>
void sortByValue(SlotOrder &order, Qt::SortOrder direction, KeyOf keyOf)
{
    std::vector<decltype(keyOf(size_t(0)))> keys;
    keys.reserve(order.size());
    for (size_t slot = 0; slot < order.size(); ++slot)
        keys.push_back(keyOf(slot));
    sortByKeys(order, keys, direction);
}

QString textOf(const ContractTableRows &rows, size_t slot, ContractColumn column)
{
    switch (column) {
    case ContractColumn::Employee: {
        const EmployeeSummary &employee = rows.employee(slot);
        return employee.lastName() + QChar(u'\u0001') + employee.firstName();
    }
    case ContractColumn::Identifier:
        return rows.employee(slot).identifier();
    case ContractColumn::Type:
        return rows.typeText(slot);
    case ContractColumn::Pay:
        return rows.payText(slot);
    case ContractColumn::JobTitle:
        return rows.at(slot).jobTitle();
    default:
        return rows.at(slot).currency();
    }
}

void sortByText(SlotOrder &order, const ContractTableRows &rows, const ContractSort &sort)
{
    const QCollator collator = listCollator();
    std::vector<QCollatorSortKey> keys;
    keys.reserve(rows.size());
    for (size_t slot = 0; slot < rows.size(); ++slot)
        keys.push_back(collator.sortKey(textOf(rows, slot, sort.column)));
    sortByKeys(order, keys, sort.order);
}

SlotOrder sorted(const ContractTableRows &rows, const ContractSort &sort)
{
    constexpr qint64 last = std::numeric_limits<qint64>::max();
    SlotOrder order(rows.size());
    std::iota(order.begin(), order.end(), 0U);
    switch (sort.column) {
    case ContractColumn::From:
        sortByValue(order, sort.order, [&](size_t slot) { return rows.at(slot).startDate().toJulianDay(); });
        break;
    case ContractColumn::To:
        // No end is later than any.
        sortByValue(order, sort.order, [&](size_t slot) {
            const QDate end = rows.at(slot).endDate();
            return end.isValid() ? end.toJulianDay() : last;
        });
        break;
    case ContractColumn::EndingSoon:
        sortByValue(order, sort.order, [&](size_t slot) {
            const qint64 days = rows.endsSoonIn(slot);
            return days >= 0 ? days : last;
        });
        break;
    case ContractColumn::State:
        sortByValue(order, sort.order, [&](size_t slot) { return static_cast<int>(rows.state(slot)); });
        break;
    case ContractColumn::Salary:
        sortByValue(order, sort.order, [&](size_t slot) { return rows.at(slot).baseSalary(); });
        break;
    case ContractColumn::Rate:
        sortByValue(order, sort.order, [&](size_t slot) { return rows.at(slot).workRate(); });
        break;
    case ContractColumn::Hours:
        sortByValue(order, sort.order, [&](size_t slot) { return rows.at(slot).weeklyHours(); });
        break;
    case ContractColumn::Employee:
    case ContractColumn::Identifier:
    case ContractColumn::Type:
    case ContractColumn::Pay:
    case ContractColumn::JobTitle:
    case ContractColumn::Currency:
        sortByText(order, rows, sort);
        break;
    }
    return order;
}

} // namespace

ContractTransition arrange(const ContractOrders &orders,
                           const std::shared_ptr<const ContractArrangement> &previous)
{
    auto next = std::make_shared<ContractArrangement>();
    next->rows =
        orders.rows ? orders.rows : ContractTableRows::make(orders.contracts, orders.words, orders.today);
    next->sort = orders.sort;
    next->filter = orders.filter;
    const bool sameRows = previous && previous->rows == next->rows;
    if (sameRows && previous->sort == next->sort)
        next->order = previous->order;
    else
        next->order = sorted(*next->rows, orders.sort);
    next->visible = next->rows->filtered(next->order, orders.filter);

    ContractTransition transition;
    if (!previous) {
        transition.added = next->visible;
    } else if (sameRows) {
        static_cast<RowTransition &>(transition) =
            RowTransition::between(previous->visible, next->visible, next->rows->size());
    } else {
        static_cast<RowTransition &>(transition) = RowTransition::between(
            previous->visible, next->visible, next->rows->size(), next->rows->slotsFrom(*previous->rows),
            [&](uint32_t old, uint32_t now) { return next->rows->differences(*previous->rows, old, now); });
    }
    transition.next = std::move(next);
    return transition;
}

} // namespace hrcache
