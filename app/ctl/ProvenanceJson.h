#pragma once

#include "hr/Sourced.h"

#include <QJsonObject>

namespace hrcache {

/// Source, reason and age of an answer for programs: source, reason, server, key, cached_at (UTC),
/// ttl_seconds, ttl_left_seconds, elapsed_us, note; what is unknown is left out.
[[nodiscard]] QJsonObject provenanceJson(const Provenance &from);

/// A moment as ISO 8601 in UTC with microseconds.
[[nodiscard]] QString utcText(WallTime time);

} // namespace hrcache
