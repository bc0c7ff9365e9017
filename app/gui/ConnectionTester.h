#pragma once

#include "postgres/PgConfig.h"
#include "redis/RedisConfig.h"
#include "ui/connections/ConnectionBook.h"

#include <QCoreApplication>

#include <stop_token>

namespace hrcache {

/// Tries a server step by step and tells what each step found. Blocks nothing; `stop` ends it at once. The
/// reporter is called until the task ends.
class ConnectionTester
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionTester)
public:
    using Reporter = ConnectionBook::TestReporter;

    [[nodiscard]] static Task<> testRedis(RedisConfig config, Reporter report, std::stop_token stop);
    [[nodiscard]] static Task<> testPostgres(PgConfig config, Reporter report, std::stop_token stop);
};

} // namespace hrcache
