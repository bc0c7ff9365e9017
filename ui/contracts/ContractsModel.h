#pragma once

#include "ui/base/ArrangedModel.h"
#include "ui/base/TableText.h"
#include "ui/contracts/ContractArrangement.h"

namespace hrcache {

/// The contracts of a company, filtered and sorted; rows are followed by the contract's id. Long lists are
/// prepared on a thread pool, and what is shown meanwhile is the arrangement before. GUI thread.
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
    /// Without rows, at once: they belong to somebody else.
    void clear();
    void setFilter(const ContractFilter &filter);
    void sort(int column, Qt::SortOrder order) override;
    /// Words for the codes.
    void setWords(const References &words);

    /// Contracts, whatever the filter.
    [[nodiscard]] int totalCount() const { return m_rows ? static_cast<int>(m_rows->size()) : 0; }

    [[nodiscard]] const ContractFilter &filter() const { return m_orders.filter; }

    /// Codes of the types that occur, with their labels, by label.
    [[nodiscard]] QList<std::pair<QString, QString>> types() const;

    /// The contract in a row, and whose it is. `row` must be shown.
    [[nodiscard]] CompanyContract at(int row) const { return m_rows->at(slotAt(row)); }

    [[nodiscard]] const EmployeeSummary &employeeAt(int row) const { return m_rows->employee(slotAt(row)); }

    /// The row of a contract, the first of an employee's; -1 if it is not shown.
    [[nodiscard]] int rowOf(const QString &contractId) const;
    [[nodiscard]] int rowOfEmployee(const QString &employeeId) const;

    /// Whether a list, filter or sort is being worked on.
    [[nodiscard]] bool isArranging() const { return m_arranging; }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

signals:
    /// What was asked for last is shown.
    void arranged();
    void typesChanged();

private:
    void arrangeAnew();
    void arrangeOnPool();
    void show(const ContractTransition &transition, quint64 serial);
    [[nodiscard]] QVariant raw(uint32_t slot, ContractColumn column) const;
    [[nodiscard]] QString text(uint32_t slot, ContractColumn column) const;
    [[nodiscard]] QVariant decoration(uint32_t slot, ContractColumn column) const;

    ContractOrders m_orders;
    std::shared_ptr<const ContractArrangement> m_shown;
    std::shared_ptr<const ContractTableRows> m_rows; ///< those that visible() has slots of
    quint64 m_generation = 0;
    quint64 m_serial = 0; ///< of what m_orders says of rows
    bool m_arranging = false;
    bool m_anew = false;
    bool m_glowNext = true;
};

} // namespace hrcache
