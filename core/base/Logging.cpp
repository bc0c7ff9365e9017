#include "base/Logging.h"

namespace hrcache {

Q_LOGGING_CATEGORY(logCache, "hrcache.cache", QtWarningMsg)
Q_LOGGING_CATEGORY(logRedis, "hrcache.redis", QtWarningMsg)
Q_LOGGING_CATEGORY(logPostgres, "hrcache.postgres", QtWarningMsg)
Q_LOGGING_CATEGORY(logSqlite, "hrcache.sqlite", QtWarningMsg)

} // namespace hrcache
