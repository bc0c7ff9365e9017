#pragma once

#include "ui/base/ArrangedModel.h"
#include "ui/base/TableText.h"
#include "ui/contracts/ContractArrangement.h"

namespace hrcache {

/// The contracts of a company, filtered and sorted; rows are followed by the contract's id. GUI thread.
class ContractsModel : public ArrangedModel
{
    Q_OBJECT

public:
    /// Up to this many rows everything is done at once: together with painting them it fits into a frame.
    static constexpr size_t atOnce = 200;

    explicit ContractsModel(QObject *parent = nullptr);
    ~ContractsModel() override;

    /// Shows another answer. Cells that differ from the one before glow, unless `glow` is false.
    void apply(ContractTableRows::Contracts contracts, bool glow = true);
    void clear() override;
    void setFilter(const ContractFilter &filter);
    void sort(int column, Qt::SortOrder order) override;
    /// Words for the codes.
    void setWords(const References &words);

    [[nodiscard]] int totalCount() const override { return m_rows ? static_cast<int>(m_rows->size()) : 0; }

    [[nodiscard]] const ContractFilter &filter() const { return m_orders.filter; }

    /// Codes of the types that occur, with their labels, by label.
    [[nodiscard]] QList<std::pair<QString, QString>> types() const;

    /// The contract in a row, and whose it is. `row` must be shown.
    [[nodiscard]] CompanyContract at(int row) const { return m_rows->at(slotAt(row)); }

    [[nodiscard]] const EmployeeSummary &employeeAt(int row) const { return m_rows->employee(slotAt(row)); }

    /// The first row of an employee's contracts; -1 if none is shown.
    [[nodiscard]] int rowOfEmployee(const QString &employeeId) const;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

signals:
    void typesChanged();

protected:
    [[nodiscard]] Work work() override;

    [[nodiscard]] std::string_view idOf(uint32_t slot) const override { return m_rows->at(slot).id(); }

private:
    void show(const ContractTransition &transition, quint64 serial);
    [[nodiscard]] QVariant raw(uint32_t slot, ContractColumn column) const;
    [[nodiscard]] QString text(uint32_t slot, ContractColumn column) const;
    [[nodiscard]] QVariant decoration(uint32_t slot, ContractColumn column) const;

    ContractOrders m_orders;
    std::shared_ptr<const ContractArrangement> m_shown;
    std::shared_ptr<const ContractTableRows> m_rows; ///< those that visible() has slots of
    quint64 m_serial = 0;                            ///< of what m_orders says of rows
};

} // namespace hrcache
