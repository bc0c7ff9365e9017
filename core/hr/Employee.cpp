#include "hr/Employee.h"

namespace hrcache {

std::optional<Employee> Employee::from(const HrDocument &document)
{
    if (document.isEmpty() || document.table().size() == 0)
        return std::nullopt;
    const RowView row = document.table().row(0);
    // In the order of columnsOf(HrQuery::Kind::Employee).
    size_t column = 0;
    Employee employee;
    for (QString *field :
         {&employee.id, &employee.companyId, &employee.identifier, &employee.firstName, &employee.lastName})
        *field = row.text(column++);
    employee.birthDate = row.date(column++);
    for (QString *field : {&employee.gender, &employee.nationality, &employee.clusterCode,
                           &employee.taxStatus, &employee.familyStatus})
        *field = row.text(column++);
    employee.dependents = static_cast<int>(row.number(column++));
    for (QString *field : {&employee.address, &employee.city, &employee.postalCode, &employee.countryCode,
                           &employee.permitType, &employee.email, &employee.phone})
        *field = row.text(column++);
    employee.hireDate = row.date(column++);
    employee.terminationDate = row.date(column++);
    employee.isActive = row.boolean(column++);
    employee.createdAt = row.text(column++);
    employee.updatedAt = row.text(column++);
    return employee;
}

} // namespace hrcache
