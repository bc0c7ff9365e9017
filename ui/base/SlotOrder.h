#pragma once

#include <Qt>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace hrcache {

/// Slots of rows in the order in which a table shows them.
using SlotOrder = std::vector<uint32_t>;

/// By `keys`, one for each slot. Equal rows stay as the server ordered them, in both directions.
template<typename Key>
void sortByKeys(SlotOrder &order, const std::vector<Key> &keys, Qt::SortOrder direction)
{
    if (direction == Qt::AscendingOrder)
        std::stable_sort(order.begin(), order.end(),
                         [&](uint32_t a, uint32_t b) { return keys[a] < keys[b]; });
    else
        std::stable_sort(order.begin(), order.end(),
                         [&](uint32_t a, uint32_t b) { return keys[b] < keys[a]; });
}

} // namespace hrcache
