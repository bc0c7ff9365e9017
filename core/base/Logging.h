#pragma once

#include <QLoggingCategory>

namespace hrcache {

/// `[HR_CACHE]` lines: HIT, MISS, STORE, INVALIDATE, ERROR. Off unless asked for.
Q_DECLARE_LOGGING_CATEGORY(logCache)
/// Connections to Redis.
Q_DECLARE_LOGGING_CATEGORY(logRedis)
/// Connections to PostgreSQL.
Q_DECLARE_LOGGING_CATEGORY(logPostgres)
/// The embedded store.
Q_DECLARE_LOGGING_CATEGORY(logSqlite)

/// How much of a person a log line may show.
enum class LogPrivacy {
    Redacted, ///< user ids and names are replaced by "***"; the default for files
    Full
};

} // namespace hrcache
