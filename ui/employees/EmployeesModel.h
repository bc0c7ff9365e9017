#pragma once

#include "ui/base/CellGlow.h"
#include "ui/base/TableText.h"
#include "ui/employees/EmployeeArrangement.h"

#include <QAbstractTableModel>

namespace hrcache {

/// The employees of a company, filtered and sorted. Rows are followed by their id: a new list, filter or sort
/// inserts, removes and moves rows and never resets, so that selection and scrolling stay. Long lists are
/// prepared on a thread pool, and what is shown meanwhile is the arrangement before. GUI thread.
class EmployeesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// Up to this many rows everything is done at once.
    static constexpr size_t atOnce = 2'000;

    explicit EmployeesModel(QObject *parent = nullptr);
    ~EmployeesModel() override;

    /// Shows another answer, whole or as many of its pages as have come. Cells that differ from the one
    /// before glow, unless `glow` is false.
    void apply(std::vector<EmployeeList> pages, bool glow = true);
    /// Without rows, at once: they belong to somebody else.
    void clear();
    void setFilter(const EmployeeFilter &filter);
    void sort(int column, Qt::SortOrder order) override;
    void setClusterNames(const QHash<QString, QString> &names);
    /// The active contract of an employee, as far as it is known; an empty text: none. `row` is where he
    /// probably is, or -1.
    void setActiveContract(const QByteArray &employeeId, const QString &text, int row = -1);

    /// It is not known any more.
    void forgetActiveContract(const QByteArray &employeeId, int row = -1);

    /// Cells change colour at once, without fading.
    void setReducedMotion(bool reduced) { m_glow.setReducedMotion(reduced); }

    /// Rows of the list, whatever the filter.
    [[nodiscard]] int totalCount() const;

    [[nodiscard]] EmployeeFilter filter() const { return m_orders.filter; }

    /// The cluster codes that occur in the list.
    [[nodiscard]] QStringList clusterCodes() const;
    [[nodiscard]] QString clusterName(const QString &code) const;
    [[nodiscard]] QByteArray idAt(int row) const;
    /// The row of an employee; -1 if he is not shown.
    [[nodiscard]] int rowOf(const QString &employeeId) const;
    /// Whether the list has him, shown or not.
    [[nodiscard]] bool holds(const QString &employeeId) const;

    /// Whether a list, filter or sort is being worked on.
    [[nodiscard]] bool isArranging() const { return m_arranging; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

signals:
    /// What was asked for last is shown.
    void arranged();
    void clusterCodesChanged();
    /// Glowing cells are to be painted again.
    void glowChanged();

private:
    void arrangeAnew();
    void show(const EmployeeTransition &transition, quint64 serial);
    void removeLeaving(const EmployeeTransition &transition);
    void addComing(const EmployeeTransition &transition);
    void arrangeOnPool();
    void reorder(std::vector<uint32_t> visible);
    void announceContract(const QByteArray &employeeId, int row);
    void announceChanges(const EmployeeTransition &transition);
    [[nodiscard]] QVariant raw(uint32_t slot, EmployeeColumn column) const;
    [[nodiscard]] QString text(uint32_t slot, EmployeeColumn column) const;

    EmployeeOrders m_orders;
    QHash<QByteArray, QString> m_contracts;
    std::shared_ptr<const EmployeeArrangement> m_shown;
    std::shared_ptr<const EmployeeRows> m_rows; ///< those that m_visible has slots of
    std::vector<uint32_t> m_visible;
    quint64 m_generation = 0;
    quint64 m_serial = 0; ///< of what m_orders says of rows
    bool m_arranging = false;
    bool m_anew = false;
    bool m_glowNext = true;
    CellGlow m_glow;
};

} // namespace hrcache
