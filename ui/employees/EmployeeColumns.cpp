#include "ui/employees/EmployeeColumns.h"

namespace hrcache {

QString EmployeeTexts::title(EmployeeColumn column)
{
    switch (column) {
    case EmployeeColumn::Identifier:
        return tr("Identifier");
    case EmployeeColumn::LastName:
        return tr("Last name");
    case EmployeeColumn::FirstName:
        return tr("First name");
    case EmployeeColumn::BirthDate:
        return tr("Birth date");
    case EmployeeColumn::Cluster:
        return tr("Cluster");
    case EmployeeColumn::HireDate:
        return tr("Hire date");
    case EmployeeColumn::State:
        return tr("State");
    case EmployeeColumn::ActiveContract:
        return tr("Active contract");
    }
    return {};
}

QString EmployeeTexts::name(EmployeeColumn column)
{
    switch (column) {
    case EmployeeColumn::Identifier:
        return QStringLiteral("identifier");
    case EmployeeColumn::LastName:
        return QStringLiteral("last_name");
    case EmployeeColumn::FirstName:
        return QStringLiteral("first_name");
    case EmployeeColumn::BirthDate:
        return QStringLiteral("birth_date");
    case EmployeeColumn::Cluster:
        return QStringLiteral("cluster_code");
    case EmployeeColumn::HireDate:
        return QStringLiteral("hire_date");
    case EmployeeColumn::State:
        return QStringLiteral("state");
    case EmployeeColumn::ActiveContract:
        return QStringLiteral("active_contract");
    }
    return {};
}

QString EmployeeTexts::state(EmployeeState state)
{
    switch (state) {
    case EmployeeState::Active:
        return tr("Active");
    case EmployeeState::StartsLater:
        return tr("Starts later");
    case EmployeeState::Inactive:
        return tr("Inactive");
    }
    return {};
}

EmployeeState stateOf(const EmployeeSummary &employee, QDate today)
{
    if (!employee.isActive())
        return EmployeeState::Inactive;
    return employee.hireDate() > today ? EmployeeState::StartsLater : EmployeeState::Active;
}

int rowColumnOf(EmployeeColumn column)
{
    switch (column) {
    case EmployeeColumn::Identifier:
        return EmployeeSummary::Identifier;
    case EmployeeColumn::LastName:
        return EmployeeSummary::LastName;
    case EmployeeColumn::FirstName:
        return EmployeeSummary::FirstName;
    case EmployeeColumn::BirthDate:
        return EmployeeSummary::BirthDate;
    case EmployeeColumn::Cluster:
        return EmployeeSummary::ClusterCode;
    case EmployeeColumn::HireDate:
        return EmployeeSummary::HireDate;
    case EmployeeColumn::State:
        return EmployeeSummary::IsActive;
    case EmployeeColumn::ActiveContract:
        break;
    }
    return -1;
}

} // namespace hrcache
