#pragma once

#include "base/Clock.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "base/Tasks.h"
#include "cache/CacheStore.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace hrcache {

/// Users who hold copies of a company's data although core.account_access does not name them. They are kept
/// in the cache itself, in `cache:unlisted:{company_id}`: one user id on a line, for two days from the last
/// registration or twice the longest TTL, which is longer than any entry lives.
///
/// A copy of such a user may be stored only if its rows were read after add() had succeeded; a writer asks
/// for them after its commit. So whoever the writer does not find has read the new row.
class UnlistedHolders
{
public:
    static constexpr std::chrono::hours keptAtLeast{48};

    /// `store` must outlive this object and its tasks.
    explicit UnlistedHolders(CacheStore &store)
        : m_store(store)
    {
    }

    /// What this program stores lives so long at most.
    void setLongestTtl(std::chrono::seconds ttl)
    {
        m_kept = std::max<std::chrono::seconds>(keptAtLeast, 2 * ttl);
    }

    /// Registers a user. Errors: those of the cache; PermissionDenied if it takes no writes from this role.
    Task<Result<void>> add(UserId user, CompanyId company);

    /// Everybody who is registered, in one round trip.
    Task<Result<std::vector<UserId>>> of(CompanyId company);

    [[nodiscard]] static QByteArray key(const CompanyId &company);

private:
    CacheStore &m_store;
    std::chrono::seconds m_kept = keptAtLeast;
};

} // namespace hrcache
