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
        if (m_anew && !m_arranging)
            arrangeAnew();
    });
}

void ArrangedModel::show(const Showing &showing)
{
    showing();
    if (!m_anew)
        emit arranged();
}

void ArrangedModel::become(const RowTransition &transition, const std::vector<uint32_t> &after,
                           size_t slotCount, const std::function<void()> &exchange)
{
    removeLeaving(transition);
    // Who stays has the same place; from here on his cells come from the new rows.
    m_visible = transition.kept;
    m_slotCount = slotCount;
    exchange();
    addComing(transition, after);
    announceChanges(transition);
    m_glowNext = true;
}

void ArrangedModel::removeAll()
{
    ++m_generation;
    m_arranging = m_anew = false;
    if (!m_visible.empty()) {
        beginRemoveRows({}, 0, rowCount() - 1);
        m_visible.clear();
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
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void ArrangedModel::announceColumns(std::initializer_list<int> columns)
{
    if (m_visible.empty())
        return;
    for (const int column : columns)
        emit dataChanged(index(0, column), index(rowCount() - 1, column), {Qt::DisplayRole});
}

void ArrangedModel::announceChanges(const RowTransition &transition)
{
    if (transition.changes.empty())
        return;
    std::vector<int> rowOfSlot(m_slotCount, -1);
    for (size_t i = 0; i < m_visible.size(); ++i)
        rowOfSlot[m_visible[i]] = static_cast<int>(i);
    for (const RowTransition::Change &change : transition.changes) {
        for (int column = 0; column < columnCount(); ++column) {
            if (change.columns & (1U << column)) {
                const QModelIndex cell = index(rowOfSlot[change.slot], column);
                emit dataChanged(cell, cell);
            }
        }
        if (m_glowNext)
            m_glow.add(change.slot, change.columns);
    }
}

} // namespace hrcache
