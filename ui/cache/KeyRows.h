#pragma once

#include "ui/base/RowTransition.h"
#include "ui/cache/KeyRow.h"

#include <QHash>

#include <memory>
#include <vector>

namespace hrcache {

/// The keys of a user and company by their slots, which stay theirs. Those that went keep slot and content,
/// so that a table can show them until it leaves them out; a key that comes back takes its slot again. Each
/// object is used on one thread at a time; its snapshots may be on others.
class KeyRows
{
public:
    static constexpr uint32_t noSlot = RowTransition::noSlot;

    using Changes = std::vector<RowTransition::Change>;

    KeyRows() = default;
    KeyRows(KeyRows &&) = default;
    KeyRows &operator=(KeyRows &&) = default;

    /// The rows as they are now. Costs little: rows are shared in pieces until either changes them.
    [[nodiscard]] KeyRows snapshot();

    /// Also of those that went.
    [[nodiscard]] size_t slotCount() const { return m_slotCount; }

    /// Of those that are there.
    [[nodiscard]] size_t count() const { return m_count; }

    /// Of the values of all that are there.
    [[nodiscard]] qint64 bytes() const { return m_bytes; }

    /// Another one whenever a row came or became another; not when one went.
    [[nodiscard]] quint64 revision() const { return m_revision; }

    [[nodiscard]] const KeyRow &at(uint32_t slot) const
    {
        return m_pieces[slot / rowsPerPiece]->rows[slot % rowsPerPiece];
    }

    [[nodiscard]] bool isThere(uint32_t slot) const
    {
        return m_pieces[slot / rowsPerPiece]->there[slot % rowsPerPiece];
    }

    /// Of a key that is there; else noSlot.
    [[nodiscard]] uint32_t slotOf(const QByteArray &key) const;
    /// Null: it is not there. Valid until something changes.
    [[nodiscard]] const KeyRow *find(const QByteArray &key) const;

    /// The key is there, and this is known of it. What looks like the row that stands here leaves that as it
    /// is. Columns that differ; none: nothing is to be shown anew.
    RowTransition::Change put(KeyRow row);
    /// Whether it was there.
    bool remove(const QByteArray &key);

    /// These are all keys that there are. Rows that had a slot before and became others, with the columns.
    Changes setAll(const std::vector<CacheKeyInfo> &infos, const CacheTtl &ttls, const Clock &clock);
    /// This is what became of these keys.
    Changes update(const std::vector<CacheKeyInfo> &infos, const CacheTtl &ttls, const Clock &clock);

    /// Whether it holds much more than what is there.
    [[nodiscard]] bool isSparse() const { return m_slotCount > 2 * m_count + rowsPerPiece; }

    /// Forgets those that went. For each slot the one that the row has now, or noSlot.
    std::vector<uint32_t> compact();

private:
    KeyRows(const KeyRows &) = default;

    static constexpr size_t rowsPerPiece = 256;

    struct Piece
    {
        std::vector<KeyRow> rows;
        std::vector<bool> there;
    };

    using Index = QHash<QByteArray, uint32_t>;

    [[nodiscard]] uint32_t slotEver(const QByteArray &key) const;
    uint32_t append(KeyRow row);
    /// To be changed: no snapshot has it.
    Piece &own(uint32_t slot);
    void removeAt(uint32_t slot);
    void settleIndex();

    std::vector<std::shared_ptr<Piece>> m_pieces;
    std::vector<bool> m_owned;            ///< of m_pieces: whether no snapshot has it as well
    std::shared_ptr<const Index> m_index; ///< what is not in m_more; may be null
    Index m_more;                         ///< few, so that it is soon copied
    size_t m_slotCount = 0;
    size_t m_count = 0;
    qint64 m_bytes = 0;
    quint64 m_revision = 0;
};

} // namespace hrcache
