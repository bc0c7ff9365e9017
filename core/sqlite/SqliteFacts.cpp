#include "sqlite/SqliteFacts.h"

#include "hr/HrQuery.h"
#include "sqlite/SqliteConnection.h"

#include <QSet>

#include <algorithm>

namespace hrcache {

namespace {

QByteArray text(const QSqlQuery &query, int column)
{
    return query.value(column).toString().toUtf8();
}

/// The text that is written to `column`; none if it is not written, or NULL is.
std::optional<QByteArray> written(const HrWrite &write, std::string_view column)
{
    const auto field = std::find_if(write.fields.begin(), write.fields.end(),
                                    [&](const FieldValue &other) { return other.column == column; });
    return field == write.fields.end() ? std::nullopt : field->value;
}

class FactsReader
{
public:
    FactsReader(SqliteConnection &connection, const HrWrite &write)
        : m_connection(connection)
        , m_write(write)
    {
    }

    Result<WriteFacts> read(const UserId &user)
    {
        using Step = Result<void> (FactsReader::*)();
        for (const Step step :
             {&FactsReader::readCompany, &FactsReader::readContract, &FactsReader::readEmployee,
              &FactsReader::readIdentifier, &FactsReader::readCluster, &FactsReader::readReferenceCodes}) {
            auto done = (this->*step)();
            if (!done)
                return failure(std::move(done.error()));
        }
        if (!user.isEmpty()) {
            auto profile = readProfile(user);
            if (!profile)
                return failure(std::move(profile.error()));
        }
        auto holders = readHolders(m_connection, m_write.company);
        if (!holders)
            return failure(std::move(holders.error()));
        m_facts.holders = std::move(*holders);
        return std::move(m_facts);
    }

private:
    /// Runs the statement and hands each of its rows over.
    template<typename Row>
    Result<void> each(const QString &sql, const QVariantList &values, Row row)
    {
        auto query = m_connection.execute(sql, values);
        if (!query)
            return failure(std::move(query.error()));
        while (query->next())
            row(*query);
        return {};
    }

    Result<void> readCompany()
    {
        return each(QStringLiteral("SELECT country_code FROM core_companies WHERE id = ?"),
                    {m_write.company.toString()}, [this](const QSqlQuery &row) {
                        m_facts.companyExists = true;
                        m_facts.companyCountry = text(row, 0);
                    });
    }

    Result<void> readProfile(const UserId &user)
    {
        return each(QStringLiteral("SELECT aa.user_profile FROM core_users u "
                                   "JOIN core_account_access aa ON aa.user_id = u.id AND aa.is_active "
                                   "JOIN core_companies c ON c.account_id = aa.account_id AND c.is_active "
                                   "WHERE u.firebase_uid = ? AND c.id = ?"),
                    {user.toString(), m_write.company.toString()},
                    [this](const QSqlQuery &row) { m_facts.callerProfile = text(row, 0); });
    }

    Result<void> readContract()
    {
        if (m_write.kind != HrWrite::Kind::UpdateContract)
            return {};
        return each(QStringLiteral("SELECT c.employee_id, c.start_date, c.end_date, c.country_code "
                                   "FROM hr_contracts c JOIN hr_employees e ON e.id = c.employee_id "
                                   "WHERE c.id = ? AND e.company_id = ?"),
                    {m_write.contract.toString(), m_write.company.toString()}, [this](const QSqlQuery &row) {
                        const auto employee = EmployeeId::parse(row.value(0).toString(), {});
                        if (!employee || (!m_write.employee.isEmpty() && m_write.employee != *employee))
                            return;
                        m_facts.targetExists = true;
                        m_facts.employee = *employee;
                        m_facts.contractStartDate = text(row, 1);
                        m_facts.contractEndDate = text(row, 2);
                        m_facts.contractCountry = text(row, 3);
                    });
    }

    Result<void> readEmployee()
    {
        const bool ofContract = m_write.kind == HrWrite::Kind::UpdateContract;
        const EmployeeId employee = ofContract ? m_facts.employee : m_write.employee;
        if (m_write.kind == HrWrite::Kind::CreateEmployee || employee.isEmpty())
            return {};
        return each(QStringLiteral("SELECT country_code, birth_date, hire_date, termination_date "
                                   "FROM hr_employees WHERE id = ? AND company_id = ?"),
                    {employee.toString(), m_write.company.toString()}, [&](const QSqlQuery &row) {
                        m_facts.targetExists = true;
                        m_facts.employee = employee;
                        m_facts.employeeCountry = text(row, 0);
                        m_facts.birthDate = text(row, 1);
                        m_facts.hireDate = text(row, 2);
                        m_facts.terminationDate = text(row, 3);
                    });
    }

    Result<void> readIdentifier()
    {
        const auto identifier = written(m_write, "identifier");
        if (!identifier)
            return {};
        const bool isNew = m_write.kind == HrWrite::Kind::CreateEmployee;
        return each(
            QStringLiteral("SELECT 1 FROM hr_employees WHERE company_id = ? AND identifier = ? AND id <> ?"),
            {m_write.company.toString(), QString::fromUtf8(*identifier),
             isNew ? QLatin1String("") : m_write.employee.toString()},
            [this](const QSqlQuery &) { m_facts.identifierTaken = true; });
    }

    Result<void> readCluster()
    {
        const auto cluster = written(m_write, "cluster_code");
        if (!cluster)
            return {};
        m_facts.clusterKnown = false;
        return each(QStringLiteral("SELECT country_code FROM hr_clusters WHERE code = ? AND is_active"),
                    {QString::fromUtf8(*cluster)}, [this](const QSqlQuery &row) {
                        m_facts.clusterKnown = true;
                        m_facts.clusterCountry = text(row, 0);
                    });
    }

    Result<void> readReferenceCodes()
    {
        QSet<QByteArray> countries{m_facts.companyCountry, m_facts.employeeCountry, m_facts.contractCountry,
                                   m_facts.clusterCountry,
                                   written(m_write, "country_code").value_or(QByteArray())};
        countries.remove({});
        for (const ReferenceTable &reference : referenceTables) {
            const auto sql = QStringLiteral("SELECT code FROM hr_%1 WHERE country_code = ?")
                                 .arg(QLatin1String(reference.table.data(),
                                                    static_cast<qsizetype>(reference.table.size())));
            const QByteArray member(reference.member.data(), static_cast<qsizetype>(reference.member.size()));
            for (const QByteArray &country : std::as_const(countries)) {
                auto done = each(sql, {QString::fromUtf8(country)}, [&](const QSqlQuery &row) {
                    m_facts.referenceCodes.push_back({member, country, text(row, 0)});
                });
                if (!done)
                    return done;
            }
        }
        return {};
    }

    SqliteConnection &m_connection;
    const HrWrite &m_write;
    WriteFacts m_facts;
};

} // namespace

Result<WriteFacts> readFacts(SqliteConnection &connection, const HrWrite &write, const UserId &user)
{
    return FactsReader(connection, write).read(user);
}

Result<std::vector<UserId>> readHolders(SqliteConnection &connection, const CompanyId &company)
{
    const QString id = company.toString();
    auto query = connection.execute(
        QStringLiteral("SELECT u.firebase_uid FROM core_companies c "
                       "JOIN core_account_access aa ON aa.account_id = c.account_id "
                       "JOIN core_users u ON u.id = aa.user_id WHERE c.id = ? "
                       "UNION SELECT a.firebase_uid FROM core_companies c "
                       "JOIN core_accounts a ON a.id = c.account_id WHERE c.id = ? ORDER BY 1"),
        {id, id});
    if (!query)
        return failure(std::move(query.error()));
    std::vector<UserId> holders;
    while (query->next()) {
        // An id that can stand in no cache key has no copies.
        auto holder = UserId::parse(query->value(0).toString(), {});
        if (holder)
            holders.push_back(std::move(*holder));
    }
    return holders;
}

} // namespace hrcache
