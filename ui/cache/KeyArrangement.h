#pragma once

#include "ui/cache/KeyRows.h"

#include <QStringList>

namespace hrcache {

struct KeySort
{
    int column = -1; ///< KeyRow::Column; -1: as the keys came
    Qt::SortOrder order = Qt::AscendingOrder;
    bool operator==(const KeySort &) const = default;
};

struct KeyFilter
{
    QStringList words; ///< each must stand somewhere in the key or in the name of its type
    QByteArray type;   ///< a data type ("employees"); empty: all
    bool operator==(const KeyFilter &) const = default;

    [[nodiscard]] bool isEmpty() const { return words.isEmpty() && type.isEmpty(); }
};

/// What a cache said of its keys.
struct KeyList
{
    std::shared_ptr<const std::vector<CacheKeyInfo>> infos;
    bool isWhole = true; ///< there are no others
    WallTime now;        ///< when it was said
    SteadyTime steady;
    CacheTtl ttls; ///< what entries live for that do not say it themselves
};

/// Keys in an order, and those of them that are shown. Immutable, so any thread may read it.
struct KeyArrangement
{
    KeySort sort;
    quint64 revision = 0;          ///< of the rows
    std::vector<uint32_t> order;   ///< slots, also of keys that have gone since
    std::vector<uint32_t> visible; ///< those that are shown, in the order
};

/// What is to become of the table.
struct KeyTransition : RowTransition
{
    std::shared_ptr<const KeyArrangement> next;
    KeyRows rows;
    std::shared_ptr<const KeyList> list; ///< that was taken in; null: none
};

/// What arrangeKeys() works on.
struct KeyOrders
{
    KeyRows rows;
    std::shared_ptr<const KeyList> list; ///< to be taken into the rows first; may be null
    KeySort sort;
    KeyFilter filter;
};

/// Takes in, sorts and filters, reusing what `previous` (may be null) has already. What never expires comes
/// after all that does, whose age is unknown before everything; equal rows are ordered by their keys. Call it
/// on a pool when there are many rows.
[[nodiscard]] KeyTransition arrangeKeys(KeyOrders orders,
                                        const std::shared_ptr<const KeyArrangement> &previous);

} // namespace hrcache
