#pragma once

#include "ui/base/CellGlow.h"
#include "ui/base/RowTransition.h"

#include <QAbstractTableModel>

namespace hrcache {

/// A table of rows that are filtered and sorted elsewhere and shown by their slots. Other rows, another
/// filter or sort inserts, removes and moves rows and never resets, so that selection and scrolling stay.
/// Cells that changed glow. GUI thread.
class ArrangedModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit ArrangedModel(QObject *parent = nullptr);

    /// Cells change colour at once, without fading.
    void setReducedMotion(bool reduced) { m_glow.setReducedMotion(reduced); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;

signals:
    /// Glowing cells are to be painted again.
    void glowChanged();

protected:
    [[nodiscard]] uint32_t slotAt(int row) const { return m_visible[static_cast<size_t>(row)]; }

    [[nodiscard]] const std::vector<uint32_t> &visible() const { return m_visible; }

    [[nodiscard]] double glowOf(uint32_t slot, int column) const { return m_glow.of(slot, column); }

    /// Goes over to `after` of `slotCount` rows. `exchange` is called when those that leave are gone and only
    /// rows that stay are shown: from then on the model answers from the new rows. `glow`: whether changed
    /// cells do.
    void become(const RowTransition &transition, const std::vector<uint32_t> &after, size_t slotCount,
                const std::function<void()> &exchange, bool glow);
    /// Without rows, at once.
    void removeAll();

    /// Slots are about to mean other rows.
    void stopGlowing() { m_glow.clear(); }

private:
    void removeLeaving(const RowTransition &transition);
    void addComing(const RowTransition &transition, const std::vector<uint32_t> &after);
    void reorder(std::vector<uint32_t> visible);
    void announceChanges(const RowTransition &transition, bool glow);

    std::vector<uint32_t> m_visible;
    size_t m_slotCount = 0;
    CellGlow m_glow;
};

} // namespace hrcache
