#include "hr/WriteRules.h"

#include <QCoreApplication>

#include <algorithm>

namespace hrcache {

namespace {

using Type = FieldRule::Type;

constexpr FieldRule text(std::string_view column, bool required, int length)
{
    FieldRule rule{column, Type::Text, required, length, 0, 0, 0, {}};
    return rule;
}

constexpr FieldRule coded(std::string_view column, std::string_view reference, bool required = false)
{
    return {column, Type::Text, required, 50, 0, 0, 0, reference};
}

constexpr FieldRule letters(std::string_view column, int count, bool required = false)
{
    return {column, Type::Text, required, count, 0, 0, count, {}};
}

constexpr FieldRule typed(std::string_view column, Type type, bool required)
{
    return {column, type, required, 0, 0, 0, 0, {}};
}

constexpr FieldRule range(std::string_view column, Type type, bool required, double minimum, double maximum)
{
    return {column, type, required, 0, minimum, maximum, 0, {}};
}

constexpr FieldRule employeeRuleTable[] = {
    text("identifier", true, 100),
    text("first_name", true, 200),
    text("last_name", true, 200),
    typed("birth_date", Type::Date, true),
    text("cluster_code", true, 50),
    typed("hire_date", Type::Date, true),
    typed("termination_date", Type::Date, false),
    text("email", false, 320),
    text("phone", false, 50),
    text("gender", false, 20),
    letters("nationality", 2),
    coded("tax_status", "tax_status"),
    coded("family_status", "family_status"),
    range("dependents", Type::Integer, true, 0, 99),
    text("address", false, 500),
    text("city", false, 200),
    text("postal_code", false, 20),
    letters("country_code", 2),
    coded("permit_type", "permit_types"),
    typed("is_active", Type::Boolean, true),
};

constexpr FieldRule contractRuleTable[] = {
    coded("contract_type", "contract_types", true),
    typed("start_date", Type::Date, true),
    typed("end_date", Type::Date, false),
    range("base_salary", Type::Decimal, true, 0, 9'999'999'999.99),
    letters("currency", 3, true),
    range("work_rate", Type::Decimal, true, 0, 1),
    range("weekly_hours", Type::Decimal, true, 0, 168),
    coded("remuneration_type", "remuneration_types", true),
    range("annual_leave_days", Type::Integer, true, 0, 366),
    text("job_title", false, 200),
    text("department", false, 200),
    letters("country_code", 2),
    typed("provisions", Type::Json, false),
    typed("is_active", Type::Boolean, true),
};

QString words(const char *source)
{
    return QCoreApplication::translate("WriteRules", source);
}

void addDefault(HrWrite &write, std::string_view column, const QByteArray &value)
{
    const bool given = std::any_of(write.fields.begin(), write.fields.end(),
                                   [column](const FieldValue &field) { return field.column == column; });
    if (!given)
        write.fields.push_back({column, value});
}

} // namespace

std::span<const FieldRule> employeeRules()
{
    return employeeRuleTable;
}

std::span<const FieldRule> contractRules()
{
    return contractRuleTable;
}

std::span<const FieldRule> rulesOf(HrWrite::Kind kind)
{
    const bool contract = kind == HrWrite::Kind::CreateContract || kind == HrWrite::Kind::UpdateContract;
    return contract ? contractRules() : employeeRules();
}

const FieldRule *ruleOf(HrWrite::Kind kind, std::string_view column)
{
    const auto rules = rulesOf(kind);
    const auto found = std::find_if(rules.begin(), rules.end(),
                                    [column](const FieldRule &rule) { return rule.column == column; });
    return found == rules.end() ? nullptr : &*found;
}

Result<void> judgeWrite(const HrWrite &write, const WriteFacts &facts, bool hasUser)
{
    if (!facts.companyExists)
        return failure(ErrorCode::NotFound, words("There is no such company."));
    if (hasUser && !facts.callerProfile) {
        return failure(ErrorCode::PermissionDenied,
                       words("This user has no access to the company, so nothing was written."));
    }
    if (hasUser && *facts.callerProfile == "viewer") {
        return failure(ErrorCode::PermissionDenied,
                       words("This user is a viewer of the company: viewers may read but not write. Nothing "
                             "was written."));
    }
    const bool ofContract = write.kind == HrWrite::Kind::UpdateContract;
    if (write.kind != HrWrite::Kind::CreateEmployee && !facts.targetExists) {
        return failure(ErrorCode::NotFound, ofContract ? words("There is no such contract in this company.")
                                                       : words("There is no such employee in this company."));
    }
    const bool update = ofContract || write.kind == HrWrite::Kind::UpdateEmployee;
    if (update && write.fields.empty())
        return failure(ErrorCode::InvalidArgument, words("There is nothing to change: no field was given."));

    auto fields = validateFields(write, facts);
    if (fields.empty())
        return {};
    QStringList sentences;
    for (const FieldError &field : fields)
        sentences << field.field + QStringLiteral(": ") + field.message;
    Error error = Error::make(ErrorCode::ValidationFailed,
                              words("Nothing was written. Please correct: %1").arg(sentences.join(u' ')));
    error.fields = std::move(fields);
    return failure(std::move(error));
}

void trimNames(HrWrite &write)
{
    static constexpr std::string_view names[] = {"identifier", "first_name", "last_name", "email"};
    for (FieldValue &field : write.fields) {
        if (field.value && std::find(std::begin(names), std::end(names), field.column) != std::end(names))
            field.value = QString::fromUtf8(*field.value).trimmed().toUtf8();
    }
}

void addDefaults(HrWrite &write, const WriteFacts &facts)
{
    if (write.kind != HrWrite::Kind::CreateContract)
        return;
    addDefault(write, "currency", "CHF");
    addDefault(write, "work_rate", "1.0");
    addDefault(write, "weekly_hours", "42.0");
    addDefault(write, "remuneration_type", "MONTHLY");
    addDefault(write, "annual_leave_days", "25");
    if (!facts.employeeCountry.isEmpty())
        addDefault(write, "country_code", facts.employeeCountry);
}

} // namespace hrcache
