#include "ui/contracts/ContractFilterBar.h"

#include "ui/base/Icons.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>

namespace hrcache {

ContractFilterBar::ContractFilterBar(QWidget *parent)
    : FilterBar(parent)
    , m_type(addChooser(tr("Type"), tr("Filter by type"), tr("All types")))
    , m_state(addChooser(tr("State"), tr("Filter by state"), tr("All states")))
    , m_endingSoon(new QCheckBox(tr("Ending &soon"), this))
    , m_employee(new QPushButton(icons::get(QStringLiteral("user")), tr("Show emplo&yee"), this))
{
    textField()->setPlaceholderText(tr("Filter by name, type, date, job title…"));
    textField()->setAccessibleName(tr("Filter contracts"));
    textField()->setMinimumWidth(textField()->fontMetrics().averageCharWidth() * 14);
    m_type->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_type->setMinimumWidth(m_type->fontMetrics().averageCharWidth() * 14);
    m_type->setMaximumWidth(m_type->fontMetrics().averageCharWidth() * 26);
    for (const ContractState state :
         {ContractState::Active, ContractState::StartsLater, ContractState::Ended, ContractState::Inactive})
        m_state->addItem(ContractWords::state(state), static_cast<int>(state));
    m_endingSoon->setObjectName(QStringLiteral("ending-soon"));
    m_endingSoon->setToolTip(tr("Only active contracts that end within %n day(s)", nullptr, endingSoonDays));
    m_endingSoon->setAccessibleDescription(m_endingSoon->toolTip());
    connect(m_endingSoon, &QCheckBox::toggled, this, &ContractFilterBar::announceFilter);
    addFilter(m_endingSoon);
    m_employee->setObjectName(QStringLiteral("show-employee"));
    connect(m_employee, &QPushButton::clicked, this, &ContractFilterBar::employeeRequested);
    addActions(QStringLiteral("new-contract"), m_employee);
    setSelection({}, {});
}

ContractFilter ContractFilterBar::filter() const
{
    ContractFilter filter;
    filter.text = textField()->text().simplified();
    filter.type = m_type->currentData().toString();
    if (const QVariant state = m_state->currentData(); state.isValid())
        filter.state = static_cast<ContractState>(state.toInt());
    filter.endingSoon = m_endingSoon->isChecked();
    return filter;
}

bool ContractFilterBar::isFiltering() const
{
    return FilterBar::isFiltering() || m_endingSoon->isChecked();
}

void ContractFilterBar::announceFilter()
{
    emit filterChanged(filter());
}

void ContractFilterBar::resetChoices()
{
    FilterBar::resetChoices();
    const QSignalBlocker blocker(m_endingSoon);
    m_endingSoon->setChecked(false);
}

void ContractFilterBar::setTypes(const Choices &types)
{
    setChoices(m_type, types);
}

void ContractFilterBar::setSelection(const QString &employee, const QString &refusal)
{
    const QString nobody = tr("Select a contract first");
    m_employee->setEnabled(!employee.isEmpty());
    m_employee->setToolTip(employee.isEmpty() ? nobody : tr("Show %1 among the employees").arg(employee));
    newButton()->setEnabled(!employee.isEmpty() && refusal.isEmpty());
    if (!refusal.isEmpty())
        newButton()->setToolTip(refusal);
    else
        newButton()->setToolTip(employee.isEmpty() ? nobody
                                                   : tr("New contract for %1 (Ctrl+N)").arg(employee));
    for (QPushButton *button : {m_employee, newButton()})
        button->setAccessibleDescription(button->toolTip());
}

} // namespace hrcache
