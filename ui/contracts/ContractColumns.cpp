#include "ui/contracts/ContractColumns.h"

namespace hrcache {

QString ContractWords::title(ContractColumn column)
{
    switch (column) {
    case ContractColumn::Employee:
        return tr("Employee");
    case ContractColumn::Identifier:
        return tr("Identifier");
    case ContractColumn::Type:
        return tr("Type");
    case ContractColumn::From:
        return tr("From");
    case ContractColumn::To:
        return tr("To");
    case ContractColumn::EndingSoon:
        return tr("Ending soon");
    case ContractColumn::State:
        return tr("State");
    case ContractColumn::Salary:
        return tr("Salary");
    case ContractColumn::Pay:
        return tr("Pay");
    case ContractColumn::Rate:
        return tr("Rate");
    case ContractColumn::Hours:
        return tr("Hours");
    case ContractColumn::JobTitle:
        return tr("Job title");
    case ContractColumn::Currency:
        return tr("Currency");
    }
    return {};
}

QString ContractWords::explanation(ContractColumn column)
{
    switch (column) {
    case ContractColumn::EndingSoon:
        return tr("Active contracts that end within %n day(s)", nullptr, endingSoonDays);
    case ContractColumn::Salary:
        return tr("Base salary, for the period that the column Pay tells");
    case ContractColumn::Rate:
        return tr("Work rate");
    case ContractColumn::Hours:
        return tr("Hours a week");
    default:
        return {};
    }
}

QString ContractWords::name(ContractColumn column)
{
    switch (column) {
    case ContractColumn::Employee:
        return QStringLiteral("employee");
    case ContractColumn::Identifier:
        return QStringLiteral("identifier");
    case ContractColumn::Type:
        return QStringLiteral("contract_type");
    case ContractColumn::From:
        return QStringLiteral("start_date");
    case ContractColumn::To:
        return QStringLiteral("end_date");
    case ContractColumn::EndingSoon:
        return QStringLiteral("ends_in_days");
    case ContractColumn::State:
        return QStringLiteral("state");
    case ContractColumn::Salary:
        return QStringLiteral("base_salary");
    case ContractColumn::Pay:
        return QStringLiteral("remuneration_type");
    case ContractColumn::Rate:
        return QStringLiteral("work_rate");
    case ContractColumn::Hours:
        return QStringLiteral("weekly_hours");
    case ContractColumn::JobTitle:
        return QStringLiteral("job_title");
    case ContractColumn::Currency:
        return QStringLiteral("currency");
    }
    return {};
}

QString ContractWords::state(ContractState state)
{
    switch (state) {
    case ContractState::Active:
        return tr("Active");
    case ContractState::StartsLater:
        return tr("Starts later");
    case ContractState::Ended:
        return tr("Ended");
    case ContractState::Inactive:
        return tr("Not active");
    }
    return {};
}

QString ContractWords::stateIcon(ContractState state)
{
    switch (state) {
    case ContractState::Active:
        return QStringLiteral("circle-check");
    case ContractState::StartsLater:
        return QStringLiteral("clock");
    case ContractState::Ended:
        return QStringLiteral("history");
    case ContractState::Inactive:
        return QStringLiteral("circle-x");
    }
    return {};
}

QString ContractWords::endsIn(qint64 days)
{
    return days == 0 ? tr("Ends today") : tr("Ends in %n day(s)", nullptr, static_cast<int>(days));
}

ContractState stateOf(const CompanyContract &contract, QDate today)
{
    if (contract.endDate().isValid() && contract.endDate() < today)
        return ContractState::Ended;
    if (!contract.isActive())
        return ContractState::Inactive;
    return contract.startDate() > today ? ContractState::StartsLater : ContractState::Active;
}

qint64 endsSoonIn(const CompanyContract &contract, QDate today)
{
    if (stateOf(contract, today) != ContractState::Active || !contract.endDate().isValid())
        return -1;
    const qint64 days = today.daysTo(contract.endDate());
    return days <= endingSoonDays ? days : -1;
}

QString nameOf(const EmployeeSummary &employee)
{
    return QStringLiteral("%1 %2").arg(employee.lastName(), employee.firstName());
}

} // namespace hrcache
