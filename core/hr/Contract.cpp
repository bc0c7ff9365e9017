#include "hr/Contract.h"

namespace hrcache {

bool Contract::isRunningOn(QDate day) const
{
    return isActive && startDate <= day && (!endDate.isValid() || endDate >= day);
}

bool Contract::endsWithin(QDate day, int days) const
{
    return isActive && endDate.isValid() && endDate >= day && endDate <= day.addDays(days);
}

Contract Contract::from(const RowView &row)
{
    // In the order of columnsOf(HrQuery::Kind::Contracts).
    size_t column = 0;
    Contract contract;
    contract.id = row.text(column++);
    contract.employeeId = row.text(column++);
    contract.contractType = row.text(column++);
    contract.startDate = row.date(column++);
    contract.endDate = row.date(column++);
    contract.baseSalary = row.number(column++);
    contract.currency = row.text(column++);
    contract.workRate = row.number(column++);
    contract.weeklyHours = row.number(column++);
    contract.remunerationType = row.text(column++);
    contract.annualLeaveDays = static_cast<int>(row.number(column++));
    contract.jobTitle = row.text(column++);
    contract.department = row.text(column++);
    contract.countryCode = row.text(column++);
    contract.provisions = row.text(column++);
    contract.isActive = row.boolean(column++);
    contract.createdAt = row.text(column++);
    contract.updatedAt = row.text(column++);
    return contract;
}

std::vector<Contract> Contract::allFrom(const HrDocument &document)
{
    std::vector<Contract> contracts;
    contracts.reserve(document.table().size());
    for (size_t i = 0; i < document.table().size(); ++i)
        contracts.push_back(from(document.table().row(i)));
    return contracts;
}

} // namespace hrcache
