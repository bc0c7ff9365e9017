#pragma once

#include "hr/HrQuery.h"

#include <chrono>

namespace hrcache {

/// TTL by kind of data; 0 switches caching of that kind off.
struct CacheTtl
{
    std::chrono::seconds employees{3600};
    std::chrono::seconds employee{3600};
    std::chrono::seconds contracts{3600};
    std::chrono::seconds activeContract{3600};
    std::chrono::seconds clusters{86400};
    std::chrono::seconds references{86400};

    bool operator==(const CacheTtl &) const = default;

    /// 0 for kinds that are never cached.
    [[nodiscard]] std::chrono::seconds of(HrQuery::Kind kind) const;
    [[nodiscard]] std::chrono::seconds longest() const;
};

} // namespace hrcache
