#include "ui/employees/EmployeeFilterBar.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

namespace hrcache {

EmployeeFilterBar::EmployeeFilterBar(QWidget *parent)
    : FilterBar(parent)
    , m_cluster(addChooser(tr("Cluster"), tr("Filter by cluster"), tr("All clusters")))
    , m_state(addChooser(tr("State"), tr("Filter by state"), tr("All states")))
{
    textField()->setPlaceholderText(tr("Filter by name, identifier, date, cluster…"));
    textField()->setAccessibleName(tr("Filter employees"));
    textField()->setMinimumWidth(textField()->fontMetrics().averageCharWidth() * 13);
    m_cluster->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_cluster->setMinimumWidth(m_cluster->fontMetrics().averageCharWidth() * 17);
    m_cluster->setMaximumWidth(m_cluster->fontMetrics().averageCharWidth() * 28);
    for (const EmployeeState state : {EmployeeState::Active, EmployeeState::StartsLater})
        m_state->addItem(EmployeeTexts::state(state), static_cast<int>(state));
    addActions(QStringLiteral("new-employee"));
    newButton()->setToolTip(tr("New employee (Ctrl+N)"));
}

EmployeeFilter EmployeeFilterBar::filter() const
{
    EmployeeFilter filter;
    filter.text = textField()->text().simplified();
    filter.cluster = m_cluster->currentData().toString();
    if (const QVariant state = m_state->currentData(); state.isValid())
        filter.state = static_cast<EmployeeState>(state.toInt());
    return filter;
}

void EmployeeFilterBar::announceFilter()
{
    emit filterChanged(filter());
}

void EmployeeFilterBar::setClusters(const Choices &clusters)
{
    setChoices(m_cluster, clusters);
}

void EmployeeFilterBar::setWriteRefusal(const QString &why)
{
    QPushButton *button = newButton();
    button->setEnabled(why.isEmpty());
    button->setToolTip(why.isEmpty() ? tr("New employee (Ctrl+N)") : why);
    button->setAccessibleDescription(button->toolTip());
}

} // namespace hrcache
