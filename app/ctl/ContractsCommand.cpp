#include "app/ctl/ContractsCommand.h"

#include "app/ctl/Columns.h"
#include "app/ctl/DisplayWidth.h"
#include "app/ctl/TextTable.h"
#include "app/ctl/Wording.h"

namespace hrcache {

namespace {

/// "80 %", "100 %", "33.33 %"
QString rateText(double rate)
{
    QString number = decimalText(rate * 100, 2);
    const QString nothing = decimalText(0, 2).mid(1); // ".00" in this locale
    if (number.endsWith(nothing))
        number.chop(nothing.size());
    return number + QStringLiteral(" %");
}

} // namespace

QString ContractsCommand::summary() const
{
    return ContractsCommand::tr("Lists the contracts of an employee.");
}

QString ContractsCommand::description() const
{
    return ContractsCommand::tr("EMPLOYEE is an id (UUID), or the identifier of an active employee.");
}

QStringList ContractsCommand::examples() const
{
    return {QStringLiteral("hrcachectl contracts EMP001"),
            QStringLiteral("hrcachectl contracts 22222222-2222-4222-8222-000000000001 --refresh")};
}

void ContractsCommand::declare(QCommandLineParser &parser) const
{
    ReadCommand::declare(parser);
    parser.addPositionalArgument(QStringLiteral("EMPLOYEE"), ContractsCommand::tr("Id or identifier."));
}

std::optional<QString> ContractsCommand::accept(const QCommandLineParser &parser)
{
    // The base class has no arguments; its verdict on ours does not count.
    const auto refusal = ReadCommand::accept(parser);
    const QStringList arguments = parser.positionalArguments();
    if (arguments.isEmpty())
        return ContractsCommand::tr("Whose contracts? Give the id or identifier of an employee.");
    if (arguments.size() > 1)
        return ContractsCommand::tr("One employee at a time.");
    m_employee = arguments.constFirst();
    return std::nullopt;
}

Task<Result<HrQuery>> ContractsCommand::query(CommandContext &context, Subject subject)
{
    const auto id = EmployeeId::parse(m_employee, QStringLiteral("EMPLOYEE"));
    if (id)
        co_return HrQuery::contracts(subject.company, *id);
    auto list = HrQuery::employees(subject.company);
    const auto answer = co_await context.backend().service().read(subject.user, std::move(list));
    if (!answer)
        co_return failure(answer.error());
    const Columns columns(HrQuery::Kind::Employees);
    for (size_t i = 0; i < answer->data.table().size(); ++i) {
        const RowView row = answer->data.table().row(i);
        if (columns.text(row, "identifier") != m_employee)
            continue;
        const auto found = EmployeeId::parse(columns.text(row, "id"), QStringLiteral("id"));
        if (!found)
            co_return failure(found.error());
        co_return HrQuery::contracts(subject.company, *found);
    }
    co_return failure(
        ErrorCode::NotFound,
        ContractsCommand::tr("No active employee of the company has the identifier \"%1\". \"hrcachectl "
                             "employees\" lists them; of those who left, give the id.")
            .arg(printable(m_employee)));
}

Task<ExitStatus> ContractsCommand::whenEmpty(CommandContext &context, Subject subject)
{
    const auto id = EmployeeId::parse(m_employee, QStringLiteral("EMPLOYEE"));
    Subject whom = subject;
    auto warning = context.warnsOfNoAccess(std::move(whom));
    const bool warned = co_await warning;
    if (!id || warned)
        co_return ExitStatus::Good;
    auto query = HrQuery::employeeById(subject.company, *id);
    auto reading = context.backend().service().read(UserId(), std::move(query));
    const auto employee = co_await reading;
    if (!employee || !employee->data.isEmpty())
        co_return ExitStatus::Good;
    context.console().complain(ContractsCommand::tr("The company has no employee with the id %1. "
                                                    "\"hrcachectl employees\" lists the active ones.")
                                   .arg(id->toString()));
    co_return ExitStatus::Failed;
}

QString ContractsCommand::tableOf(const HrDocument &document) const
{
    using Align = TextTable::Align;
    const Columns columns(HrQuery::Kind::Contracts);
    TextTable table({{ContractsCommand::tr("Type")},
                     {ContractsCommand::tr("From")},
                     {ContractsCommand::tr("To")},
                     {ContractsCommand::tr("Salary"), Align::Right},
                     {ContractsCommand::tr("Pay")},
                     {ContractsCommand::tr("Rate"), Align::Right},
                     {ContractsCommand::tr("Hours"), Align::Right},
                     {ContractsCommand::tr("Leave"), Align::Right},
                     {ContractsCommand::tr("Job")},
                     {ContractsCommand::tr("Active")},
                     {ContractsCommand::tr("Id")}});
    for (size_t i = 0; i < document.table().size(); ++i) {
        const RowView row = document.table().row(i);
        QStringList job{columns.text(row, "job_title"), columns.text(row, "department")};
        job.removeAll(QString());
        table.addRow(
            {columns.text(row, "contract_type"), columns.date(row, "start_date"),
             columns.date(row, "end_date"),
             columns.decimal(row, "base_salary", 2) + u' ' + columns.text(row, "currency"),
             columns.text(row, "remuneration_type"), rateText(columns.number(row, "work_rate")),
             columns.decimal(row, "weekly_hours", 1), columns.decimal(row, "annual_leave_days", 0),
             job.join(QStringLiteral(", ")),
             columns.boolean(row, "is_active") ? ContractsCommand::tr("yes") : ContractsCommand::tr("no"),
             columns.text(row, "id")});
    }
    return table.toText();
}

QString ContractsCommand::summaryOf(const HrDocument &document) const
{
    const auto count = static_cast<qint64>(document.itemCount());
    if (count == 0)
        return ContractsCommand::tr("No contracts.");
    return count == 1 ? ContractsCommand::tr("1 contract")
                      : ContractsCommand::tr("%1 contracts").arg(countText(count));
}

} // namespace hrcache
