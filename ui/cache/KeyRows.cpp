#include "ui/cache/KeyRows.h"

namespace hrcache {

namespace {

constexpr qsizetype fewKeys = 2'000;

} // namespace

KeyRows KeyRows::snapshot()
{
    m_owned.assign(m_owned.size(), false);
    return *this;
}

uint32_t KeyRows::slotEver(const QByteArray &key) const
{
    if (const auto found = m_more.constFind(key); found != m_more.constEnd())
        return *found;
    return m_index ? m_index->value(key, noSlot) : noSlot;
}

uint32_t KeyRows::slotOf(const QByteArray &key) const
{
    const uint32_t slot = slotEver(key);
    return slot != noSlot && isThere(slot) ? slot : noSlot;
}

const KeyRow *KeyRows::find(const QByteArray &key) const
{
    const uint32_t slot = slotOf(key);
    return slot == noSlot ? nullptr : &at(slot);
}

KeyRows::Piece &KeyRows::own(uint32_t slot)
{
    const size_t number = slot / rowsPerPiece;
    if (!m_owned[number]) {
        m_pieces[number] = std::make_shared<Piece>(*m_pieces[number]);
        m_owned[number] = true;
    }
    return *m_pieces[number];
}

uint32_t KeyRows::append(KeyRow row)
{
    const auto slot = static_cast<uint32_t>(m_slotCount++);
    if (slot % rowsPerPiece == 0) {
        m_pieces.push_back(std::make_shared<Piece>());
        m_owned.push_back(true);
    }
    ++m_count;
    m_bytes += row.bytes;
    m_more.insert(row.key, slot);
    Piece &piece = own(slot);
    piece.rows.push_back(std::move(row));
    piece.there.push_back(true);
    return slot;
}

RowTransition::Change KeyRows::put(KeyRow row)
{
    const uint32_t slot = slotEver(row.key);
    if (slot == noSlot) {
        ++m_revision;
        return {append(std::move(row)), KeyRow::changingColumns};
    }
    const KeyRow &old = at(slot);
    const bool back = !isThere(slot);
    if (!back && old.looksLike(row))
        return {slot, 0};
    const uint32_t columns = back ? KeyRow::changingColumns : old.differences(row);
    m_count += back ? 1 : 0;
    m_bytes += row.bytes - (back ? 0 : old.bytes);
    ++m_revision;
    Piece &piece = own(slot);
    piece.rows[slot % rowsPerPiece] = std::move(row);
    piece.there[slot % rowsPerPiece] = true;
    return {slot, columns};
}

bool KeyRows::remove(const QByteArray &key)
{
    const uint32_t slot = slotOf(key);
    if (slot == noSlot)
        return false;
    removeAt(slot);
    return true;
}

void KeyRows::removeAt(uint32_t slot)
{
    --m_count;
    m_bytes -= at(slot).bytes;
    own(slot).there[slot % rowsPerPiece] = false;
}

KeyRows::Changes KeyRows::setAll(const std::vector<CacheKeyInfo> &infos, const CacheTtl &ttls,
                                 const Clock &clock)
{
    Changes changes;
    std::vector<bool> told(m_slotCount);
    for (const CacheKeyInfo &info : infos) {
        if (!KeyRow::isEntry(info))
            continue;
        const RowTransition::Change change = put(KeyRow::of(info, ttls, clock));
        if (change.slot >= told.size())
            continue;
        told[change.slot] = true;
        if (change.columns != 0)
            changes.push_back(change);
    }
    for (uint32_t slot = 0; slot < told.size(); ++slot) {
        if (!told[slot] && isThere(slot))
            removeAt(slot);
    }
    settleIndex();
    return changes;
}

KeyRows::Changes KeyRows::update(const std::vector<CacheKeyInfo> &infos, const CacheTtl &ttls,
                                 const Clock &clock)
{
    Changes changes;
    const size_t known = m_slotCount;
    for (const CacheKeyInfo &info : infos) {
        if (!KeyRow::isEntry(info)) {
            remove(info.key);
            continue;
        }
        const RowTransition::Change change = put(KeyRow::of(info, ttls, clock));
        if (change.columns != 0 && change.slot < known)
            changes.push_back(change);
    }
    settleIndex();
    return changes;
}

std::vector<uint32_t> KeyRows::compact()
{
    std::vector<uint32_t> map(m_slotCount, noSlot);
    KeyRows fresh;
    for (uint32_t slot = 0; slot < m_slotCount; ++slot) {
        if (isThere(slot))
            map[slot] = fresh.append(at(slot));
    }
    fresh.m_revision = m_revision + 1;
    fresh.settleIndex();
    *this = std::move(fresh);
    return map;
}

void KeyRows::settleIndex()
{
    if (m_more.size() <= fewKeys)
        return;
    if (!m_index) {
        m_index = std::make_shared<const Index>(std::exchange(m_more, {}));
        return;
    }
    auto all = std::make_shared<Index>(*m_index);
    all->insert(std::exchange(m_more, {}));
    m_index = std::move(all);
}

} // namespace hrcache
