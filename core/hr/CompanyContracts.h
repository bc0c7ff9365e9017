#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "hr/ContractTable.h"
#include "hr/Employee.h"
#include "hr/EmployeeListReader.h"
#include "hr/Sourced.h"

#include <QHash>

#include <optional>
#include <vector>

namespace hrcache {

/// Where the contracts of one employee came from; the rest of their Provenance follows from it.
struct ContractOrigin
{
    enum class State : uint8_t { Unread, Cache, Database };

    State state = State::Unread;
    bool willStore = false; ///< as Provenance
    /// Somebody else is storing the entry, and these rows are not stored: Reason::BeingFilled. For KeyWatch.
    bool isBeingFilled = false;
    uint32_t bytes = 0;                ///< as Provenance
    std::optional<SteadyTime> expires; ///< of what was read from the cache, if known
};

/// All contracts of a company, by employee, composed from one entry for each of them.
class CompanyContracts
{
public:
    EmployeePages employees; ///< what `people` points into
    Provenance employeesFrom;
    std::vector<EmployeeSummary> people; ///< in the order of the list
    std::vector<ContractOrigin> origins; ///< of each of `people`
    ContractTable rows;                  ///< by person, newest first
    /// Why `people` that are Unread are: the first error.
    std::optional<Error> problem;

    /// Reads answered by the cache, by the database, and not at all.
    size_t fromCache = 0;
    size_t fromDatabase = 0;
    size_t unread = 0;
    /// What stands for all reads of the cache: the oldest cachedAt, the TTL that ends first, all bytes, the
    /// longest duration.
    Provenance cached;
    /// The same for those of the database, with the first one's reason.
    Provenance read;

    explicit CompanyContracts(Sourced<EmployeePages> list);

    /// What there is so far, with the people whose contracts it has only: of a long list that is soon copied.
    [[nodiscard]] CompanyContracts soFar() const;

    /// Takes the answer for `person`.
    void add(size_t person, const HrDocument &contracts, const Provenance &from, SteadyTime now);
    void addUnread(const Error &error);
    /// Nothing more will come: TTLs are told as of `now`.
    void finish(SteadyTime now);

private:
    CompanyContracts() = default;
};

/// When the first of the cache's entries ends, none if unknown; `changed` has those that were given another
/// TTL since, by person.
[[nodiscard]] std::optional<SteadyTime> firstToExpire(const std::vector<ContractOrigin> &origins,
                                                      const QHash<uint32_t, SteadyTime> &changed = {});

} // namespace hrcache
