#pragma once

#include "cache/HrCacheManager.h"
#include "hr/HrService.h"
#include "postgres/PgHrStore.h"
#include "redis/RedisCacheStore.h"

namespace hrcache {

/// One whole client: HrService over HrCacheManager, Redis and PostgreSQL, sharing nothing with another one.
/// Made, used and destroyed on one thread, which runs an event loop. Counts what its cache announces.
class HrStack
{
public:
    struct Counts
    {
        qint64 hits = 0;
        qint64 misses = 0;  ///< whatever the reason
        qint64 stored = 0;  ///< fills
        qint64 refused = 0; ///< fills that came after an invalidation
        qint64 errors = 0;
    };

    HrStack(RedisConfig redis, PgConfig database, CacheSettings settings = {}, PgPool::Limits limits = {});
    HrStack(RedisConfig redis, const QString &databaseUrl, CacheSettings settings = {},
            PgPool::Limits limits = {});
    /// Waits for fills that are under way; nothing else may be.
    ~HrStack();
    Q_DISABLE_COPY_MOVE(HrStack)

    /// Redis on 127.0.0.1 with `port`.
    [[nodiscard]] static RedisConfig redisAt(std::uint16_t port);
    /// `url` with another port, for a relay in between, and an application_name if one is given.
    [[nodiscard]] static QString urlThrough(const QString &url, std::uint16_t port,
                                            const QString &application = {});

    [[nodiscard]] HrService &service() { return m_service; }

    [[nodiscard]] HrCacheManager &cache() { return m_cache; }

    [[nodiscard]] RedisCacheStore &redis() { return m_redis; }

    [[nodiscard]] PgHrStore &database() { return m_database; }

    [[nodiscard]] const Counts &counts() const { return m_counts; }

    /// Runs the event loop until every fill is stored or refused.
    void settle();

private:
    void count(const CacheEvent &event);

    RedisCacheStore m_redis;
    PgHrStore m_database;
    MemoryInvalidationJournal m_journal;
    HrCacheManager m_cache;
    HrService m_service;
    Counts m_counts;
};

/// Ids of the sample data, and of others; an id that is none ends the test program.
[[nodiscard]] UserId userId(const QString &text);
[[nodiscard]] CompanyId sampleCompany();
/// `number` 1 to 3.
[[nodiscard]] EmployeeId sampleEmployee(int number);
/// An update of one employee; the columns are those of writableColumns().
[[nodiscard]] HrWrite employeeUpdate(EmployeeId employee, std::vector<FieldValue> fields);

} // namespace hrcache
