#include "hr/HrDocument.h"

#include "hr/DocumentReader.h"
#include "hr/HrDocumentData.h"

#include <QCoreApplication>

#include <array>

namespace hrcache {

namespace {

using Type = ColumnSpec::Type;
using Kind = HrQuery::Kind;

constexpr ColumnSpec employeesColumns[] = {
    {"id", Type::Text, true},        {"identifier", Type::Text, true},   {"first_name", Type::Text, true},
    {"last_name", Type::Text, true}, {"birth_date", Type::Text, true},   {"cluster_code", Type::Text, true},
    {"hire_date", Type::Text, true}, {"is_active", Type::Boolean, true}, {"created_at", Type::Text, true},
};

constexpr ColumnSpec employeeColumns[] = {
    {"id", Type::Text, true},
    {"company_id", Type::Text, true},
    {"identifier", Type::Text, true},
    {"first_name", Type::Text, true},
    {"last_name", Type::Text, true},
    {"birth_date", Type::Text, true},
    {"gender", Type::Text, false},
    {"nationality", Type::Text, false},
    {"cluster_code", Type::Text, true},
    {"tax_status", Type::Text, false},
    {"family_status", Type::Text, false},
    {"dependents", Type::Number, false},
    {"address", Type::Text, false},
    {"city", Type::Text, false},
    {"postal_code", Type::Text, false},
    {"country_code", Type::Text, false},
    {"permit_type", Type::Text, false},
    {"email", Type::Text, false},
    {"phone", Type::Text, false},
    {"hire_date", Type::Text, true},
    {"termination_date", Type::Text, false},
    {"is_active", Type::Boolean, true},
    {"created_at", Type::Text, false},
    {"updated_at", Type::Text, false},
};

constexpr ColumnSpec contractColumns[] = {
    {"id", Type::Text, true},
    {"employee_id", Type::Text, true},
    {"contract_type", Type::Text, true},
    {"start_date", Type::Text, true},
    {"end_date", Type::Text, true},
    {"base_salary", Type::Number, true},
    {"currency", Type::Text, true},
    {"work_rate", Type::Number, true},
    {"weekly_hours", Type::Number, true},
    {"remuneration_type", Type::Text, true},
    {"annual_leave_days", Type::Number, true},
    {"job_title", Type::Text, true},
    {"department", Type::Text, true},
    {"country_code", Type::Text, true},
    {"provisions", Type::Text, true},
    {"is_active", Type::Boolean, true},
    {"created_at", Type::Text, true},
    {"updated_at", Type::Text, true},
};

constexpr ColumnSpec clusterColumns[] = {
    {"code", Type::Text, true},         {"name", Type::Text, true},
    {"country_code", Type::Text, true}, {"cluster_type", Type::Text, false},
    {"parent_code", Type::Text, false}, {"is_active", Type::Boolean, false},
};

constexpr ColumnSpec referenceColumns[] = {
    {"country_code", Type::Text, false},
    {"code", Type::Text, true},
    {"label", Type::Text, true},
    {"sort_order", Type::Number, false},
};

constexpr ColumnSpec payrollColumns[] = {
    {"id", Type::Text, true},
    {"employee_id", Type::Text, true},
    {"contract_id", Type::Text, false},
    {"period_year", Type::Number, true},
    {"period_month", Type::Number, true},
    {"gross", Type::Number, false},
    {"net", Type::Number, false},
    {"currency", Type::Text, false},
    {"status", Type::Text, false},
    {"created_at", Type::Text, false},
};

constexpr ColumnSpec accountColumns[] = {
    {"user_id", Type::Text, false},      {"account_id", Type::Text, false},
    {"company_id", Type::Text, true},    {"firebase_uid", Type::Text, false},
    {"mandate_path", Type::Text, false}, {"access_type", Type::Text, false},
    {"profile", Type::Text, true},       {"country_code", Type::Text, false},
    {"email", Type::Text, false},        {"display_name", Type::Text, false},
    {"cluster_code", Type::Text, false},
};

constexpr ColumnSpec companyColumns[] = {
    {"company_id", Type::Text, true},   {"name", Type::Text, true},
    {"country", Type::Text, false},     {"country_code", Type::Text, false},
    {"region_code", Type::Text, false}, {"mandate_path", Type::Text, false},
    {"access_type", Type::Text, false}, {"profile", Type::Text, true},
};

constexpr ColumnSpec companyIdColumns[] = {{"company_id", Type::Text, true}};

constexpr ColumnSpec idColumns[] = {{"id", Type::Text, true}};

} // namespace

std::span<const ColumnSpec> columnsOf(Kind kind)
{
    switch (kind) {
    case Kind::Employees:
    case Kind::EmployeesHead:
    case Kind::EmployeesInPages:
    case Kind::EmployeesPage:
        return employeesColumns;
    case Kind::Employee:
        return employeeColumns;
    case Kind::Contracts:
    case Kind::ActiveContract:
        return contractColumns;
    case Kind::Clusters:
        return clusterColumns;
    case Kind::References:
        return referenceColumns;
    case Kind::PayrollResults:
    case Kind::PayrollResult:
        return payrollColumns;
    case Kind::AccountContext:
        return accountColumns;
    case Kind::AccessibleCompanies:
        return companyColumns;
    case Kind::CompanyByMandate:
        return companyIdColumns;
    case Kind::EmployeeIds:
        return idColumns;
    }
    return {};
}

QDate RowView::date(size_t column) const
{
    const std::string_view view = utf8(column);
    // A time may follow, and nothing else: in "2024-01-01 BC" the first ten characters are another day.
    const bool timeFollows = view.size() > 11 && (view[10] == 'T' || view[10] == ' ') && view[11] >= '0' &&
                             view[11] <= '9' && !view.ends_with("BC");
    if (view.size() != 10 && !timeFollows)
        return {};
    return QDate::fromString(QString::fromLatin1(view.data(), 10), Qt::ISODate);
}

Result<HrDocument> HrDocument::fromRows(Kind kind, QByteArray json)
{
    ScopedParser parser;
    simdjson::ondemand::document document;
    auto error = parser.iterate(json, document);
    DocumentReader reader(kind, json, parser);
    if (!error)
        error = reader.read(document);
    if (!error)
        return reader.take();
    if (error == simdjson::NO_SUCH_FIELD) {
        const auto column = reader.missingColumn();
        return failure(ErrorCode::SchemaMismatch,
                       QCoreApplication::translate("HrDocument",
                                                   "The data lacks the column \"%1\", which is "
                                                   "needed here. Ask for the schema to be updated.")
                           .arg(QString::fromLatin1(column.data(), static_cast<qsizetype>(column.size()))));
    }
    if (error == simdjson::INCORRECT_TYPE) {
        return failure(ErrorCode::SchemaMismatch,
                       QCoreApplication::translate("HrDocument",
                                                   "A column has another type than this program "
                                                   "expects. Ask for the schema to be checked."));
    }
    return failure(
        ErrorCode::Protocol,
        QCoreApplication::translate("HrDocument", "The data cannot be read: it is not valid JSON."),
        QString::fromLatin1(simdjson::error_message(error)));
}

std::string_view HrDocument::json() const
{
    if (!m_data)
        return "null";
    return {m_data->bytes.constData() + m_data->offset, static_cast<size_t>(m_data->length)};
}

QByteArray HrDocument::jsonBytes() const
{
    const auto view = json();
    return QByteArray(view.data(), static_cast<qsizetype>(view.size()));
}

bool HrDocument::isEmpty() const
{
    return !m_data || m_data->isEmpty;
}

size_t HrDocument::itemCount() const
{
    if (isEmpty())
        return 0;
    if (m_data->isList)
        return m_data->tables.front().size();
    size_t count = 0;
    for (const RowTable &table : m_data->tables)
        count += table.size();
    return m_data->tables.size() > 1 ? count : 1;
}

const RowTable &HrDocument::table(size_t index) const
{
    static const RowTable empty;
    return m_data && index < m_data->tables.size() ? m_data->tables[index] : empty;
}

} // namespace hrcache
