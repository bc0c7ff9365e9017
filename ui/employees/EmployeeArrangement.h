#pragma once

#include "ui/employees/EmployeeRows.h"

namespace hrcache {

/// Texts of contracts by employee id, shared between threads.
using ContractTexts = std::shared_ptr<const QHash<QByteArray, QString>>;

struct EmployeeSort
{
    EmployeeColumn column = EmployeeColumn::LastName;
    Qt::SortOrder order = Qt::AscendingOrder;
    bool operator==(const EmployeeSort &) const = default;
};

/// Rows in an order, and those of them that are shown. Immutable, so any thread may read it.
struct EmployeeArrangement
{
    std::shared_ptr<const EmployeeRows> rows;
    EmployeeSort sort;
    EmployeeFilter filter;
    std::vector<uint32_t> order;   ///< every slot
    std::vector<uint32_t> visible; ///< slots that are shown, in the order
};

/// What is to become of a table: the next arrangement, and how to get there without losing anybody's place.
struct EmployeeTransition
{
    std::shared_ptr<const EmployeeArrangement> next;
    /// For each shown row of the previous arrangement whether it stays.
    std::vector<bool> stays;
    bool allStay = true;
    /// The slots in `next` of those that stay, in their previous order.
    std::vector<uint32_t> kept;
    /// The slots of rows that come.
    std::vector<uint32_t> added;
    /// Whether `kept` is the order of those rows in `next`, too.
    bool sameOrder = true;

    struct Change
    {
        uint32_t slot = 0;    ///< in `next`
        uint32_t columns = 0; ///< bit n: the table's column n
    };

    std::vector<Change> changes; ///< cells of rows that both arrangements show
};

/// What arrange() works on.
struct EmployeeOrders
{
    std::vector<EmployeeList> pages; ///< used if `rows` is null
    std::shared_ptr<const EmployeeRows> rows;
    ClusterNames clusters;
    ContractTexts contracts;
    QDate today;
    EmployeeSort sort;
    EmployeeFilter filter;
};

/// Sorts and filters, reusing what `previous` (may be null) has already. Texts are ordered as the locale
/// does, dates and codes by their value. Call it on a pool when there are many rows.
[[nodiscard]] EmployeeTransition arrange(const EmployeeOrders &orders,
                                         const std::shared_ptr<const EmployeeArrangement> &previous);

} // namespace hrcache
