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
    /// Entries of the cache that hold them, or will, beside the list's own, which then names them; 0: none.
    int pageEntries = 0;

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
/// HIT whatever its length. A longer one that is not there is kept in pages `…:employees:page:N`, and the
/// contract's key says which: an entry without rows, that other programs take for a MISS and delete. Only
/// pages of its snapshot count, and it is fenced by its lease as every entry is. So whoever invalidates the
/// list, by the contract and without knowing of pages, makes them unreadable; this program deletes them, too.
/// A user whom core.account_access does not name is registered before the rows are read that are stored for
/// him, so that writers think of his pages.
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

    /// Reads under way end with Cancelled, and touch nothing, once `service` is gone (which goes first when
    /// the cache and the store are taken down). What the database answers is told by it.
    void endWith(HrService *service)
    {
        m_service = service;
        m_bound = true;
    }

    /// `firstPage` (may be empty) is called once, before the rest is there, if the list turns out to be long;
    /// its rows may differ from the snapshot that follows. Errors: as HrService::read.
    Task<Result<Sourced<EmployeePages>>> read(UserId user, CompanyId company, ReadOptions options = {},
                                              FirstPage firstPage = {});

private:
    /// A read that is under way.
    struct Call
    {
        UserId user;
        CompanyId company;
        ReadOptions options;
        FirstPage firstPage; ///< empty once it was called
        SteadyTime start;
        CacheAnswer answer; ///< what the cache said to the list's key
    };

    Task<std::optional<Sourced<EmployeePages>>> fromPages(std::shared_ptr<Call> call);
    Task<Result<Sourced<EmployeePages>>> fromDatabase(std::shared_ptr<Call> call);
    Task<Result<Sourced<EmployeePages>>> longList(std::shared_ptr<Call> call, bool isListed);
    Sourced<EmployeePages> shortList(Call &call, HrDocument document, HrRows rows, bool isListed);
    void giveBack(Call &call);
    void tell(const Provenance &from);
    [[nodiscard]] Provenance databaseProvenance(const Call &call, qsizetype bytes) const;

    [[nodiscard]] std::chrono::microseconds since(SteadyTime start) const
    {
        return std::chrono::duration_cast<std::chrono::microseconds>(m_clock.steady() - start);
    }

    [[nodiscard]] bool isGone() const { return m_bound && !m_service; }

    QPointer<HrService> m_service;
    bool m_bound = false;
    HrStore &m_store;
    HrCache &m_cache;
    const Clock &m_clock;
};

} // namespace hrcache
