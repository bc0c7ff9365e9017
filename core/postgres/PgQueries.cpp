#include "postgres/PgQueries.h"

#include <array>

namespace hrcache {

namespace {

const PgSql &employeesSql()
{
    static const PgSql sql = PgSql::prepared(
        "SELECT id, identifier, first_name, last_name, birth_date, cluster_code, hire_date, is_active, "
        "created_at FROM hr.employees WHERE company_id = $1 AND is_active "
        "ORDER BY last_name, first_name, id");
    return sql;
}

const PgSql &employeesHeadSql()
{
    static const PgSql sql = PgSql::prepared(
        "SELECT id, identifier, first_name, last_name, birth_date, cluster_code, hire_date, is_active, "
        "created_at FROM hr.employees WHERE company_id = $1 AND is_active "
        "ORDER BY last_name, first_name, id LIMIT $2");
    return sql;
}

const PgSql &employeeSql()
{
    static const PgSql sql = PgSql::prepared("SELECT * FROM hr.employees WHERE id = $1 AND company_id = $2");
    return sql;
}

constexpr auto selectContracts =
    "SELECT c.id, c.employee_id, c.contract_type, c.start_date, c.end_date, c.base_salary, c.currency, "
    "c.work_rate, c.weekly_hours, c.remuneration_type, c.annual_leave_days, c.job_title, c.department, "
    "c.country_code, c.provisions, c.is_active, c.created_at, c.updated_at "
    "FROM hr.contracts c JOIN hr.employees e ON e.id = c.employee_id ";

const PgSql &contractsSql()
{
    static const PgSql sql =
        PgSql::prepared(QByteArray(selectContracts) +
                        "WHERE c.employee_id = $1 AND e.company_id = $2 ORDER BY c.start_date DESC, c.id");
    return sql;
}

const PgSql &contractsOfManySql()
{
    static const PgSql sql = PgSql::prepared(QByteArray(selectContracts) +
                                             "WHERE c.employee_id = ANY($1::uuid[]) AND e.company_id = $2 "
                                             "ORDER BY c.employee_id, c.start_date DESC, c.id");
    return sql;
}

const PgSql &activeContractSql()
{
    static const PgSql sql = PgSql::prepared(
        "SELECT c.* FROM hr.contracts c JOIN hr.employees e ON e.id = c.employee_id "
        "WHERE c.employee_id = $1 AND e.company_id = $2 AND c.is_active AND c.start_date <= current_date "
        "AND (c.end_date IS NULL OR c.end_date >= current_date) ORDER BY c.start_date DESC, c.id LIMIT 1");
    return sql;
}

const PgSql &clustersSql()
{
    static const PgSql sql = PgSql::prepared("SELECT * FROM hr.clusters WHERE is_active ORDER BY code");
    return sql;
}

const PgSql &countryClustersSql()
{
    static const PgSql sql = PgSql::prepared(
        "SELECT c.* FROM hr.clusters c JOIN hr.country_clusters cc ON cc.cluster_code = c.code "
        "WHERE cc.country_code = $1 AND c.is_active ORDER BY c.code");
    return sql;
}

const std::array<PgSql, std::size(referenceTables)> &referencesSql()
{
    static const auto all = [] {
        std::array<PgSql, std::size(referenceTables)> sql;
        for (size_t i = 0; i < sql.size(); ++i) {
            const std::string_view table = referenceTables[i].table;
            sql[i] = PgSql::prepared("SELECT * FROM hr." +
                                     QByteArray(table.data(), static_cast<qsizetype>(table.size())) +
                                     " WHERE country_code = $1 ORDER BY sort_order, code");
        }
        return sql;
    }();
    return all;
}

const PgSql &payrollSql()
{
    static const PgSql sql =
        PgSql::prepared("SELECT p.* FROM hr.payroll_results p JOIN hr.employees e ON e.id = p.employee_id "
                        "WHERE e.company_id = $1 AND ($2::uuid IS NULL OR p.employee_id = $2::uuid) "
                        "AND ($3::integer IS NULL OR p.period_year = $3::integer) "
                        "AND ($4::integer IS NULL OR p.period_month = $4::integer) "
                        "ORDER BY p.period_year DESC, p.period_month DESC, p.id");
    return sql;
}

const PgSql &accountContextSql()
{
    static const PgSql sql = PgSql::prepared(
        "SELECT u.id AS user_id, aa.account_id, c.id AS company_id, u.firebase_uid, "
        "c.firebase_mandate_path AS mandate_path, aa.access_type, aa.user_profile AS profile, "
        "c.country_code, "
        "u.email, u.display_name, CASE WHEN c.region_code IS NULL OR c.region_code = '' "
        "THEN c.country_code::text ELSE c.country_code || '-' || c.region_code END AS cluster_code "
        "FROM core.users u JOIN core.account_access aa ON aa.user_id = u.id "
        "JOIN core.companies c ON c.account_id = aa.account_id "
        "WHERE u.firebase_uid = $1 AND c.id = $2 AND aa.is_active AND c.is_active");
    return sql;
}

const PgSql &accessibleCompaniesSql()
{
    static const PgSql sql =
        PgSql::prepared("SELECT c.id AS company_id, c.name, c.country, c.country_code, c.region_code, "
                        "c.firebase_mandate_path AS mandate_path, aa.access_type, aa.user_profile AS profile "
                        "FROM core.users u JOIN core.account_access aa ON aa.user_id = u.id "
                        "JOIN core.companies c ON c.account_id = aa.account_id "
                        "WHERE u.firebase_uid = $1 AND aa.is_active AND c.is_active ORDER BY c.name, c.id");
    return sql;
}

const PgSql &companyByMandateSql()
{
    static const PgSql sql = PgSql::prepared(
        "SELECT id AS company_id FROM core.companies WHERE firebase_mandate_path = $1 AND is_active");
    return sql;
}

const PgSql &employeeIdsSql()
{
    static const PgSql sql = PgSql::prepared("SELECT id FROM hr.employees WHERE company_id = $1 ORDER BY id");
    return sql;
}

const PgSql &holdersSql()
{
    static const PgSql sql = PgSql::prepared(
        "SELECT u.firebase_uid FROM core.companies c JOIN core.account_access aa "
        "ON aa.account_id = c.account_id JOIN core.users u ON u.id = aa.user_id WHERE c.id = $1 "
        "UNION SELECT a.firebase_uid FROM core.companies c JOIN core.accounts a ON a.id = c.account_id "
        "WHERE c.id = $1 ORDER BY 1");
    return sql;
}

std::optional<QByteArray> unlessEmpty(const QByteArray &text)
{
    return text.isEmpty() ? std::nullopt : std::optional(text);
}

std::optional<QByteArray> unlessZero(int number)
{
    return number == 0 ? std::nullopt : std::optional(QByteArray::number(number));
}

} // namespace

void appendStatements(std::vector<PgStatement> &statements, const HrQuery &query)
{
    const QByteArray &company = query.company.bytes();
    const QByteArray &employee = query.employee.bytes();
    switch (query.kind) {
    case HrQuery::Kind::Employees:
        statements.push_back({employeesSql(), {company}});
        break;
    case HrQuery::Kind::Employee:
        statements.push_back({employeeSql(), {employee, company}});
        break;
    case HrQuery::Kind::Contracts:
        statements.push_back({contractsSql(), {employee, company}});
        break;
    case HrQuery::Kind::ActiveContract:
        statements.push_back({activeContractSql(), {employee, company}});
        break;
    case HrQuery::Kind::Clusters:
        if (query.country.isEmpty())
            statements.push_back({clustersSql(), {}});
        else
            statements.push_back({countryClustersSql(), {query.country}});
        break;
    case HrQuery::Kind::References:
        for (const PgSql &sql : referencesSql())
            statements.push_back({sql, {query.country}});
        break;
    case HrQuery::Kind::PayrollResults:
        statements.push_back(
            {payrollSql(), {company, unlessEmpty(employee), unlessZero(query.year), std::nullopt}});
        break;
    case HrQuery::Kind::PayrollResult:
        statements.push_back(
            {payrollSql(),
             {company, employee, QByteArray::number(query.year), QByteArray::number(query.month)}});
        break;
    case HrQuery::Kind::AccountContext:
        statements.push_back({accountContextSql(), {query.user.bytes(), company}});
        break;
    case HrQuery::Kind::AccessibleCompanies:
        statements.push_back({accessibleCompaniesSql(), {query.user.bytes()}});
        break;
    case HrQuery::Kind::CompanyByMandate:
        statements.push_back({companyByMandateSql(), {query.mandatePath.toUtf8()}});
        break;
    case HrQuery::Kind::EmployeesHead:
        statements.push_back({employeesHeadSql(), {company, QByteArray::number(employeesPerPage + 1)}});
        break;
    case HrQuery::Kind::EmployeesInPages:
    case HrQuery::Kind::EmployeesPage:
        Q_UNREACHABLE(); // keys of the cache, not rows of a table
    case HrQuery::Kind::EmployeeIds:
        statements.push_back({employeeIdsSql(), {company}});
        break;
    }
}

PgStatement contractsStatement(std::span<const HrQuery *const> queries)
{
    const HrQuery &first = *queries.front();
    if (queries.size() == 1)
        return {contractsSql(), {first.employee.bytes(), first.company.bytes()}};
    // Ids are UUIDs: nothing in them needs quoting.
    QByteArray employees = "{";
    for (const HrQuery *query : queries)
        employees.append(query->employee.bytes()).append(',');
    employees.back() = '}';
    return {contractsOfManySql(), {std::move(employees), first.company.bytes()}};
}

size_t statementCount(const HrQuery &query)
{
    return query.kind == HrQuery::Kind::References ? std::size(referenceTables) : 1;
}

PgStatement holdersStatement(const CompanyId &company)
{
    return {holdersSql(), {company.bytes()}};
}

} // namespace hrcache
