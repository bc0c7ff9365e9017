#include "hr/HrQuery.h"

namespace hrcache {

HrQuery HrQuery::employees(CompanyId company)
{
    HrQuery query;
    query.kind = Kind::Employees;
    query.company = std::move(company);
    return query;
}

HrQuery HrQuery::employeeById(CompanyId company, EmployeeId employee)
{
    HrQuery query = employees(std::move(company));
    query.kind = Kind::Employee;
    query.employee = std::move(employee);
    return query;
}

HrQuery HrQuery::contracts(CompanyId company, EmployeeId employee)
{
    HrQuery query = employeeById(std::move(company), std::move(employee));
    query.kind = Kind::Contracts;
    return query;
}

HrQuery HrQuery::activeContract(CompanyId company, EmployeeId employee)
{
    HrQuery query = employeeById(std::move(company), std::move(employee));
    query.kind = Kind::ActiveContract;
    return query;
}

HrQuery HrQuery::clusters(CompanyId company, QByteArray country)
{
    HrQuery query = employees(std::move(company));
    query.kind = Kind::Clusters;
    query.country = std::move(country);
    return query;
}

HrQuery HrQuery::references(CompanyId company, QByteArray country, QByteArray language)
{
    HrQuery query = clusters(std::move(company), std::move(country));
    query.kind = Kind::References;
    query.language = std::move(language);
    return query;
}

HrQuery HrQuery::payrollResults(CompanyId company, EmployeeId employee, int year)
{
    HrQuery query = employeeById(std::move(company), std::move(employee));
    query.kind = Kind::PayrollResults;
    query.year = year;
    return query;
}

HrQuery HrQuery::payrollResult(CompanyId company, EmployeeId employee, int year, int month)
{
    HrQuery query = payrollResults(std::move(company), std::move(employee), year);
    query.kind = Kind::PayrollResult;
    query.month = month;
    return query;
}

HrQuery HrQuery::accountContext(UserId user, CompanyId company)
{
    HrQuery query = employees(std::move(company));
    query.kind = Kind::AccountContext;
    query.user = std::move(user);
    return query;
}

HrQuery HrQuery::accessibleCompanies(UserId user)
{
    HrQuery query;
    query.kind = Kind::AccessibleCompanies;
    query.user = std::move(user);
    return query;
}

HrQuery HrQuery::companyByMandate(QString mandatePath)
{
    HrQuery query;
    query.kind = Kind::CompanyByMandate;
    query.mandatePath = std::move(mandatePath);
    return query;
}

HrQuery HrQuery::employeeIds(CompanyId company)
{
    HrQuery query = employees(std::move(company));
    query.kind = Kind::EmployeeIds;
    return query;
}

HrQuery HrQuery::employeesHead(CompanyId company)
{
    HrQuery query = employees(std::move(company));
    query.kind = Kind::EmployeesHead;
    return query;
}

HrQuery HrQuery::employeesInPages(CompanyId company)
{
    HrQuery query = employees(std::move(company));
    query.kind = Kind::EmployeesInPages;
    return query;
}

HrQuery HrQuery::employeesPage(CompanyId company, int page)
{
    HrQuery query = employees(std::move(company));
    query.kind = Kind::EmployeesPage;
    query.page = page;
    return query;
}

std::vector<HrQuery> HrQuery::everyPage(const CompanyId &company)
{
    std::vector<HrQuery> queries;
    for (int page = 0; page < mostEmployeePages; ++page)
        queries.push_back(employeesPage(company, page));
    return queries;
}

bool HrQuery::isList() const
{
    switch (kind) {
    case Kind::Employees:
    case Kind::Contracts:
    case Kind::Clusters:
    case Kind::PayrollResults:
    case Kind::AccessibleCompanies:
    case Kind::EmployeeIds:
    case Kind::EmployeesHead:
    case Kind::EmployeesInPages:
    case Kind::EmployeesPage:
        return true;
    case Kind::Employee:
    case Kind::ActiveContract:
    case Kind::References:
    case Kind::PayrollResult:
    case Kind::AccountContext:
    case Kind::CompanyByMandate:
        return false;
    }
    return false;
}

} // namespace hrcache
