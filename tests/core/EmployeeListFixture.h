#pragma once

#include "FakeHrStore.h"
#include "cache/CacheKey.h"
#include "cache/HrCacheManager.h"
#include "cache/MemoryCacheStore.h"
#include "cache/UnlistedHolders.h"
#include "hr/EmployeeListReader.h"
#include "support/Await.h"

namespace hrcache {

inline const UserId user = *UserId::parse(u"uid_a", {});
inline const CompanyId company = *CompanyId::parse(u"11111111-1111-4111-8111-111111111111", {});

inline HrRows employees(int count, const QByteArray &name = "A}, {\\\"B\\\"")
{
    HrRows rows;
    rows.json = "[";
    for (int i = 0; i < count; ++i) {
        rows.json += i > 0 ? ", " : "";
        rows.json += "{\"id\": \"" + QByteArray::number(i) + "\", \"identifier\": \"E\", \"first_name\": \"" +
                     name +
                     "\", \"last_name\": \"L\", \"birth_date\": \"2000-01-01\", \"cluster_code\": \"CH\", "
                     "\"hire_date\": \"2020-01-01\", \"is_active\": true, \"created_at\": \"x\"}";
    }
    rows.json += "]";
    rows.count = count;
    return rows;
}

/// A list of employees that is read for a window, from rows made up here and a cache in memory.
class EmployeeListFixture : public QObject
{
protected:
    void start()
    {
        m_reader.reset();
        m_manager.reset();
        m_rows = FakeHrStore();
        m_firstPage = 0;
        m_store = std::make_unique<MemoryCacheStore>(Clock::system());
        m_journal = std::make_unique<MemoryInvalidationJournal>();
        m_manager = std::make_unique<HrCacheManager>(*m_store, *m_journal, Clock::system());
        m_reader = std::make_unique<EmployeeListReader>(m_rows, *m_manager, Clock::system());
    }

    Result<Sourced<EmployeePages>> read(ReadMode mode = ReadMode::CacheFirst, const UserId &who = user)
    {
        auto result = awaitResult(m_reader->read(
            who, company, {mode, {}}, [this](EmployeeList page, Provenance) { m_firstPage = page.size(); }));
        awaitResult(m_manager->idle());
        return result;
    }

    /// Whether the key of the list says in which pages it is.
    [[nodiscard]] bool isIndex() const
    {
        const auto entry = awaitResult(m_manager->getCachedData(user, HrQuery::employees(company)));
        return entry && *entry && CacheEnvelope::isIndex((*entry)->value);
    }

    void fillDatabase(int count)
    {
        m_rows.answers[static_cast<int>(HrQuery::Kind::Employees)] = employees(count);
        m_rows.answers[static_cast<int>(HrQuery::Kind::EmployeesHead)] =
            employees(std::min(count, employeesPerPage + 1));
    }

    [[nodiscard]] bool exists(const HrQuery &query) const
    {
        const auto infos = awaitResult(m_store->describe({CacheKey::of(user, query)}));
        return infos.front() && infos.front()->exists;
    }

    FakeHrStore m_rows;
    size_t m_firstPage = 0;
    std::unique_ptr<MemoryCacheStore> m_store;
    std::unique_ptr<MemoryInvalidationJournal> m_journal;
    std::unique_ptr<HrCacheManager> m_manager;
    std::unique_ptr<EmployeeListReader> m_reader;
};

} // namespace hrcache
