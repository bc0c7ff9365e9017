#pragma once

#include "ui/base/RowTransition.h"
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

/// What is to become of the table.
struct EmployeeTransition : RowTransition
{
    std::shared_ptr<const EmployeeArrangement> next;
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
