#include "ui/base/ArrangedModel.h"

#include "base/ThreadPool.h"

#include <algorithm>

namespace hrcache {

ArrangedModel::ArrangedModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    connect(&m_glow, &CellGlow::changed, this, &ArrangedModel::glowChanged);
}

int ArrangedModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_visible.size());
}

int ArrangedModel::rowOf(const QString &id) const
{
    const QByteArray utf8 = id.toUtf8();
    const std::string_view wanted(utf8.constData(), static_cast<size_t>(utf8.size()));
    const auto found =
        std::find_if(m_visible.begin(), m_visible.end(), [&](uint32_t slot) { return idOf(slot) == wanted; });
    return found == m_visible.end() ? -1 : static_cast<int>(found - m_visible.begin());
}

int ArrangedModel::rowOfSlot(uint32_t slot) const
{
    if (m_rowOfSlot.empty()) {
        m_rowOfSlot.assign(m_slotCount, -1);
        for (size_t i = 0; i < m_visible.size(); ++i)
            m_rowOfSlot[m_visible[i]] = static_cast<int>(i);
    }
    return slot < m_rowOfSlot.size() ? m_rowOfSlot[slot] : -1;
}

void ArrangedModel::arrangeAnew()
{
    if (m_arranging) {
        // One at a time: each starts from what the one before has shown.
        m_anew = true;
        return;
    }
    m_anew = false;
    Work next = work();
    if (next.arrange && next.isLong)
        arrangeOnPool(std::move(next.arrange));
    else if (next.arrange)
        show(next.arrange());
}

void ArrangedModel::arrangeOnPool(std::function<Showing()> arrange)
{
    m_arranging = true;
    const quint64 generation = ++m_generation;
    auto task = runOnPool(workerPool(), std::move(arrange));
    QCoro::connect(std::move(task), this, [this, generation](Result<Showing> arranged) {
        if (generation != m_generation || !arranged)
            return;
        m_arranging = false;
        show(*arranged);
    });
}

void ArrangedModel::show(const Showing &showing)
{
    showing();
    if (!m_anew)
        emit arranged();
    else if (!m_arranging)
        arrangeAnew();
}

void ArrangedModel::become(const RowTransition &transition, const std::vector<uint32_t> &after,
                           size_t slotCount, const std::function<void()> &exchange)
{
    removeLeaving(transition);
    // Who stays has the same place; from here on his cells come from the new rows.
    m_visible = transition.kept;
    m_rowOfSlot.clear();
    m_slotCount = slotCount;
    exchange();
    addComing(transition, after);
    announce(transition.changes);
    m_glowNext = true;
}

void ArrangedModel::removeAll()
{
    ++m_generation;
    m_arranging = m_anew = false;
    if (!m_visible.empty()) {
        beginRemoveRows({}, 0, rowCount() - 1);
        m_visible.clear();
        m_rowOfSlot.clear();
        endRemoveRows();
    }
    m_slotCount = 0;
    m_glow.clear();
}

void ArrangedModel::removeLeaving(const RowTransition &transition)
{
    if (transition.allStay)
        return;
    std::vector<uint32_t> ordered;
    std::vector<uint32_t> leaving;
    for (size_t i = 0; i < m_visible.size(); ++i)
        (transition.stays[i] ? ordered : leaving).push_back(m_visible[i]);
    const auto kept = static_cast<int>(ordered.size());
    ordered.insert(ordered.end(), leaving.begin(), leaving.end());
    reorder(std::move(ordered));
    beginRemoveRows({}, kept, rowCount() - 1);
    m_visible.resize(static_cast<size_t>(kept));
    m_rowOfSlot.clear();
    endRemoveRows();
}

void ArrangedModel::addComing(const RowTransition &transition, const std::vector<uint32_t> &after)
{
    if (!transition.added.empty()) {
        const bool alone = transition.sameOrder && !m_visible.empty() && transition.added.size() == 1;
        const auto place =
            alone ? std::find(after.begin(), after.end(), transition.added.front()) - after.begin()
                  : static_cast<std::ptrdiff_t>(m_visible.size());
        beginInsertRows({}, static_cast<int>(place),
                        static_cast<int>(place) + static_cast<int>(transition.added.size()) - 1);
        m_visible.insert(m_visible.begin() + place, transition.added.begin(), transition.added.end());
        m_rowOfSlot.clear();
        endInsertRows();
    }
    reorder(after);
}

void ArrangedModel::reorder(std::vector<uint32_t> visible)
{
    if (m_visible == visible)
        return;
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList persistent = persistentIndexList();
    if (persistent.isEmpty()) {
        m_visible = std::move(visible);
    } else {
        std::vector<int> rowOfSlot(m_slotCount, -1);
        for (size_t i = 0; i < visible.size(); ++i)
            rowOfSlot[visible[i]] = static_cast<int>(i);
        QModelIndexList moved;
        moved.reserve(persistent.size());
        for (const QModelIndex &old : persistent) {
            const int row = rowOfSlot[slotAt(old.row())];
            moved << (row < 0 ? QModelIndex() : createIndex(row, old.column()));
        }
        m_visible = std::move(visible);
        changePersistentIndexList(persistent, moved);
    }
    m_rowOfSlot.clear();
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void ArrangedModel::announceColumns(std::initializer_list<int> columns)
{
    if (m_visible.empty())
        return;
    for (const int column : columns)
        emit dataChanged(index(0, column), index(rowCount() - 1, column), {Qt::DisplayRole});
}

void ArrangedModel::announce(const std::vector<RowTransition::Change> &changes)
{
    constexpr size_t many = 1'000;
    uint32_t columns = 0;
    for (const RowTransition::Change &change : changes)
        columns |= change.columns;
    for (int column = 0; column < columnCount() && changes.size() > many && rowCount() > 0; ++column) {
        if (columns & (1U << column))
            emit dataChanged(index(0, column), index(rowCount() - 1, column));
    }
    for (const RowTransition::Change &change : changes) {
        const int row = changes.size() > many ? -1 : rowOfSlot(change.slot);
        for (int column = 0; column < columnCount() && row >= 0; ++column) {
            if (change.columns & (1U << column))
                emit dataChanged(index(row, column), index(row, column));
        }
        if (m_glowNext)
            m_glow.add(change.slot, change.columns);
    }
}

} // namespace hrcache
