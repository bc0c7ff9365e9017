#pragma once

#include "ui/base/CellGlow.h"
#include "ui/base/RowTransition.h"

#include <QAbstractTableModel>

#include <functional>
#include <initializer_list>
#include <string_view>

namespace hrcache {

/// A table of rows that are filtered and sorted elsewhere and shown by their slots. Other rows, another
/// filter or sort inserts, removes and moves rows and never resets, so that selection and scrolling stay.
/// Long lists are arranged on a thread pool, and what is shown meanwhile is the arrangement before. Cells
/// that changed glow. GUI thread.
class ArrangedModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit ArrangedModel(QObject *parent = nullptr);

    /// Cells change colour at once, without fading.
    void setReducedMotion(bool reduced) { m_glow.setReducedMotion(reduced); }

    /// Without rows, at once: they belong to somebody else.
    virtual void clear() = 0;

    /// Rows, whatever the filter.
    [[nodiscard]] virtual int totalCount() const = 0;

    /// The row with an id; -1 if it is not shown.
    [[nodiscard]] int rowOf(const QString &id) const;

    /// Whether a list, filter or sort is being worked on.
    [[nodiscard]] bool isArranging() const { return m_arranging; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;

signals:
    /// What was asked for last is shown.
    void arranged();
    /// Glowing cells are to be painted again.
    void glowChanged();

protected:
    /// Shows what was arranged, on the GUI thread.
    using Showing = std::function<void()>;

    struct Work
    {
        /// On any thread: owns what it touches. Empty: there is nothing to be arranged.
        std::function<Showing()> arrange;
        bool isLong = false; ///< takes longer than a frame may
    };

    /// What there is to be arranged now, from what is shown.
    [[nodiscard]] virtual Work work() = 0;
    /// Does work() and shows it: at once, or when the pool has done what is long. What is asked for meanwhile
    /// is done in one afterwards.
    void arrangeAnew();

    /// UTF-8, valid as long as the rows are.
    [[nodiscard]] virtual std::string_view idOf(uint32_t slot) const = 0;

    [[nodiscard]] uint32_t slotAt(int row) const { return m_visible[static_cast<size_t>(row)]; }

    /// -1: not shown. The first call after rows have moved looks at all of them.
    [[nodiscard]] int rowOfSlot(uint32_t slot) const;

    [[nodiscard]] const std::vector<uint32_t> &visible() const { return m_visible; }

    [[nodiscard]] double glowOf(uint32_t slot, int column) const { return m_glow.of(slot, column); }

    /// Goes over to `after` of `slotCount` rows. `exchange` is called when those that leave are gone and only
    /// rows that stay are shown: from then on the model answers from the new rows.
    void become(const RowTransition &transition, const std::vector<uint32_t> &after, size_t slotCount,
                const std::function<void()> &exchange);

    /// Called while something is being shown: there is more to be arranged by now.
    void arrangeOnceMore() { m_anew = true; }

    /// Without rows, at once; what is being worked on is not shown.
    void removeAll();

    /// Slots are about to mean other rows.
    void stopGlowing() { m_glow.clear(); }

    /// Whether the cells glow that become() changes next; it does so once.
    void setGlowNext(bool glow) { m_glowNext = glow; }

    /// These cells are others, in rows that are shown or not; many are announced in one.
    void announce(const std::vector<RowTransition::Change> &changes);
    /// Every cell of these columns may be another one.
    void announceColumns(std::initializer_list<int> columns);

private:
    void arrangeOnPool(std::function<Showing()> arrange);
    void show(const Showing &showing);
    void removeLeaving(const RowTransition &transition);
    void addComing(const RowTransition &transition, const std::vector<uint32_t> &after);
    void reorder(std::vector<uint32_t> visible);

    std::vector<uint32_t> m_visible;
    mutable std::vector<int> m_rowOfSlot; ///< empty: not known
    size_t m_slotCount = 0;
    quint64 m_generation = 0; ///< of what is being arranged
    bool m_arranging = false;
    bool m_anew = false; ///< something else was asked for meanwhile
    bool m_glowNext = true;
    CellGlow m_glow;
};

} // namespace hrcache
