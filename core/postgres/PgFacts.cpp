#include "postgres/PgFacts.h"

#include "postgres/PgQueries.h"

namespace hrcache {

namespace {

using Kind = HrWrite::Kind;

const PgSql &companySql()
{
    static const PgSql sql =
        PgSql::prepared("SELECT c.country_code, (SELECT aa.user_profile FROM core.users u "
                        "JOIN core.account_access aa ON aa.user_id = u.id WHERE u.firebase_uid = $2 "
                        "AND aa.account_id = c.account_id AND aa.is_active AND c.is_active) "
                        "FROM core.companies c WHERE c.id = $1");
    return sql;
}

const PgSql &employeeTargetSql()
{
    static const PgSql sql =
        PgSql::prepared("SELECT id, country_code, birth_date, hire_date, termination_date "
                        "FROM hr.employees WHERE id = $1 AND company_id = $2");
    return sql;
}

const PgSql &contractTargetSql()
{
    static const PgSql sql = PgSql::prepared(
        "SELECT e.id, e.country_code, e.birth_date, e.hire_date, e.termination_date, "
        "c.start_date, c.end_date, c.country_code "
        "FROM hr.contracts c JOIN hr.employees e ON e.id = c.employee_id "
        "WHERE c.id = $1 AND e.company_id = $2 AND ($3::uuid IS NULL OR c.employee_id = $3::uuid)");
    return sql;
}

const PgSql &identifierSql()
{
    static const PgSql sql =
        PgSql::prepared("SELECT EXISTS (SELECT 1 FROM hr.employees WHERE company_id = $1 AND identifier = $2 "
                        "AND ($3::uuid IS NULL OR id <> $3::uuid))");
    return sql;
}

const PgSql &clusterSql()
{
    static const PgSql sql =
        PgSql::prepared("SELECT country_code FROM hr.clusters WHERE code = $1 AND is_active");
    return sql;
}

/// Of the countries of the company, the employee, the contract, the cluster, and the one that is written.
const PgSql &referencesSql()
{
    static const PgSql sql = [] {
        QByteArray text =
            "WITH target AS (SELECT employee_id, country_code FROM hr.contracts WHERE id = $4), "
            "countries(code) AS (SELECT $1::text "
            "UNION SELECT country_code::text FROM core.companies WHERE id = $2 "
            "UNION SELECT country_code::text FROM hr.employees "
            "WHERE id = $3 OR id IN (SELECT employee_id FROM target) "
            "UNION SELECT country_code::text FROM target "
            "UNION SELECT country_code::text FROM hr.clusters WHERE code = $5)";
        const char *separator = " ";
        for (const ReferenceTable &table : referenceTables) {
            const QByteArray member(table.member.data(), static_cast<qsizetype>(table.member.size()));
            const QByteArray name(table.table.data(), static_cast<qsizetype>(table.table.size()));
            text += separator + ("SELECT '" + member + "'::text, country_code::text, code::text FROM hr." +
                                 name + " WHERE country_code::text IN (SELECT code FROM countries)");
            separator = " UNION ALL ";
        }
        return PgSql::prepared(text);
    }();
    return sql;
}

std::optional<QByteArray> written(const HrWrite &write, std::string_view column)
{
    for (const FieldValue &field : write.fields) {
        if (field.column == column)
            return field.value;
    }
    return std::nullopt;
}

std::optional<QByteArray> unlessEmpty(const QByteArray &id)
{
    return id.isEmpty() ? std::nullopt : std::optional(id);
}

EmployeeId employeeId(const PgResult &result, int row, int column)
{
    return EmployeeId::parse(QString::fromUtf8(result.bytes(row, column)), QStringLiteral("employee_id"))
        .value_or(EmployeeId());
}

void readTarget(WriteFacts &facts, const PgResult &result)
{
    facts.targetExists = result.rowCount() > 0;
    if (!facts.targetExists)
        return;
    facts.employee = employeeId(result, 0, 0);
    facts.employeeCountry = result.bytes(0, 1);
    facts.birthDate = result.bytes(0, 2);
    facts.hireDate = result.bytes(0, 3);
    facts.terminationDate = result.bytes(0, 4);
    if (result.columnCount() > 5) {
        facts.contractStartDate = result.bytes(0, 5);
        facts.contractEndDate = result.bytes(0, 6);
        facts.contractCountry = result.bytes(0, 7);
    }
}

} // namespace

PgFacts::PgFacts(HrWrite write, UserId user)
    : m_write(std::move(write))
    , m_user(std::move(user))
{
    const QByteArray &company = m_write.company.bytes();
    add(Part::Company, {companySql(), {company, unlessEmpty(m_user.bytes())}});
    addTarget();
    const bool ofEmployee = m_write.kind == Kind::CreateEmployee || m_write.kind == Kind::UpdateEmployee;
    const auto identifier = written(m_write, "identifier");
    if (ofEmployee && identifier) {
        add(Part::Identifier,
            {identifierSql(), {company, identifier, unlessEmpty(m_write.employee.bytes())}});
    }
    const auto cluster = written(m_write, "cluster_code");
    if (ofEmployee && cluster)
        add(Part::Cluster, {clusterSql(), {cluster}});
    if (m_write.kind != Kind::DeleteEmployee) {
        add(Part::References,
            {referencesSql(),
             {written(m_write, "country_code"), company, unlessEmpty(m_write.employee.bytes()),
              unlessEmpty(m_write.contract.bytes()), ofEmployee ? cluster : std::nullopt}});
    }
    add(Part::Holders, holdersStatement(m_write.company));
}

void PgFacts::add(Part part, PgStatement statement)
{
    m_parts.push_back(part);
    m_statements.push_back(std::move(statement));
}

void PgFacts::addTarget()
{
    const QByteArray &company = m_write.company.bytes();
    switch (m_write.kind) {
    case Kind::CreateEmployee:
        break;
    case Kind::UpdateEmployee:
    case Kind::DeleteEmployee:
    case Kind::CreateContract:
        add(Part::Target, {employeeTargetSql(), {m_write.employee.bytes(), company}});
        break;
    case Kind::UpdateContract:
        add(Part::Target, {contractTargetSql(),
                           {m_write.contract.bytes(), company, unlessEmpty(m_write.employee.bytes())}});
        break;
    }
}

Result<WriteFacts> PgFacts::read(const PgReply &reply) const
{
    WriteFacts facts;
    for (size_t i = 0; i < m_parts.size(); ++i) {
        if (!reply[i])
            return failure(pgError(reply[i].error()));
        const PgResult &result = *reply[i];
        const bool found = result.rowCount() > 0;
        switch (m_parts[i]) {
        case Part::Company:
            facts.companyExists = found;
            if (found)
                facts.companyCountry = result.bytes(0, 0);
            if (found && !result.isNull(0, 1))
                facts.callerProfile = result.bytes(0, 1);
            break;
        case Part::Target:
            readTarget(facts, result);
            break;
        case Part::Identifier:
            facts.identifierTaken = found && result.isTrue(0, 0);
            break;
        case Part::Cluster:
            facts.clusterKnown = found;
            if (found)
                facts.clusterCountry = result.bytes(0, 0);
            break;
        case Part::References:
            for (int row = 0; row < result.rowCount(); ++row)
                facts.referenceCodes.push_back(
                    {result.bytes(row, 0), result.bytes(row, 1), result.bytes(row, 2)});
            break;
        case Part::Holders:
            facts.holders = readHolders(result);
            break;
        }
    }
    return facts;
}

std::vector<UserId> readHolders(const PgResult &result)
{
    std::vector<UserId> holders;
    holders.reserve(static_cast<size_t>(result.rowCount()));
    for (int row = 0; row < result.rowCount(); ++row) {
        auto id = UserId::parse(QString::fromUtf8(result.bytes(row, 0)), QStringLiteral("firebase_uid"));
        if (id && !id->isEmpty())
            holders.push_back(std::move(*id));
    }
    return holders;
}

} // namespace hrcache
