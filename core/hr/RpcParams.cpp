#include "hr/RpcParams.h"

#include "hr/CanonicalJson.h"
#include "hr/WriteRules.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace hrcache {

namespace {

constexpr std::string_view provisionMembers[] = {"thirteenth_month", "thirteenth_month_rate", "bonus_target",
                                                 "bonus_type"};

QString words(const char *source)
{
    return QCoreApplication::translate("HrRpc", source);
}

tl::unexpected<Error> invalid(const QString &message)
{
    return failure(ErrorCode::InvalidArgument, message);
}

QString name(std::string_view text)
{
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

bool isGiven(const QJsonObject &params, const QString &key)
{
    const QJsonValue value = params.value(key);
    return !value.isUndefined() && !value.isNull();
}

Result<QString> textParam(const QJsonObject &params, const QString &key, bool required = true)
{
    const QJsonValue value = params.value(key);
    if (!isGiven(params, key)) {
        if (required)
            return invalid(words("The parameter \"%1\" is missing.").arg(key));
        return QString();
    }
    if (!value.isString())
        return invalid(words("The parameter \"%1\" must be a string.").arg(key));
    // A database reads up to a NUL and no further: another text would be looked up.
    const QString text = value.toString();
    if (!text.isValidUtf16() ||
        std::any_of(text.begin(), text.end(), [](QChar c) { return c.category() == QChar::Other_Control; }))
        return invalid(
            words("The parameter \"%1\" must not contain control characters or invalid Unicode.").arg(key));
    return text;
}

/// Whether every text in a value can be written in UTF-8; half of a surrogate pair cannot.
bool isUnicode(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().isValidUtf16();
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::all_of(array.begin(), array.end(), [](const QJsonValue &one) { return isUnicode(one); });
    }
    const QJsonObject object = value.toObject();
    for (auto at = object.begin(); at != object.end(); ++at) {
        if (!at.key().isValidUtf16() || !isUnicode(at.value()))
            return false;
    }
    return true;
}

template<typename Id>
Result<Id> idParam(const QJsonObject &params, const QString &key, bool required = true)
{
    auto text = textParam(params, key, required);
    if (!text)
        return failure(std::move(text.error()));
    if (text->isEmpty() && !required)
        return Id();
    return Id::parse(*text, key);
}

/// Two or three letters, as they stand in a key: country codes and languages.
Result<QByteArray> codeParam(const QJsonObject &params, const QString &key, const QString &fallback)
{
    auto text = textParam(params, key, false);
    if (!text)
        return failure(std::move(text.error()));
    if (text->isEmpty())
        return fallback.toLatin1();
    const bool letters =
        text->size() >= 2 && text->size() <= 3 && std::all_of(text->begin(), text->end(), [](QChar c) {
            return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
        });
    if (!letters)
        return invalid(words("The parameter \"%1\" must be a code of two or three letters.").arg(key));
    return text->toLatin1();
}

Result<int> intParam(const QJsonObject &params, const QString &key, bool required, int lowest, int highest)
{
    if (!isGiven(params, key)) {
        if (required)
            return invalid(words("The parameter \"%1\" is missing.").arg(key));
        return 0;
    }
    const double number = params.value(key).toDouble(std::nan(""));
    if (!(number >= lowest && number <= highest) || number != std::floor(number)) {
        return invalid(words("The parameter \"%1\" must be a whole number between %2 and %3.")
                           .arg(key)
                           .arg(lowest)
                           .arg(highest));
    }
    return static_cast<int>(number);
}

/// Takes results apart one after the other and remembers the first failure.
class Collector
{
public:
    template<typename T>
    T operator()(Result<T> result)
    {
        if (result)
            return std::move(*result);
        if (!m_error)
            m_error = std::move(result.error());
        return T();
    }

    template<typename T>
    Result<T> finish(T value)
    {
        if (m_error)
            return failure(std::move(*m_error));
        return value;
    }

private:
    std::optional<Error> m_error;
};

const QString companyKey = QStringLiteral("company_id");
const QString employeeKey = QStringLiteral("employee_id");
const QString contractKey = QStringLiteral("contract_id");
const QString userKey = QStringLiteral("firebase_user_id");
const QString countryKey = QStringLiteral("country_code");

/// Packs the pay members of create_contract into the one jsonb column that holds them.
void packProvisions(const QJsonObject &params, HrWrite &write)
{
    QJsonObject provisions;
    for (const auto member : provisionMembers) {
        if (isGiven(params, name(member)))
            provisions.insert(name(member), params.value(name(member)));
    }
    if (!provisions.isEmpty())
        write.fields.push_back({"provisions", QJsonDocument(provisions).toJson(QJsonDocument::Compact)});
}

bool isProvision(const QString &key)
{
    return std::any_of(std::begin(provisionMembers), std::end(provisionMembers),
                       [&](std::string_view member) { return name(member) == key; });
}

Result<void> addFields(const QJsonObject &params, HrWrite &write, const QStringList &others)
{
    const auto &writable = writableColumns(write.kind);
    const bool packs = write.kind == HrWrite::Kind::CreateContract;
    QStringList unknown;
    for (auto at = params.begin(); at != params.end(); ++at) {
        if (others.contains(at.key()))
            continue;
        if (!isUnicode(at.value()))
            return invalid(words("The parameter \"%1\" is not valid Unicode text.").arg(at.key()));
        if (packs && isProvision(at.key()))
            continue;
        const QByteArray key = at.key().toUtf8();
        const auto column = std::find(writable.begin(), writable.end(),
                                      std::string_view(key.constData(), static_cast<size_t>(key.size())));
        if (column == writable.end() || (packs && *column == "provisions")) {
            unknown << at.key();
            continue;
        }
        // On create a null says what leaving it out says.
        if (at.value().isNull() && (write.kind == HrWrite::Kind::CreateEmployee || packs))
            continue;
        const FieldRule *rule = ruleOf(write.kind, *column);
        const bool json = rule && rule->type == FieldRule::Type::Json;
        if (at.value().isArray() || (at.value().isObject() && !json))
            return invalid(words("The parameter \"%1\" must be a single value.").arg(at.key()));
        if (rule && rule->type == FieldRule::Type::Text && !at.value().isString() && !at.value().isNull())
            return invalid(words("The parameter \"%1\" must be a string.").arg(at.key()));
        write.fields.push_back({*column, columnText(at.value())});
    }
    if (!unknown.isEmpty())
        return invalid(words("Unknown parameters: %1.").arg(unknown.join(QStringLiteral(", "))));
    if (packs)
        packProvisions(params, write);
    return {};
}

} // namespace

std::optional<QByteArray> columnText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? QByteArrayLiteral("true") : QByteArrayLiteral("false");
    case QJsonValue::Double: {
        const double number = value.toDouble();
        if (number == std::floor(number) && std::fabs(number) < 1e15)
            return QByteArray::number(static_cast<qint64>(number));
        return jsonNumber(number);
    }
    case QJsonValue::String:
        return value.toString().toUtf8();
    case QJsonValue::Object:
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    case QJsonValue::Array:
        return QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
    default:
        return std::nullopt;
    }
}

Result<UserId> userParam(const QJsonObject &params)
{
    return idParam<UserId>(params, userKey, false);
}

Result<HrQuery> queryOf(const QString &method, const QJsonObject &params)
{
    Collector take;
    const auto company = [&] { return take(idParam<CompanyId>(params, companyKey)); };
    const auto employee = [&] { return take(idParam<EmployeeId>(params, employeeKey)); };
    const auto uid = [&] { return take(idParam<UserId>(params, QStringLiteral("firebase_uid"))); };
    const auto year = [&](bool required) {
        return take(intParam(params, QStringLiteral("year"), required, 1900, 2200));
    };

    if (method == u"HR.list_employees")
        return take.finish(HrQuery::employees(company()));
    if (method == u"HR.get_employee") {
        auto ofCompany = company();
        return take.finish(HrQuery::employeeById(std::move(ofCompany), employee()));
    }
    if (method == u"HR.list_contracts") {
        auto ofCompany = company();
        return take.finish(HrQuery::contracts(std::move(ofCompany), employee()));
    }
    if (method == u"HR.get_active_contract") {
        auto ofCompany = company();
        return take.finish(HrQuery::activeContract(std::move(ofCompany), employee()));
    }
    if (method == u"HR.list_clusters") {
        auto ofCompany = take(idParam<CompanyId>(params, companyKey, false));
        return take.finish(HrQuery::clusters(std::move(ofCompany), take(codeParam(params, countryKey, {}))));
    }
    if (method == u"HR.get_all_references") {
        auto ofCompany = take(idParam<CompanyId>(params, companyKey, false));
        auto country = take(codeParam(params, countryKey, QStringLiteral("CH")));
        auto language = take(codeParam(params, QStringLiteral("lang"), QStringLiteral("fr")));
        return take.finish(
            HrQuery::references(std::move(ofCompany), std::move(country), std::move(language)));
    }
    if (method == u"HR.list_payroll_results") {
        auto ofCompany = company();
        auto ofEmployee = take(idParam<EmployeeId>(params, employeeKey, false));
        return take.finish(HrQuery::payrollResults(std::move(ofCompany), std::move(ofEmployee), year(false)));
    }
    if (method == u"HR.get_payroll_result") {
        auto ofCompany = company();
        auto ofEmployee = employee();
        const int ofYear = year(true);
        const int month = take(intParam(params, QStringLiteral("month"), true, 1, 12));
        return take.finish(
            HrQuery::payrollResult(std::move(ofCompany), std::move(ofEmployee), ofYear, month));
    }
    if (method == u"HR.get_account_context") {
        auto user = uid();
        return take.finish(HrQuery::accountContext(std::move(user), company()));
    }
    if (method == u"HR.list_accessible_companies")
        return take.finish(HrQuery::accessibleCompanies(uid()));
    if (method == u"HR.get_company_id")
        return take.finish(
            HrQuery::companyByMandate(take(textParam(params, QStringLiteral("mandate_path")))));
    return failure(ErrorCode::Internal, {}, method);
}

Result<HrWrite> writeOf(const QString &method, const QJsonObject &params)
{
    Collector take;
    HrWrite write;
    write.company = take(idParam<CompanyId>(params, companyKey));
    QStringList others{companyKey, userKey};
    if (method == u"HR.create_employee") {
        write.kind = HrWrite::Kind::CreateEmployee;
    } else if (method == u"HR.update_contract") {
        write.kind = HrWrite::Kind::UpdateContract;
        write.contract = take(idParam<ContractId>(params, contractKey));
        write.employee = take(idParam<EmployeeId>(params, employeeKey, false));
        others << contractKey << employeeKey;
    } else {
        write.kind = method == u"HR.update_employee"   ? HrWrite::Kind::UpdateEmployee
                     : method == u"HR.delete_employee" ? HrWrite::Kind::DeleteEmployee
                                                       : HrWrite::Kind::CreateContract;
        write.employee = take(idParam<EmployeeId>(params, employeeKey));
        others << employeeKey;
    }
    take(userParam(params));
    if (auto added = addFields(params, write, others); !added)
        return failure(std::move(added.error()));
    return take.finish(std::move(write));
}

} // namespace hrcache
