#pragma once

#include "base/Ids.h"

#include <QByteArray>
#include <QString>

namespace hrcache {

/// One read of the HR service, as a value. The factories take validated ids; an HrQuery is always whole.
struct HrQuery
{
    enum class Kind {
        // cached (see CacheKey)
        Employees,      ///< list: active employees of the company, 9 columns, by last_name, first_name
        Employee,       ///< one row, every column; no rows if there is none
        Contracts,      ///< list: all contracts of the employee, 18 columns, newest start_date first
        ActiveContract, ///< one row, every column: is_active, started, not ended, newest start_date
        Clusters,       ///< list: active clusters by code; of one country if `country` is set
        References,     ///< object of five lists (contract_types, …), each by sort_order, code
        // never cached
        PayrollResults,      ///< list: of the company, or of `employee`; of `year` if not 0; newest first
        PayrollResult,       ///< one row: `employee`, `year`, `month`
        AccountContext,      ///< one row: what `user` may do in `company`; no rows without access
        AccessibleCompanies, ///< list: companies that `user` has access to, by name
        CompanyByMandate,    ///< one row {company_id}: by `mandatePath`
        EmployeeIds,         ///< list: {id} of every employee of the company, active or not
        EmployeesHead,       ///< list: the first rows of Employees, one more than fit on a page
        // keys of this program alone: a long list in pages (see EmployeeListReader)
        EmployeesInPages, ///< the list, or in how many pages it is: under the key of Employees
        EmployeesPage     ///< list: the rows of page `page`
    };

    Kind kind = Kind::Employees;
    CompanyId company;
    EmployeeId employee;
    UserId user;
    QByteArray country;  ///< ISO 3166 alpha-2, or empty
    QByteArray language; ///< "fr", "en", "de", "it", …
    int year = 0;
    int month = 0;
    int page = 0; ///< from 0 on
    QString mandatePath;

    bool operator==(const HrQuery &) const = default;

    [[nodiscard]] static HrQuery employees(CompanyId company);
    [[nodiscard]] static HrQuery employeeById(CompanyId company, EmployeeId employee);
    [[nodiscard]] static HrQuery contracts(CompanyId company, EmployeeId employee);
    [[nodiscard]] static HrQuery activeContract(CompanyId company, EmployeeId employee);
    /// `company` may be empty: it only names whose cache key it is.
    [[nodiscard]] static HrQuery clusters(CompanyId company, QByteArray country = {});
    /// `company` may be empty: it only names whose cache key it is.
    [[nodiscard]] static HrQuery references(CompanyId company, QByteArray country, QByteArray language);
    [[nodiscard]] static HrQuery payrollResults(CompanyId company, EmployeeId employee = {}, int year = 0);
    [[nodiscard]] static HrQuery payrollResult(CompanyId company, EmployeeId employee, int year, int month);
    [[nodiscard]] static HrQuery accountContext(UserId user, CompanyId company);
    [[nodiscard]] static HrQuery accessibleCompanies(UserId user);
    [[nodiscard]] static HrQuery companyByMandate(QString mandatePath);
    [[nodiscard]] static HrQuery employeeIds(CompanyId company);
    [[nodiscard]] static HrQuery employeesHead(CompanyId company);
    [[nodiscard]] static HrQuery employeesInPages(CompanyId company);
    [[nodiscard]] static HrQuery employeesPage(CompanyId company, int page);
    /// Every page that a list may have.
    [[nodiscard]] static std::vector<HrQuery> everyPage(const CompanyId &company);

    /// Whether `data` of this kind is a JSON array (else an object).
    [[nodiscard]] bool isList() const;

    /// Whether there is a cache key for this kind.
    [[nodiscard]] bool isCacheable() const
    {
        return kind <= Kind::References || kind >= Kind::EmployeesInPages;
    }
};

/// Rows on one page of a long list; a list with more rows than this is kept in pages.
inline constexpr int employeesPerPage = 1'000;
/// Pages of the longest list: beyond it pages grow, so that all keys of a list can be named without asking.
inline constexpr int mostEmployeePages = 128;

/// The five reference lists, in the order of the contract: member name in JSON, table in schema hr.
struct ReferenceTable
{
    std::string_view member; ///< "contract_types"
    std::string_view table;  ///< "ref_contract_types"
};

inline constexpr ReferenceTable referenceTables[] = {
    {"contract_types", "ref_contract_types"}, {"remuneration_types", "ref_remuneration_types"},
    {"family_status", "ref_family_status"},   {"tax_status", "ref_tax_status"},
    {"permit_types", "ref_permit_types"},
};

} // namespace hrcache
