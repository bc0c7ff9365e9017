#include "ui/forms/RowValues.h"

#include "hr/Contract.h"
#include "hr/Employee.h"
#include "ui/forms/FieldText.h"

namespace hrcache {

namespace {

using Value = std::optional<QByteArray>;

Value text(const QString &value)
{
    return value.isEmpty() ? Value() : Value(value.toUtf8());
}

Value day(QDate value)
{
    return value.isValid() ? Value(value.toString(Qt::ISODate).toLatin1()) : Value();
}

Value truth(bool value)
{
    return value ? QByteArrayLiteral("true") : QByteArrayLiteral("false");
}

} // namespace

RowValues valuesOf(const Employee &employee)
{
    return {{"identifier", text(employee.identifier)},
            {"first_name", text(employee.firstName)},
            {"last_name", text(employee.lastName)},
            {"birth_date", day(employee.birthDate)},
            {"gender", text(employee.gender)},
            {"nationality", text(employee.nationality)},
            {"permit_type", text(employee.permitType)},
            {"cluster_code", text(employee.clusterCode)},
            {"hire_date", day(employee.hireDate)},
            {"termination_date", day(employee.terminationDate)},
            {"is_active", truth(employee.isActive)},
            {"email", text(employee.email)},
            {"phone", text(employee.phone)},
            {"address", text(employee.address)},
            {"postal_code", text(employee.postalCode)},
            {"city", text(employee.city)},
            {"country_code", text(employee.countryCode)},
            {"tax_status", text(employee.taxStatus)},
            {"family_status", text(employee.familyStatus)},
            {"dependents", QByteArray::number(employee.dependents)}};
}

RowValues valuesOf(const Contract &contract)
{
    return {{"contract_type", text(contract.contractType)},
            {"start_date", day(contract.startDate)},
            {"end_date", day(contract.endDate)},
            {"is_active", truth(contract.isActive)},
            {"base_salary", fieldtext::decimalOf(contract.baseSalary)},
            {"currency", text(contract.currency)},
            {"remuneration_type", text(contract.remunerationType)},
            {"work_rate", fieldtext::decimalOf(contract.workRate)},
            {"weekly_hours", fieldtext::decimalOf(contract.weeklyHours)},
            {"annual_leave_days", QByteArray::number(contract.annualLeaveDays)},
            {"job_title", text(contract.jobTitle)},
            {"department", text(contract.department)},
            {"country_code", text(contract.countryCode)}};
}

} // namespace hrcache
