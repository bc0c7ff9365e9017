#pragma once

#include "base/Clock.h"
#include "cache/CacheInventory.h"
#include "metrics/MetricsTimeline.h"
#include "ui/overview/ChartData.h"

namespace hrcache::charts {

/// Hits and misses of the last ten minutes; `now` is when the last step is.
[[nodiscard]] ChartData hitsAndMisses(const std::vector<MetricsTimeline::Step> &steps, WallTime now);

/// p50 and p95 of the cache and the database in the last ten minutes, in milliseconds.
[[nodiscard]] ChartData latency(const std::vector<MetricsTimeline::Step> &steps, WallTime now);

/// How many keys there are of each type; most first.
[[nodiscard]] ChartData keysByType(const CacheStats &stats);

} // namespace hrcache::charts
