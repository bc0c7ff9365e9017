#pragma once

#include "ui/base/RowTransition.h"
#include "ui/contracts/ContractTableRows.h"

namespace hrcache {

struct ContractSort
{
    ContractColumn column = ContractColumn::Employee;
    Qt::SortOrder order = Qt::AscendingOrder;
    bool operator==(const ContractSort &) const = default;
};

/// Rows in an order, and those of them that are shown. Immutable, so any thread may read it.
struct ContractArrangement
{
    std::shared_ptr<const ContractTableRows> rows;
    ContractSort sort;
    ContractFilter filter;
    std::vector<uint32_t> order;   ///< every slot
    std::vector<uint32_t> visible; ///< slots that are shown, in the order
};

/// What is to become of the table.
struct ContractTransition : RowTransition
{
    std::shared_ptr<const ContractArrangement> next;
};

/// What arrange() works on.
struct ContractOrders
{
    ContractTableRows::Contracts contracts; ///< used if `rows` is null
    std::shared_ptr<const ContractTableRows> rows;
    ContractTableRows::Words words;
    QDate today;
    ContractSort sort;
    ContractFilter filter;
};

/// Sorts and filters, reusing what `previous` (may be null) has already. Texts are ordered as the locale
/// does, everything else by its value. Call it on a pool when there are many rows.
[[nodiscard]] ContractTransition arrange(const ContractOrders &orders,
                                         const std::shared_ptr<const ContractArrangement> &previous);

} // namespace hrcache
