#include "postgres/PgWrites.h"

#include "postgres/PgFacts.h"
#include "postgres/PgQueries.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace hrcache {

namespace {

using Kind = HrWrite::Kind;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PgWrites)
};

QByteArray toBytes(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

bool changesARow(const HrWrite &write)
{
    return write.kind != Kind::CreateEmployee && write.kind != Kind::CreateContract;
}

bool isOfContract(const HrWrite &write)
{
    return write.kind == Kind::CreateContract || write.kind == Kind::UpdateContract;
}

/// A statement whose first parameters are the fields: $1 is fields[0].
class Builder
{
public:
    explicit Builder(const HrWrite &write)
    {
        for (const FieldValue &field : write.fields)
            m_parameters.push_back(field.value);
    }

    /// Takes one more parameter; returns its place, "$7".
    QByteArray add(QByteArray value)
    {
        m_parameters.emplace_back(std::move(value));
        return '$' + QByteArray::number(static_cast<qulonglong>(m_parameters.size()));
    }

    PgStatement build(QByteArray text) { return {PgSql::once(std::move(text)), std::move(m_parameters)}; }

private:
    std::vector<std::optional<QByteArray>> m_parameters;
};

QByteArray fieldColumns(const HrWrite &write)
{
    QByteArray text;
    for (const FieldValue &field : write.fields)
        text += ", " + toBytes(field.column);
    return text;
}

QByteArray fieldPlaces(const HrWrite &write)
{
    QByteArray text;
    for (size_t i = 1; i <= write.fields.size(); ++i)
        text += ", $" + QByteArray::number(static_cast<qulonglong>(i));
    return text;
}

QByteArray fieldAssignments(const HrWrite &write)
{
    QByteArray text;
    for (size_t i = 0; i < write.fields.size(); ++i) {
        text += toBytes(write.fields[i].column) + " = $" +
                QByteArray::number(static_cast<qulonglong>(i + 1)) + ", ";
    }
    return text;
}

PgStatement insertEmployee(const HrWrite &write)
{
    Builder builder(write);
    const QByteArray company = builder.add(write.company.bytes());
    return builder.build("INSERT INTO hr.employees (company_id" + fieldColumns(write) + ") VALUES (" +
                         company + fieldPlaces(write) + ") RETURNING id");
}

PgStatement insertContract(const HrWrite &write)
{
    Builder builder(write);
    const QByteArray employee = builder.add(write.employee.bytes());
    const QByteArray company = builder.add(write.company.bytes());
    return builder.build("INSERT INTO hr.contracts (employee_id" + fieldColumns(write) + ") SELECT e.id" +
                         fieldPlaces(write) + " FROM hr.employees e WHERE e.id = " + employee +
                         " AND e.company_id = " + company + " RETURNING employee_id, id");
}

/// Holds the row, so that "not there" and "changed by somebody else" can be told apart behind it.
PgStatement lockTarget(const HrWrite &write)
{
    if (write.kind == Kind::UpdateContract) {
        const auto employee = write.employee.isEmpty() ? std::nullopt : std::optional(write.employee.bytes());
        return {PgSql::once("SELECT c.id FROM hr.contracts c JOIN hr.employees e ON e.id = c.employee_id "
                            "WHERE c.id = $1 AND e.company_id = $2 "
                            "AND ($3::uuid IS NULL OR c.employee_id = $3::uuid) FOR NO KEY UPDATE OF c"),
                {write.contract.bytes(), write.company.bytes(), employee}};
    }
    return {PgSql::once("SELECT id FROM hr.employees WHERE id = $1 AND company_id = $2 FOR NO KEY UPDATE"),
            {write.employee.bytes(), write.company.bytes()}};
}

PgStatement changeTarget(const HrWrite &write)
{
    Builder builder(write);
    QByteArray text;
    if (write.kind == Kind::UpdateContract) {
        text = "UPDATE hr.contracts SET " + fieldAssignments(write) +
               "updated_at = now() WHERE id = " + builder.add(write.contract.bytes()) +
               " AND employee_id IN (SELECT e.id FROM hr.employees e WHERE e.company_id = " +
               builder.add(write.company.bytes());
        if (!write.employee.isEmpty())
            text += " AND e.id = " + builder.add(write.employee.bytes());
        text += ')';
    } else {
        text = "UPDATE hr.employees SET " + fieldAssignments(write) +
               (write.kind == Kind::DeleteEmployee ? "is_active = false, " : "") +
               "updated_at = now() WHERE id = " + builder.add(write.employee.bytes()) +
               " AND company_id = " + builder.add(write.company.bytes());
    }
    // timestamptz holds microseconds, as its canonical text does, so equal values are equal texts.
    if (write.expectedUpdatedAt)
        text += " AND updated_at = " + builder.add(*write.expectedUpdatedAt) + "::timestamptz";
    text += write.kind == Kind::UpdateContract ? " RETURNING employee_id, id" : " RETURNING id";
    return builder.build(text);
}

Error withField(Error error, const QString &field, const QString &message)
{
    error.fields = {{field, message}};
    return error;
}

bool mentions(const QByteArray &text, const QByteArray &column)
{
    const QRegularExpression word(
        QStringLiteral("(?<![a-z0-9])%1(?![a-z0-9])").arg(QString::fromUtf8(column)));
    return word.match(QString::fromUtf8(text)).hasMatch();
}

/// The columns in `Key (company_id, identifier)=(…) already exists.`, in whichever language.
QByteArray keyColumns(const QByteArray &detail)
{
    const auto start = detail.indexOf('(');
    const auto end = detail.indexOf(")=(");
    return start >= 0 && end > start ? detail.mid(start + 1, end - start - 1) : QByteArray();
}

/// The written column that a constraint, or a value that could not be read, is about; may be empty.
QByteArray offendingColumn(const HrWrite &write, const PgDiagnostics &diagnostics)
{
    if (!diagnostics.column.isEmpty())
        return diagnostics.column;
    static const QRegularExpression place(QStringLiteral("\\$(\\d+)"));
    const auto match = place.match(QString::fromUtf8(diagnostics.context));
    if (match.hasMatch()) {
        const size_t index = match.captured(1).toUInt();
        if (index >= 1 && index <= write.fields.size())
            return toBytes(write.fields[index - 1].column);
    }
    const QByteArray key = keyColumns(diagnostics.detail);
    QByteArray best;
    for (const std::string_view name : writableColumns(write.kind)) {
        const QByteArray column = toBytes(name);
        if (mentions(key.isEmpty() ? diagnostics.constraint : key, column) && column.size() > best.size())
            best = column;
    }
    if (best.isEmpty() && key.isEmpty() && write.fields.size() == 1)
        best = toBytes(write.fields.front().column);
    return best;
}

Error notFound(const HrWrite &write)
{
    QString message;
    switch (write.kind) {
    case Kind::CreateEmployee:
        message = Text::tr("This company does not exist.");
        break;
    case Kind::UpdateContract:
        message = Text::tr("This contract does not exist in this company.");
        break;
    case Kind::UpdateEmployee:
    case Kind::DeleteEmployee:
    case Kind::CreateContract:
        message = Text::tr("This employee does not exist in this company.");
        break;
    }
    return Error::make(ErrorCode::NotFound, message);
}

Error writeError(const HrWrite &write, const PgDiagnostics &diagnostics)
{
    Error error = pgError(diagnostics);
    if (error.code != ErrorCode::ValidationFailed)
        return error;
    if (diagnostics.sqlState == "23503") {
        const QByteArray key = keyColumns(diagnostics.detail);
        if (mentions(key, "company_id") || mentions(key, "employee_id"))
            return notFound(write);
    }
    const QString field = QString::fromUtf8(offendingColumn(write, diagnostics));
    if (field.isEmpty())
        return error;
    if (diagnostics.sqlState == "23505")
        return withField(std::move(error), field, Text::tr("This value is already in use."));
    if (diagnostics.sqlState == "23503")
        return withField(std::move(error), field, Text::tr("This value is not known."));
    if (diagnostics.sqlState == "23502")
        return withField(std::move(error), field, Text::tr("A value is needed here."));
    return withField(std::move(error), field,
                     Text::tr("The database does not accept this value: %1").arg(diagnostics.message));
}

ContractId contractId(const PgResult &result, int column)
{
    return ContractId::parse(QString::fromUtf8(result.bytes(0, column)), QStringLiteral("contract_id"))
        .value_or(ContractId());
}

} // namespace

Result<std::vector<PgStatement>> writeStatements(const HrWrite &write)
{
    const auto &allowed = writableColumns(write.kind);
    for (const FieldValue &field : write.fields) {
        const QString name = QString::fromUtf8(toBytes(field.column));
        if (std::find(allowed.begin(), allowed.end(), field.column) == allowed.end())
            return failure(ErrorCode::Internal, Text::tr("The column \"%1\" cannot be written.").arg(name));
        // Parameters end at a NUL; the rest would be lost without a word.
        if (field.value && field.value->contains('\0')) {
            return failure(
                withField(Error::make(ErrorCode::ValidationFailed, Text::tr("A text has a NUL in it.")), name,
                          Text::tr("This text has a character that cannot be stored.")));
        }
    }
    std::vector<PgStatement> statements;
    switch (write.kind) {
    case Kind::CreateEmployee:
        statements.push_back(insertEmployee(write));
        break;
    case Kind::CreateContract:
        statements.push_back(insertContract(write));
        break;
    case Kind::UpdateEmployee:
    case Kind::DeleteEmployee:
    case Kind::UpdateContract:
        statements.push_back(lockTarget(write));
        statements.push_back(changeTarget(write));
        break;
    }
    statements.push_back(holdersStatement(write.company));
    return statements;
}

Result<WriteOutcome> readOutcome(const HrWrite &write, const PgReply &reply)
{
    for (const PgAnswer &answer : reply) {
        if (!answer)
            return failure(writeError(write, answer.error()));
    }
    if (reply.front()->rowCount() == 0)
        return failure(notFound(write));
    const PgResult &changed = *reply[changesARow(write) ? 1 : 0];
    if (changed.rowCount() == 0) {
        return failure(ErrorCode::Conflict,
                       Text::tr("Somebody else changed this row in the meantime. Reload it to see "
                                "the new values, then change it again."));
    }
    WriteOutcome outcome;
    outcome.employee =
        EmployeeId::parse(QString::fromUtf8(changed.bytes(0, 0)), QStringLiteral("employee_id"))
            .value_or(EmployeeId());
    if (isOfContract(write))
        outcome.contract = contractId(changed, 1);
    outcome.holders = readHolders(*reply.back());
    return outcome;
}

} // namespace hrcache
