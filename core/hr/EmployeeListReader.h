#pragma once

#include "base/Clock.h"
#include "hr/Employee.h"
#include "hr/HrService.h"

#include <QPointer>

#include <functional>

namespace hrcache {

/// The employees of a company for a window: one list, or, above employeesPerPage rows, pages of one snapshot.
struct EmployeePages
{
    std::vector<EmployeeList> pages; ///< in the order of the list; no row is in two of them or missing

    [[nodiscard]] size_t rowCount() const
    {
        size_t rows = 0;
        for (const EmployeeList &page : pages)
            rows += page.size();
        return rows;
    }
};

/// Reads long lists in pages, cache first, so that the first rows are there before the last have come.
///
/// A list of up to employeesPerPage rows lives under the contract's key, whoever wrote it; such an entry is a
/// HIT whatever its length. A longer one that is not there is kept in pages `…:employees:page:N` and an index
/// `…:employees:page:index`; only pages of the index's snapshot count, and the index is fenced by its lease
/// as every entry is. An invalidation of the list deletes them all.
class EmployeeListReader
{
public:
    using FirstPage = std::function<void(EmployeeList, Provenance)>;

    /// All three must outlive this object and its tasks; see endWith().
    EmployeeListReader(HrStore &store, HrCache &cache, const Clock &clock)
        : m_store(store)
        , m_cache(cache)
        , m_clock(clock)
    {
    }

    /// Reads under way end with Cancelled, and touch nothing, once `services` is gone (the object that goes
    /// first when the cache and the store are taken down).
    void endWith(QObject *services)
    {
        m_services = services;
        m_bound = true;
    }

    /// `firstPage` (may be empty) is called once, before the rest is read, if the list turns out to be long
    /// and comes from the database; its rows may differ from the snapshot that follows. Errors: as
    /// HrService::read.
    Task<Result<Sourced<EmployeePages>>> read(UserId user, CompanyId company, ReadOptions options = {},
                                              FirstPage firstPage = {});

private:
    Task<std::optional<Sourced<EmployeePages>>> fromCache(UserId user, CompanyId company, CacheAnswer index,
                                                          SteadyTime start);
    Task<Result<Sourced<EmployeePages>>> fromDatabase(UserId user, CompanyId company, ReadOptions options,
                                                      std::vector<CacheAnswer> answers, FirstPage firstPage,
                                                      SteadyTime start);
    [[nodiscard]] Provenance databaseProvenance(const CacheAnswer &answer, qsizetype bytes,
                                                SteadyTime start) const;

    [[nodiscard]] bool isGone() const { return m_bound && !m_services; }

    QPointer<QObject> m_services;
    bool m_bound = false;
    HrStore &m_store;
    HrCache &m_cache;
    const Clock &m_clock;
};

} // namespace hrcache
