#include "support/HrStack.h"

#include "support/Await.h"

#include <QUrl>
#include <QUrlQuery>

namespace hrcache {

HrStack::HrStack(RedisConfig redis, const QString &databaseUrl, CacheSettings settings, PgPool::Limits limits)
    : HrStack(std::move(redis), PgConfig::parse(databaseUrl).value(), settings, limits)
{
}

HrStack::HrStack(RedisConfig redis, PgConfig database, CacheSettings settings, PgPool::Limits limits)
    : m_redis(std::move(redis))
    , m_database(std::move(database), limits)
    , m_cache(m_redis, m_journal, Clock::system(), settings)
    , m_service(m_database, m_cache, Clock::system())
{
    QObject::connect(&m_cache.events(), &CacheEventFeed::happened, &m_cache,
                     [this](const CacheEvent &event) { count(event); });
}

HrStack::~HrStack()
{
    settle();
    m_cache.close();
}

RedisConfig HrStack::redisAt(std::uint16_t port)
{
    RedisConfig config;
    config.host = QStringLiteral("127.0.0.1");
    config.port = port;
    return config;
}

QString HrStack::urlThrough(const QString &url, std::uint16_t port, const QString &application)
{
    QUrl changed(url);
    changed.setPort(port);
    if (!application.isEmpty()) {
        QUrlQuery query(changed);
        query.addQueryItem(QStringLiteral("application_name"), application);
        changed.setQuery(query);
    }
    return changed.toString(QUrl::FullyEncoded);
}

void HrStack::settle()
{
    awaitResult(m_cache.idle());
}

void HrStack::count(const CacheEvent &event)
{
    switch (event.type) {
    case CacheEvent::Type::Hit:
        ++m_counts.hits;
        break;
    case CacheEvent::Type::Miss:
        ++m_counts.misses;
        break;
    case CacheEvent::Type::Store:
        ++m_counts.stored;
        break;
    case CacheEvent::Type::Refused:
        ++m_counts.refused;
        break;
    case CacheEvent::Type::Error:
        ++m_counts.errors;
        break;
    case CacheEvent::Type::Invalidate:
        break;
    }
}

UserId userId(const QString &text)
{
    return UserId::parse(text, QStringLiteral("firebase_user_id")).value();
}

CompanyId sampleCompany()
{
    return CompanyId::parse(u"11111111-1111-4111-8111-111111111111", QStringLiteral("company_id")).value();
}

EmployeeId sampleEmployee(int number)
{
    return EmployeeId::parse(
               QStringLiteral("22222222-2222-4222-8222-%1").arg(number, 12, 10, QLatin1Char('0')),
               QStringLiteral("employee_id"))
        .value();
}

HrWrite employeeUpdate(EmployeeId employee, std::vector<FieldValue> fields)
{
    HrWrite write;
    write.kind = HrWrite::Kind::UpdateEmployee;
    write.company = sampleCompany();
    write.employee = std::move(employee);
    write.fields = std::move(fields);
    return write;
}

} // namespace hrcache
