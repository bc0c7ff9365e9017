#include "hr/HrWrite.h"

namespace hrcache {

const std::vector<std::string_view> &writableColumns(HrWrite::Kind kind)
{
    static const std::vector<std::string_view> createEmployee{
        "identifier", "first_name", "last_name", "birth_date",  "cluster_code", "hire_date",
        "email",      "phone",      "gender",    "nationality", "tax_status",   "family_status",
        "dependents", "address",    "city",      "postal_code", "country_code", "permit_type"};
    static const std::vector<std::string_view> updateEmployee = [] {
        auto columns = createEmployee;
        columns.insert(columns.end(), {"termination_date", "is_active"});
        return columns;
    }();
    static const std::vector<std::string_view> createContract{
        "contract_type", "start_date",   "end_date",          "base_salary",       "currency",
        "work_rate",     "weekly_hours", "remuneration_type", "annual_leave_days", "job_title",
        "department",    "country_code", "provisions"};
    static const std::vector<std::string_view> updateContract = [] {
        auto columns = createContract;
        columns.push_back("is_active");
        return columns;
    }();
    static const std::vector<std::string_view> none;
    switch (kind) {
    case HrWrite::Kind::CreateEmployee:
        return createEmployee;
    case HrWrite::Kind::UpdateEmployee:
        return updateEmployee;
    case HrWrite::Kind::DeleteEmployee:
        return none;
    case HrWrite::Kind::CreateContract:
        return createContract;
    case HrWrite::Kind::UpdateContract:
        return updateContract;
    }
    return none;
}

} // namespace hrcache
