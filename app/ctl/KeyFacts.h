#pragma once

#include "base/Clock.h"
#include "cache/CacheStore.h"

#include <QJsonObject>

#include <optional>

namespace hrcache {

/// How long ago the entry was stored: by what is left of its TTL, whatever clock and time zone its writer
/// has; else by its cached_at.
[[nodiscard]] std::optional<std::chrono::milliseconds> entryAge(const CacheKeyInfo &info, WallTime now);

/// One key for programs: key, user, company, data_type, sub_type, bytes, ttl_left_seconds, age_seconds,
/// cached_at.
[[nodiscard]] QJsonObject keyJson(const CacheKeyInfo &info, WallTime now);

} // namespace hrcache
