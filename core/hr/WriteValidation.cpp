#include "hr/WriteRules.h"

#include <QCoreApplication>
#include <QDate>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace hrcache {

namespace {

using Type = FieldRule::Type;

constexpr int earliestYear = 1900;
constexpr int latestYear = 2200;

QString words(const char *source)
{
    return QCoreApplication::translate("WriteRules", source);
}

const FieldValue *fieldOf(const HrWrite &write, std::string_view column)
{
    const auto found = std::find_if(write.fields.begin(), write.fields.end(),
                                    [column](const FieldValue &field) { return field.column == column; });
    return found == write.fields.end() ? nullptr : &*found;
}

QDate toDate(const QByteArray &text)
{
    // Only the ISO form: "2026-1-5" or a time behind the date is somebody else's reading.
    if (text.size() != 10)
        return {};
    return QDate::fromString(QString::fromUtf8(text), Qt::ISODate);
}

/// Neither NaN nor infinity, which from_chars() reads as numbers.
std::optional<double> toNumber(const QByteArray &text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.constData(), text.constData() + text.size(), value);
    if (error != std::errc() || end != text.constData() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

bool isForbidden(QChar c)
{
    return c.category() == QChar::Other_Control && c != u'\t' && c != u'\n' && c != u'\r';
}

/// What no jsonb takes, in any text or name of a member.
bool holdsZero(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().contains(QChar::Null);
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::any_of(array.begin(), array.end(), [](const QJsonValue &one) { return holdsZero(one); });
    }
    const QJsonObject object = value.toObject();
    for (auto at = object.begin(); at != object.end(); ++at) {
        if (at.key().contains(QChar::Null) || holdsZero(at.value()))
            return true;
    }
    return false;
}

QString checkJson(const QByteArray &value)
{
    QJsonParseError error{};
    const auto document = QJsonDocument::fromJson(value, &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return words("must be a JSON object.");
    return holdsZero(document.object()) ? words("must not contain a zero character.") : QString();
}

QString checkText(const FieldRule &rule, const QByteArray &value)
{
    const QString text = QString::fromUtf8(value);
    if (std::any_of(text.begin(), text.end(), isForbidden))
        return words("must not contain control characters.");
    if (rule.codeLength > 0) {
        const bool capitals =
            text.size() == rule.codeLength &&
            std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'A' && c <= u'Z'; });
        return capitals ? QString()
                        : QCoreApplication::translate("WriteRules", "must be %n capital letter(s).", nullptr,
                                                      rule.codeLength);
    }
    if (rule.maximumLength > 0 && text.size() > rule.maximumLength) {
        return QCoreApplication::translate("WriteRules", "must not be longer than %n character(s).", nullptr,
                                           rule.maximumLength);
    }
    if (rule.column == "email" && !text.isEmpty()) {
        const auto at = text.indexOf(u'@');
        if (at <= 0 || at == text.size() - 1 || text.indexOf(u'@', at + 1) >= 0 ||
            std::any_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); }))
            return words("is not an e-mail address.");
    }
    return {};
}

QString checkNumber(const FieldRule &rule, const QByteArray &value)
{
    const auto number = toNumber(value);
    if (number && (*number < rule.minimum || *number > rule.maximum)) {
        return words("must be between %1 and %2.")
            .arg(QString::number(rule.minimum, 'g', 15), QString::number(rule.maximum, 'g', 15));
    }
    const bool plain = number && !value.contains('e') && !value.contains('E');
    if (rule.type == Type::Integer)
        return plain && *number == std::floor(*number) ? QString() : words("must be a whole number.");
    return plain ? QString() : words("must be a number.");
}

/// One sentence about a value that is not NULL, or nothing.
QString checkValue(const FieldRule &rule, const QByteArray &value)
{
    switch (rule.type) {
    case Type::Text:
        return checkText(rule, value);
    case Type::Date: {
        const QDate date = toDate(value);
        if (!date.isValid())
            return words("must be a date such as 2026-01-31.");
        return date.year() < earliestYear || date.year() > latestYear
                   ? words("must be between the years %1 and %2.").arg(earliestYear).arg(latestYear)
                   : QString();
    }
    case Type::Integer:
    case Type::Decimal:
        return checkNumber(rule, value);
    case Type::Boolean:
        return value == "true" || value == "false" ? QString() : words("must be true or false.");
    case Type::Json:
        return checkJson(value);
    }
    return {};
}

class Validation
{
public:
    Validation(const HrWrite &write, const WriteFacts &facts)
        : m_write(write)
        , m_facts(facts)
    {
    }

    std::vector<FieldError> run()
    {
        checkRequired();
        for (const FieldValue &field : m_write.fields)
            checkField(field);
        if (isContract())
            checkContractDates();
        else
            checkEmployeeDates();
        if (const FieldValue *cluster = fieldOf(m_write, "cluster_code");
            cluster && cluster->value && !cluster->value->isEmpty() && !m_facts.clusterKnown)
            add("cluster_code", words("is not a known, active cluster."));
        if (m_facts.identifierTaken && fieldOf(m_write, "identifier"))
            add("identifier", words("is already used by another employee of the company."));
        return std::move(m_errors);
    }

private:
    [[nodiscard]] bool isContract() const
    {
        return m_write.kind == HrWrite::Kind::CreateContract || m_write.kind == HrWrite::Kind::UpdateContract;
    }

    [[nodiscard]] bool isCreate() const
    {
        return m_write.kind == HrWrite::Kind::CreateEmployee || m_write.kind == HrWrite::Kind::CreateContract;
    }

    void add(std::string_view column, const QString &message)
    {
        const QString name = QString::fromLatin1(column.data(), static_cast<qsizetype>(column.size()));
        const bool known = std::any_of(m_errors.begin(), m_errors.end(),
                                       [&](const FieldError &error) { return error.field == name; });
        if (!known)
            m_errors.push_back({name, message});
    }

    void checkRequired()
    {
        if (!isCreate())
            return;
        static constexpr std::string_view ofEmployee[] = {"identifier", "first_name",   "last_name",
                                                          "birth_date", "cluster_code", "hire_date"};
        static constexpr std::string_view ofContract[] = {"contract_type", "start_date", "base_salary"};
        const std::span<const std::string_view> required =
            isContract() ? std::span<const std::string_view>(ofContract)
                         : std::span<const std::string_view>(ofEmployee);
        for (const auto column : required) {
            if (!fieldOf(m_write, column))
                add(column, words("is required."));
        }
    }

    void checkField(const FieldValue &field)
    {
        const FieldRule *rule = ruleOf(m_write.kind, field.column);
        if (!rule)
            return;
        if (const QString message = hrcache::checkField(*rule, field.value); !message.isEmpty())
            add(field.column, message);
        else if (field.value && !field.value->trimmed().isEmpty() && !rule->reference.empty() &&
                 !isKnownCode(*rule, *field.value))
            add(field.column, words("is not a known code."));
        else if (field.column == "country_code" && isUnknownCountry())
            add(field.column, words("is not a known country."));
    }

    /// A country is written that does not exist. One without any list does: people live there.
    [[nodiscard]] bool isUnknownCountry() const
    {
        const FieldValue *field = fieldOf(m_write, "country_code");
        return field && field->value && !field->value->isEmpty() &&
               QLocale::codeToTerritory(QString::fromUtf8(*field->value)) == QLocale::AnyTerritory;
    }

    /// A country without any row in the list cannot tell known codes from unknown ones: it takes all. Of a
    /// country that is unknown itself, what is no code of any other is wrong as well.
    [[nodiscard]] bool isKnownCode(const FieldRule &rule, const QByteArray &value) const
    {
        const QByteArray country = countryOfCodes();
        const bool ofAny = isUnknownCountry();
        bool listed = false;
        for (const auto &code : m_facts.referenceCodes) {
            if (std::string_view(code.member.constData(), static_cast<size_t>(code.member.size())) !=
                    rule.reference ||
                (!ofAny && code.country != country))
                continue;
            listed = true;
            if (code.code == value)
                return true;
        }
        return !listed;
    }

    [[nodiscard]] QByteArray countryOfCodes() const
    {
        if (const FieldValue *field = fieldOf(m_write, "country_code"); field && field->value)
            return *field->value;
        for (const QByteArray &country :
             {isContract() ? m_facts.contractCountry : QByteArray(), m_facts.employeeCountry,
              m_facts.clusterCountry, m_facts.companyCountry}) {
            if (!country.isEmpty())
                return country;
        }
        return {};
    }

    /// The date that will stand in the row: what is written, else what is there.
    [[nodiscard]] QDate resulting(std::string_view column, const QByteArray &current) const
    {
        if (const FieldValue *field = fieldOf(m_write, column))
            return field->value ? toDate(*field->value) : QDate();
        return toDate(current);
    }

    void checkEmployeeDates()
    {
        const QDate birth = resulting("birth_date", m_facts.birthDate);
        const QDate hire = resulting("hire_date", m_facts.hireDate);
        const QDate end = resulting("termination_date", m_facts.terminationDate);
        if (fieldOf(m_write, "birth_date") && birth > QDate::currentDate())
            add("birth_date", words("must not be in the future."));
        else if (birth.isValid() && hire.isValid() && hire <= birth &&
                 (fieldOf(m_write, "birth_date") || fieldOf(m_write, "hire_date")))
            add(fieldOf(m_write, "hire_date") ? "hire_date" : "birth_date",
                words("the hire date must be after the birth date."));
        if (end.isValid() && hire.isValid() && end < hire &&
            (fieldOf(m_write, "termination_date") || fieldOf(m_write, "hire_date")))
            add(fieldOf(m_write, "termination_date") ? "termination_date" : "hire_date",
                words("the termination date must not be before the hire date."));
    }

    void checkContractDates()
    {
        const QDate start = resulting("start_date", m_facts.contractStartDate);
        const QDate end = resulting("end_date", m_facts.contractEndDate);
        if (start.isValid() && end.isValid() && end < start &&
            (fieldOf(m_write, "start_date") || fieldOf(m_write, "end_date")))
            add(fieldOf(m_write, "end_date") ? "end_date" : "start_date",
                words("the end date must not be before the start date."));
    }

    const HrWrite &m_write;
    const WriteFacts &m_facts;
    std::vector<FieldError> m_errors;
};

} // namespace

QString checkField(const FieldRule &rule, const std::optional<QByteArray> &value)
{
    if (!value || value->trimmed().isEmpty()) {
        if (rule.required)
            return words("must not be empty.");
        const bool emptyText = rule.type == Type::Text && rule.codeLength == 0;
        return value && !emptyText ? checkValue(rule, *value) : QString();
    }
    return checkValue(rule, *value);
}

std::vector<FieldError> validateFields(const HrWrite &write, const WriteFacts &facts)
{
    if (write.kind == HrWrite::Kind::DeleteEmployee)
        return {};
    return Validation(write, facts).run();
}

} // namespace hrcache
