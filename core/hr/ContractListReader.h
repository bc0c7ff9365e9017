#pragma once

#include "hr/CompanyContracts.h"
#include "hr/HrService.h"

#include <QPointer>

namespace hrcache {

/// Reads all contracts of a company for a window: the list of employees, then the entries `contracts:{id}` of
/// all of them in one pipeline to the cache, and one query to the database for those that are missing, each
/// of which is then stored under its own key. So the list is as coherent as the entries are, and warms them.
/// Lists of more than `employeesAtOnce` go in parts of half of it, of which the next is under way while one
/// is being read; the event loop gets its turn in between.
class ContractListReader
{
public:
    static constexpr size_t employeesAtOnce = 1'000;
    static constexpr size_t partsUnderWay = 2;

    /// Never null. Shared because a copy of a long list would take longer than a frame.
    using Contracts = std::shared_ptr<const CompanyContracts>;
    /// After each part but the last: what there is so far, until the call returns.
    using Progress = std::function<void(const CompanyContracts &soFar)>;

    /// `service` need not outlive the tasks: they end with Cancelled when it goes.
    ContractListReader(HrService &service, const Clock &clock)
        : m_service(&service)
        , m_clock(clock)
    {
    }

    /// Forced reads the database for everything and replaces the entries. Employees whose contracts could not
    /// be read are counted, with CompanyContracts::problem. Errors: those of EmployeeListReader::read; if no
    /// employee's contracts could be read, what HrService::read says to the first.
    Task<Result<Contracts>> read(UserId user, CompanyId company, ReadOptions options = {},
                                 Progress progress = {});

private:
    struct Part
    {
        std::vector<size_t> people; ///< those that have an id to ask by
        Task<std::vector<DocumentResult>> answers;
    };

    [[nodiscard]] Part begin(const CompanyContracts &contracts, size_t first, const UserId &user,
                             const CompanyId &company, const ReadOptions &options);

    QPointer<HrService> m_service;
    const Clock &m_clock;
};

} // namespace hrcache
