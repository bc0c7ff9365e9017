#include "cache/CacheTtl.h"

#include <algorithm>

namespace hrcache {

std::chrono::seconds CacheTtl::of(HrQuery::Kind kind) const
{
    switch (kind) {
    case HrQuery::Kind::Employees:
    case HrQuery::Kind::EmployeesInPages:
    case HrQuery::Kind::EmployeesPage:
        return employees;
    case HrQuery::Kind::Employee:
        return employee;
    case HrQuery::Kind::Contracts:
        return contracts;
    case HrQuery::Kind::ActiveContract:
        return activeContract;
    case HrQuery::Kind::Clusters:
        return clusters;
    case HrQuery::Kind::References:
        return references;
    default:
        return std::chrono::seconds(0);
    }
}

std::chrono::seconds CacheTtl::longest() const
{
    return std::max({employees, employee, contracts, activeContract, clusters, references});
}

} // namespace hrcache
