#include "cache/CacheKey.h"

#include "cache/CacheStore.h"

#include <algorithm>

namespace hrcache {

namespace {

void appendType(QByteArray &key, const HrQuery &query)
{
    switch (query.kind) {
    case HrQuery::Kind::Employees:
    case HrQuery::Kind::EmployeesInPages:
        key.append("employees");
        return;
    case HrQuery::Kind::Employee:
        key.append("employee:").append(query.employee.bytes());
        return;
    case HrQuery::Kind::Contracts:
        key.append("contracts:").append(query.employee.bytes());
        return;
    case HrQuery::Kind::ActiveContract:
        key.append("active_contract:").append(query.employee.bytes());
        return;
    case HrQuery::Kind::Clusters:
        key.append("clusters");
        if (!query.country.isEmpty())
            key.append(':').append(query.country);
        return;
    case HrQuery::Kind::References:
        key.append("references:").append(query.country).append(':').append(query.language);
        return;
    case HrQuery::Kind::EmployeesPage:
        key.append("employees:page:").append(QByteArray::number(query.page));
        return;
    default:
        key.clear();
    }
}

} // namespace

QByteArray CacheKey::of(const UserId &user, const HrQuery &query)
{
    if (user.isEmpty() || query.company.isEmpty())
        return {};
    QByteArray key;
    key.reserve(160);
    key.append("cache:").append(user.bytes()).append(':').append(query.company.bytes()).append(":hr:");
    appendType(key, query);
    return key;
}

QByteArray CacheKey::endOf(const HrQuery &query)
{
    QByteArray end;
    appendType(end, query);
    return end;
}

QByteArray CacheKey::withEnd(const UserId &user, const CompanyId &company, const QByteArray &end)
{
    return "cache:" + user.bytes() + ':' + company.bytes() + ":hr:" + end;
}

std::optional<CacheKey> CacheKey::parse(const QByteArray &key)
{
    const auto parts = key.split(':');
    if (parts.size() < 5 || parts[0] != "cache" || parts[3] != "hr" || parts[4].isEmpty())
        return std::nullopt;
    CacheKey parsed{parts[1], parts[2], parts[4], {}};
    if (parts.size() > 5) {
        qsizetype before = 0;
        for (int i = 0; i < 5; ++i)
            before += parts[i].size() + 1;
        parsed.subType = key.mid(before);
    }
    return parsed;
}

QByteArray CacheKey::pattern(const UserId &user, const CompanyId &company)
{
    const QByteArray anyone = QByteArrayLiteral("*");
    return "cache:" + (user.isEmpty() ? anyone : escapeGlob(user.bytes())) + ':' +
           (company.isEmpty() ? anyone : escapeGlob(company.bytes())) + ":hr:*";
}

QByteArray CacheKey::channel(const CompanyId &company)
{
    return "cache:invalidate:" + company.bytes();
}

QByteArray CacheKey::source() const
{
    return "hr." + end();
}

QByteArray CacheKey::toBytes() const
{
    return "cache:" + user + ':' + company + ":hr:" + end();
}

QByteArray CacheKey::end() const
{
    return subType.isEmpty() ? dataType : dataType + ':' + subType;
}

qsizetype countTold(const std::vector<QByteArray> &keys)
{
    return std::count_if(keys.begin(), keys.end(), [](const QByteArray &key) { return !isPageKey(key); });
}

bool isPageKey(const QByteArray &key)
{
    return key.contains(":hr:employees:page:");
}

QByteArray pageKeyOf(const QByteArray &list, int page)
{
    return list + ":page:" + QByteArray::number(page);
}

QByteArray redactedKey(const QByteArray &key)
{
    auto parsed = CacheKey::parse(key);
    if (!parsed)
        return key;
    parsed->user = QByteArrayLiteral("***");
    return parsed->toBytes();
}

} // namespace hrcache
