#include "sqlite/SqliteWriter.h"

#include "sqlite/SqliteConnection.h"
#include "sqlite/SqliteFacts.h"

#include <QCoreApplication>
#include <QUuid>

#include <algorithm>

namespace hrcache {

namespace {

using Kind = HrWrite::Kind;

QString translated(const char *text)
{
    return QCoreApplication::translate("SqliteWriter", text);
}

tl::unexpected<Error> refusedField(const char *field, const char *why)
{
    Error error =
        Error::make(ErrorCode::ValidationFailed,
                    translated(QT_TRANSLATE_NOOP(
                        "SqliteWriter", "Nothing was saved: a field has a value that is not allowed.")));
    error.fields.push_back({QString::fromLatin1(field), translated(why)});
    return failure(std::move(error));
}

tl::unexpected<Error> notFound(const char *why)
{
    return failure(ErrorCode::NotFound, translated(why));
}

QString toText(WallTime time)
{
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    return QString::asprintf(
        "%04d-%02u-%02u %02d:%02d:%02d.%06d+00", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
}

WallTime fromText(const QString &stored)
{
    const QDateTime seconds =
        QDateTime::fromString(stored.left(19) + u'Z', QStringLiteral("yyyy-MM-dd HH:mm:sst"));
    return WallTime(std::chrono::seconds(seconds.toSecsSinceEpoch()) +
                    std::chrono::microseconds(stored.mid(20, 6).toInt()));
}

class Writer
{
public:
    Writer(SqliteConnection &connection, const HrWrite &write, WallTime now)
        : m_connection(connection)
        , m_write(write)
        , m_now(toText(now))
        , m_table(write.kind == Kind::CreateContract || write.kind == Kind::UpdateContract
                      ? QStringLiteral("hr_contracts")
                      : QStringLiteral("hr_employees"))
    {
    }

    /// Inside of a transaction. Nobody else can write meanwhile, so what is checked stays true.
    Result<WriteOutcome> run()
    {
        auto done = collectValues();
        if (done)
            done = checkTarget();
        if (done)
            done = checkIdentifier();
        if (done)
            done = checkCluster();
        if (done)
            done = isNew() ? insert() : update();
        if (!done)
            return failure(std::move(done.error()));
        auto holders = readHolders(m_connection, m_write.company);
        if (!holders)
            return failure(std::move(holders.error()));
        m_outcome.holders = std::move(*holders);
        return std::move(m_outcome);
    }

private:
    [[nodiscard]] bool isNew() const
    {
        return m_write.kind == Kind::CreateEmployee || m_write.kind == Kind::CreateContract;
    }

    void set(const QString &column, QVariant value)
    {
        m_columns.append(column);
        m_values.append(std::move(value));
    }

    [[nodiscard]] QVariant value(const QString &column) const
    {
        const qsizetype at = m_columns.indexOf(column);
        return at < 0 ? QVariant() : m_values[at];
    }

    Result<void> collectValues()
    {
        const auto &writable = writableColumns(m_write.kind);
        for (const FieldValue &field : m_write.fields) {
            const QByteArray name(field.column.data(), static_cast<qsizetype>(field.column.size()));
            const QString column = QString::fromLatin1(name);
            // Column names become part of the statement.
            if (std::find(writable.begin(), writable.end(), field.column) == writable.end())
                return failure(ErrorCode::Internal, {}, column + QStringLiteral(" is not writable"));
            const auto type = m_connection.columnType(m_table, column);
            if (!type) {
                return failure(ErrorCode::SchemaMismatch,
                               translated(QT_TRANSLATE_NOOP("SqliteWriter",
                                                            "The database file lacks the column \"%1\"."))
                                   .arg(column));
            }
            auto stored = toStored(*type, name, field.value);
            if (!stored)
                return failure(std::move(stored.error()));
            set(column, std::move(*stored));
        }
        if (m_write.kind == Kind::DeleteEmployee)
            set(QStringLiteral("is_active"), 0);
        return {};
    }

    Result<void> checkTarget()
    {
        switch (m_write.kind) {
        case Kind::CreateEmployee: {
            auto company = first(QStringLiteral("SELECT id FROM core_companies WHERE id = ?"),
                                 {m_write.company.toString()});
            if (!company)
                return failure(std::move(company.error()));
            if (company->isEmpty())
                return notFound(QT_TRANSLATE_NOOP("SqliteWriter", "This company does not exist."));
            return {};
        }
        case Kind::UpdateEmployee:
        case Kind::DeleteEmployee:
        case Kind::CreateContract: {
            auto row = first(
                QStringLiteral("SELECT id, updated_at FROM hr_employees WHERE id = ? AND company_id = ?"),
                {m_write.employee.toString(), m_write.company.toString()});
            if (!row)
                return failure(std::move(row.error()));
            if (row->isEmpty())
                return notFound(
                    QT_TRANSLATE_NOOP("SqliteWriter", "This employee does not exist in the company."));
            m_outcome.employee = m_write.employee;
            return m_write.kind == Kind::CreateContract ? Result<void>()
                                                        : checkUpdatedAt(row->at(1).toString());
        }
        case Kind::UpdateContract: {
            auto row = first(QStringLiteral("SELECT c.employee_id, c.updated_at FROM hr_contracts c "
                                            "JOIN hr_employees e ON e.id = c.employee_id "
                                            "WHERE c.id = ? AND e.company_id = ?"),
                             {m_write.contract.toString(), m_write.company.toString()});
            if (!row)
                return failure(std::move(row.error()));
            const auto employee =
                row->isEmpty() ? Result<EmployeeId>() : EmployeeId::parse(row->at(0).toString(), {});
            if (row->isEmpty() || !employee || (!m_write.employee.isEmpty() && m_write.employee != *employee))
                return notFound(
                    QT_TRANSLATE_NOOP("SqliteWriter", "This contract does not exist in the company."));
            m_outcome.employee = *employee;
            m_outcome.contract = m_write.contract;
            return checkUpdatedAt(row->at(1).toString());
        }
        }
        return {};
    }

    Result<void> checkUpdatedAt(const QString &stored)
    {
        // A clock that stands still, or was set back, must not hide this change from the next comparison.
        if (m_now <= stored)
            m_now = toText(fromText(stored) + std::chrono::microseconds(1));
        if (!m_write.expectedUpdatedAt)
            return {};
        const auto expected = toStoredTimestamp(*m_write.expectedUpdatedAt);
        if (expected && QString::fromLatin1(*expected) == stored)
            return {};
        return failure(ErrorCode::Conflict,
                       translated(QT_TRANSLATE_NOOP(
                           "SqliteWriter", "Nothing was saved: somebody else changed this since it was "
                                           "loaded. Reload it and decide which version is right.")));
    }

    Result<void> checkIdentifier()
    {
        const QVariant identifier = value(QStringLiteral("identifier"));
        if (identifier.isNull())
            return {};
        auto other =
            first(QStringLiteral("SELECT id FROM hr_employees WHERE company_id = ? AND identifier = ? "
                                 "AND id <> ?"),
                  {m_write.company.toString(), identifier,
                   isNew() ? QLatin1String("") : m_write.employee.toString()});
        if (!other)
            return failure(std::move(other.error()));
        if (!other->isEmpty())
            return refusedField("identifier",
                                QT_TRANSLATE_NOOP("SqliteWriter", "Another employee of the company has "
                                                                  "this identifier."));
        return {};
    }

    Result<void> checkCluster()
    {
        const QVariant cluster = value(QStringLiteral("cluster_code"));
        if (cluster.isNull())
            return {};
        auto row = first(QStringLiteral("SELECT code FROM hr_clusters WHERE code = ?"), {cluster});
        if (!row)
            return failure(std::move(row.error()));
        if (row->isEmpty())
            return refusedField("cluster_code",
                                QT_TRANSLATE_NOOP("SqliteWriter", "This cluster does not exist."));
        return {};
    }

    Result<void> insert()
    {
        const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        set(QStringLiteral("id"), id);
        if (m_write.kind == Kind::CreateEmployee) {
            set(QStringLiteral("company_id"), m_write.company.toString());
            m_outcome.employee = EmployeeId::parse(id, {}).value();
        } else {
            set(QStringLiteral("employee_id"), m_write.employee.toString());
            m_outcome.contract = ContractId::parse(id, {}).value();
        }
        set(QStringLiteral("created_at"), m_now);
        set(QStringLiteral("updated_at"), m_now);
        QStringList marks;
        marks.fill(QStringLiteral("?"), m_columns.size());
        return change(QStringLiteral("INSERT INTO %1 (%2) VALUES (%3)")
                          .arg(m_table, m_columns.join(u", "), marks.join(u", ")));
    }

    Result<void> update()
    {
        set(QStringLiteral("updated_at"), m_now);
        const QString assignments = m_columns.join(u" = ?, ") + QStringLiteral(" = ?");
        m_values.append(m_write.kind == Kind::UpdateContract ? m_write.contract.toString()
                                                             : m_write.employee.toString());
        return change(QStringLiteral("UPDATE %1 SET %2 WHERE id = ?").arg(m_table, assignments));
    }

    Result<void> change(const QString &sql)
    {
        auto query = m_connection.execute(sql, m_values);
        if (!query)
            return failure(std::move(query.error()));
        return {};
    }

    /// The first row, or nothing.
    Result<QVariantList> first(const QString &sql, const QVariantList &values)
    {
        auto query = m_connection.execute(sql, values);
        if (!query)
            return failure(std::move(query.error()));
        QVariantList row;
        if (query->next()) {
            for (int i = 0; query->value(i).isValid(); ++i)
                row.append(query->value(i));
        }
        return row;
    }

    SqliteConnection &m_connection;
    const HrWrite &m_write;
    QString m_now;
    QString m_table;
    QStringList m_columns;
    QVariantList m_values;
    WriteOutcome m_outcome;
};

} // namespace

Result<WriteOutcome> writeSqlite(SqliteConnection &connection, const HrWrite &write, WallTime now,
                                 std::stop_token stop, std::chrono::milliseconds patience)
{
    auto begun = connection.beginWrite(std::move(stop), patience);
    if (!begun)
        return failure(std::move(begun.error()));
    auto outcome = Writer(connection, write, now).run();
    if (!outcome) {
        connection.rollback();
        return outcome;
    }
    auto committed = connection.commit();
    if (!committed)
        return failure(std::move(committed.error()));
    return outcome;
}

} // namespace hrcache
