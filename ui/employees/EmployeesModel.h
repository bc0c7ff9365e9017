#pragma once

#include "ui/base/ArrangedModel.h"
#include "ui/base/TableText.h"
#include "ui/employees/EmployeeArrangement.h"

namespace hrcache {

/// The employees of a company, filtered and sorted; rows are followed by the employee's id. GUI thread.
class EmployeesModel : public ArrangedModel
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
    void clear() override;
    void setFilter(const EmployeeFilter &filter);
    void sort(int column, Qt::SortOrder order) override;
    void setClusterNames(const QHash<QString, QString> &names);
    /// The active contract of an employee, as far as it is known; an empty text: none. `row` is where he
    /// probably is, or -1.
    void setActiveContract(const QByteArray &employeeId, const QString &text, int row = -1);

    /// It is not known any more.
    void forgetActiveContract(const QByteArray &employeeId, int row = -1);

    [[nodiscard]] int totalCount() const override;

    [[nodiscard]] EmployeeFilter filter() const { return m_orders.filter; }

    /// The cluster codes that occur in the list.
    [[nodiscard]] QStringList clusterCodes() const;
    [[nodiscard]] QString clusterName(const QString &code) const;
    [[nodiscard]] QByteArray idAt(int row) const;
    /// Whether the list has him, shown or not.
    [[nodiscard]] bool holds(const QString &employeeId) const;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

signals:
    void clusterCodesChanged();

protected:
    [[nodiscard]] Work work() override;

    [[nodiscard]] std::string_view idOf(uint32_t slot) const override { return m_rows->at(slot).idUtf8(); }

private:
    void show(const EmployeeTransition &transition, quint64 serial);
    void announceContract(const QByteArray &employeeId, int row);
    [[nodiscard]] QVariant raw(uint32_t slot, EmployeeColumn column) const;
    [[nodiscard]] QString text(uint32_t slot, EmployeeColumn column) const;
    [[nodiscard]] bool isContractKnown(uint32_t slot) const;

    EmployeeOrders m_orders;
    QHash<QByteArray, QString> m_contracts;
    std::shared_ptr<const EmployeeArrangement> m_shown;
    std::shared_ptr<const EmployeeRows> m_rows; ///< those that visible() has slots of
    quint64 m_serial = 0;                       ///< of what m_orders says of rows
};

} // namespace hrcache
