#include "app/ctl/EmployeesCommand.h"

#include "app/ctl/Columns.h"
#include "app/ctl/TextTable.h"
#include "app/ctl/Wording.h"

namespace hrcache {

QString EmployeesCommand::summary() const
{
    return EmployeesCommand::tr("Lists the active employees of a company.");
}

QStringList EmployeesCommand::examples() const
{
    return {QStringLiteral("hrcachectl employees"), QStringLiteral("hrcachectl employees --refresh --json")};
}

Task<Result<HrQuery>> EmployeesCommand::query(CommandContext &, Subject subject)
{
    co_return HrQuery::employees(subject.company);
}

QString EmployeesCommand::tableOf(const HrDocument &document) const
{
    const Columns columns(HrQuery::Kind::Employees);
    TextTable table({{EmployeesCommand::tr("Identifier")},
                     {EmployeesCommand::tr("Name")},
                     {EmployeesCommand::tr("Born")},
                     {EmployeesCommand::tr("Cluster")},
                     {EmployeesCommand::tr("Hired")},
                     {EmployeesCommand::tr("Id")}});
    for (size_t i = 0; i < document.table().size(); ++i) {
        const RowView row = document.table().row(i);
        table.addRow({columns.text(row, "identifier"),
                      EmployeesCommand::tr("%1, %2").arg(columns.text(row, "last_name"),
                                                         columns.text(row, "first_name")),
                      columns.date(row, "birth_date"), columns.text(row, "cluster_code"),
                      columns.date(row, "hire_date"), columns.text(row, "id")});
    }
    return table.toText();
}

QString EmployeesCommand::summaryOf(const HrDocument &document) const
{
    const auto count = static_cast<qint64>(document.itemCount());
    if (count == 0)
        return EmployeesCommand::tr("No active employees in this company.");
    return count == 1 ? EmployeesCommand::tr("1 active employee")
                      : EmployeesCommand::tr("%1 active employees").arg(countText(count));
}

} // namespace hrcache
