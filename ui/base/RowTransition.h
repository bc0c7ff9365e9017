#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace hrcache {

/// How a table gets from the rows that it shows to others without losing anybody's place. Rows are told by
/// their slots: their places in what holds all of them, shown or not.
struct RowTransition
{
    static constexpr uint32_t noSlot = UINT32_MAX;

    struct Change
    {
        uint32_t slot = 0;    ///< afterwards
        uint32_t columns = 0; ///< bit n: the table's column n
    };

    std::vector<bool> stays; ///< of each row shown before
    bool allStay = true;
    std::vector<uint32_t> kept;  ///< slots afterwards of those that stay, in their order before
    std::vector<uint32_t> added; ///< slots of those that come
    bool sameOrder = true;       ///< whether `kept` is the order of those rows afterwards, too
    std::vector<Change> changes; ///< cells of rows that are shown before and afterwards

    /// From the slots `before` to the slots `after` of `slotCount` rows. `map` gives for each slot of before
    /// the one of the same row afterwards, or noSlot; empty: they are the same. `differences` says which
    /// columns of a row that stays differ (not called if the slots are the same).
    [[nodiscard]] static RowTransition
    between(const std::vector<uint32_t> &before, const std::vector<uint32_t> &after, size_t slotCount,
            const std::vector<uint32_t> &map = {},
            const std::function<uint32_t(uint32_t, uint32_t)> &differences = {});

    /// The id of a row, by its slot.
    using IdOf = std::function<std::string_view(size_t)>;

    /// For each of `beforeCount` slots of before the one with the same id among `afterCount` afterwards, or
    /// noSlot.
    [[nodiscard]] static std::vector<uint32_t> mapById(size_t beforeCount, const IdOf &before,
                                                       size_t afterCount, const IdOf &after);
};

} // namespace hrcache
