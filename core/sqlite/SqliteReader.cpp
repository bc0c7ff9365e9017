#include "sqlite/SqliteReader.h"

#include "hr/ContractRows.h"
#include "sqlite/SqliteConnection.h"
#include "sqlite/SqliteResult.h"

namespace hrcache {

namespace {

struct Statement
{
    QString sql;
    QVariantList values;
};

QString text(const QByteArray &utf8)
{
    return QString::fromUtf8(utf8);
}

template<typename Id>
QVariant bound(const Id &id)
{
    return id.toString();
}

/// Texts as they lie in the file: Qt would have each of them turned into UTF-16, only for us to turn it back,
/// which takes longer than all the rest for a long list.
QString listColumns()
{
    QStringList columns;
    for (const char *name : {"id", "identifier", "first_name", "last_name", "birth_date", "cluster_code",
                             "hire_date", "created_at"})
        columns << QStringLiteral("CAST(%1 AS BLOB) AS %1").arg(QLatin1String(name));
    columns.insert(columns.size() - 1, QStringLiteral("is_active"));
    return columns.join(QStringLiteral(", "));
}

constexpr auto contractColumns =
    "c.id, c.employee_id, c.contract_type, c.start_date, c.end_date, c.base_salary, c.currency, "
    "c.work_rate, c.weekly_hours, c.remuneration_type, c.annual_leave_days, c.job_title, c.department, "
    "c.country_code, c.provisions, c.is_active, c.created_at, c.updated_at";

QString contractsSql(const char *columns, const char *employees = "= ?")
{
    return QStringLiteral("SELECT %1 FROM hr_contracts c JOIN hr_employees e ON e.id = c.employee_id "
                          "WHERE c.employee_id %2 AND e.company_id = ? ")
        .arg(QLatin1String(columns), QLatin1String(employees));
}

Statement payroll(const HrQuery &query)
{
    Statement statement{QStringLiteral("SELECT p.* FROM hr_payroll_results p "
                                       "JOIN hr_employees e ON e.id = p.employee_id WHERE e.company_id = ?"),
                        {bound(query.company)}};
    const auto filter = [&](const char *column, const QVariant &value) {
        statement.sql += QStringLiteral(" AND p.%1 = ?").arg(QLatin1String(column));
        statement.values.append(value);
    };
    if (!query.employee.isEmpty())
        filter("employee_id", bound(query.employee));
    if (query.year != 0)
        filter("period_year", query.year);
    if (query.kind == HrQuery::Kind::PayrollResult)
        filter("period_month", query.month);
    statement.sql += QStringLiteral(" ORDER BY p.period_year DESC, p.period_month DESC, p.id");
    return statement;
}

/// Whose rows say what `user` may do where; the rest of the statement narrows it down.
QString accessSql(const char *columns)
{
    return QStringLiteral("SELECT %1 FROM core_users u "
                          "JOIN core_account_access aa ON aa.user_id = u.id AND aa.is_active "
                          "JOIN core_accounts a ON a.id = aa.account_id "
                          "JOIN core_companies c ON c.account_id = a.id AND c.is_active "
                          "WHERE u.firebase_uid = ? ")
        .arg(QLatin1String(columns));
}

Statement statementOf(const HrQuery &query, QDate today)
{
    using Kind = HrQuery::Kind;
    switch (query.kind) {
    case Kind::Employees:
        return {QStringLiteral("SELECT %1 FROM hr_employees WHERE company_id = ? AND is_active "
                               "ORDER BY hr_employees.last_name, hr_employees.first_name, hr_employees.id")
                    .arg(listColumns()),
                {bound(query.company)}};
    case Kind::Employee:
        return {QStringLiteral("SELECT * FROM hr_employees WHERE id = ? AND company_id = ?"),
                {bound(query.employee), bound(query.company)}};
    case Kind::Contracts:
        return {contractsSql(contractColumns) + QStringLiteral("ORDER BY c.start_date DESC, c.id"),
                {bound(query.employee), bound(query.company)}};
    case Kind::ActiveContract: {
        const QString day = today.toString(Qt::ISODate);
        return {contractsSql("c.*") +
                    QStringLiteral("AND c.is_active AND c.start_date <= ? AND (c.end_date IS NULL OR "
                                   "c.end_date >= ?) ORDER BY c.start_date DESC, c.id LIMIT 1"),
                {bound(query.employee), bound(query.company), day, day}};
    }
    case Kind::Clusters:
        if (query.country.isEmpty())
            return {QStringLiteral("SELECT c.* FROM hr_clusters c WHERE c.is_active ORDER BY c.code"), {}};
        return {QStringLiteral("SELECT c.* FROM hr_clusters c JOIN hr_country_clusters cc ON "
                               "cc.cluster_code = c.code WHERE cc.country_code = ? AND c.is_active "
                               "ORDER BY c.code"),
                {text(query.country)}};
    case Kind::PayrollResults:
    case Kind::PayrollResult:
        return payroll(query);
    case Kind::AccountContext:
        return {
            accessSql("u.id AS user_id, a.id AS account_id, c.id AS company_id, u.firebase_uid, "
                      "c.firebase_mandate_path AS mandate_path, aa.access_type, aa.user_profile AS profile, "
                      "c.country_code, u.email, u.display_name, "
                      "CASE WHEN c.region_code IS NULL OR c.region_code = '' THEN c.country_code "
                      "ELSE c.country_code || '-' || c.region_code END AS cluster_code") +
                QStringLiteral("AND c.id = ?"),
            {bound(query.user), bound(query.company)}};
    case Kind::AccessibleCompanies:
        return {
            accessSql("c.id AS company_id, c.name, c.country, c.country_code, c.region_code, "
                      "c.firebase_mandate_path AS mandate_path, aa.access_type, aa.user_profile AS profile") +
                QStringLiteral("ORDER BY c.name, c.id"),
            {bound(query.user)}};
    case Kind::CompanyByMandate:
        return {QStringLiteral("SELECT id AS company_id FROM core_companies "
                               "WHERE firebase_mandate_path = ? AND is_active"),
                {query.mandatePath}};
    case Kind::EmployeeIds:
        return {QStringLiteral("SELECT id FROM hr_employees WHERE company_id = ? ORDER BY id"),
                {bound(query.company)}};
    case Kind::EmployeesHead:
        return {QStringLiteral(
                    "SELECT %1 FROM hr_employees WHERE company_id = ? AND is_active "
                    "ORDER BY hr_employees.last_name, hr_employees.first_name, hr_employees.id LIMIT ?")
                    .arg(listColumns()),
                {bound(query.company), employeesPerPage + 1}};
    case Kind::EmployeesInPages:
    case Kind::EmployeesPage:
        Q_UNREACHABLE(); // keys of the cache, not rows of a table
    case Kind::References:
        break; // five statements, see readReferences()
    }
    return {};
}

Result<SqliteResult> fetch(SqliteConnection &connection, const Statement &statement,
                           const std::stop_token &stop)
{
    auto query = connection.execute(statement.sql, statement.values);
    if (!query)
        return failure(std::move(query.error()));
    return SqliteResult::fetch(connection, *query, stop);
}

Result<HrRows> readReferences(SqliteConnection &connection, const HrQuery &query, const std::stop_token &stop)
{
    std::vector<SqliteResult> results;
    for (const ReferenceTable &reference : referenceTables) {
        const Statement statement{
            QStringLiteral("SELECT * FROM hr_%1 WHERE country_code = ? ORDER BY sort_order NULLS LAST, code")
                .arg(QLatin1String(reference.table.data(), static_cast<qsizetype>(reference.table.size()))),
            {text(query.country)}};
        auto result = fetch(connection, statement, stop);
        if (!result)
            return failure(std::move(result.error()));
        results.push_back(std::move(*result));
    }
    std::vector<const SqlResult *> lists;
    for (const SqliteResult &result : results)
        lists.push_back(&result);
    return makeRows(query, lists);
}

} // namespace

Result<HrRows> readSqlite(SqliteConnection &connection, const HrQuery &query, QDate today,
                          const std::stop_token &stop)
{
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, {});
    if (query.kind == HrQuery::Kind::References)
        return readReferences(connection, query, stop);
    auto result = fetch(connection, statementOf(query, today), stop);
    if (!result)
        return failure(std::move(result.error()));
    const SqlResult *const rows[] = {&*result};
    return makeRows(query, rows);
}

std::vector<Result<HrRows>> readSqliteContracts(SqliteConnection &connection,
                                                std::span<const HrQuery *const> queries,
                                                const std::stop_token &stop)
{
    const auto failed = [&](const Error &error) {
        return std::vector<Result<HrRows>>(queries.size(), failure(error));
    };
    if (stop.stop_requested())
        return failed(Error::make(ErrorCode::Cancelled, {}));
    // One parameter for any number of employees; ids need no escaping.
    QString employees = QStringLiteral("[");
    for (const HrQuery *query : queries)
        employees += QStringLiteral("\"%1\",").arg(query->employee.toString());
    employees.back() = u']';
    const Statement statement{contractsSql(contractColumns, "IN (SELECT value FROM json_each(?))") +
                                  QStringLiteral("ORDER BY c.employee_id, c.start_date DESC, c.id"),
                              {employees, bound(queries.front()->company)}};
    auto result = fetch(connection, statement, stop);
    if (!result)
        return failed(result.error());
    return makeContractRows(queries, *result);
}

} // namespace hrcache
