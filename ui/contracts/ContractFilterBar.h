#pragma once

#include "ui/base/FilterBar.h"
#include "ui/contracts/ContractTableRows.h"

class QCheckBox;

namespace hrcache {

/// Over the contracts: filter as you type, type, state, ending soon; what can be done with the selected
/// contract; Export.
class ContractFilterBar : public FilterBar
{
    Q_OBJECT

public:
    explicit ContractFilterBar(QWidget *parent = nullptr);

    [[nodiscard]] ContractFilter filter() const;
    [[nodiscard]] bool isFiltering() const override;
    void setTypes(const Choices &types);
    /// Whose contract is selected; empty: none is. `refusal`: a sentence why nothing can be written, or
    /// empty.
    void setSelection(const QString &employee, const QString &refusal);

    [[nodiscard]] QComboBox *typeBox() const { return m_type; }

    [[nodiscard]] QComboBox *stateBox() const { return m_state; }

    [[nodiscard]] QCheckBox *endingSoonBox() const { return m_endingSoon; }

    [[nodiscard]] QPushButton *employeeButton() const { return m_employee; }

signals:
    /// At every keystroke and choice.
    void filterChanged(const hrcache::ContractFilter &filter);
    void employeeRequested();

protected:
    void announceFilter() override;
    void resetChoices() override;

private:
    QComboBox *m_type;
    QComboBox *m_state;
    QCheckBox *m_endingSoon;
    QPushButton *m_employee;
};

} // namespace hrcache
