#pragma once

#include "base/Clock.h"
#include "cache/CacheKey.h"
#include "cache/CacheStore.h"
#include "cache/CacheTtl.h"

#include <optional>

namespace hrcache {

/// One cache key as the table shows it. Times are points in time, so that nothing has to be asked again to
/// count them down.
struct KeyRow
{
    /// Of the table.
    enum Column { Type, Key, Ttl, Bytes, Age, ColumnCount };

    QByteArray key;
    CacheKey parts;
    qint64 bytes = 0;
    std::optional<SteadyTime> deadline; ///< when it expires; none: never
    std::chrono::seconds ttl{0};        ///< its whole TTL; 0: unknown
    std::optional<WallTime> storedAt;

    /// Below this part of its TTL an entry is shown as ending soon.
    static constexpr double lowPart = 0.25;

    /// Of what the cache said just now. Where the entry does not say how long it lives in all, `ttls` does.
    [[nodiscard]] static KeyRow of(const CacheKeyInfo &info, const CacheTtl &ttls, const Clock &clock);

    /// Not below zero; none: it never expires.
    [[nodiscard]] std::optional<std::chrono::milliseconds> left(SteadyTime now) const;
    /// What is left of the TTL, 0 to 1; none if it never expires or its TTL is unknown.
    [[nodiscard]] std::optional<double> partLeft(SteadyTime now) const;
    /// Whether it expires soon, or has expired.
    [[nodiscard]] bool isLow(SteadyTime now) const;
    /// Not below zero; none if nobody knows.
    [[nodiscard]] std::optional<std::chrono::seconds> age(WallTime now) const;

    /// Columns that can change while the key stays; bit n: column n.
    static constexpr uint32_t changingColumns = 1U << Ttl | 1U << Bytes | 1U << Age;

    /// Whether it is an entry to be shown: it exists, and is no lease.
    [[nodiscard]] static bool isEntry(const CacheKeyInfo &info);

    /// Columns in which the same key differs, to the moment.
    [[nodiscard]] uint32_t differences(const KeyRow &other) const;
    /// Whether a person would see no difference. Deadlines are measured, so they differ by a round trip.
    [[nodiscard]] bool looksLike(const KeyRow &other) const;
};

} // namespace hrcache
