#pragma once

#include "base/Result.h"
#include "base/Tasks.h"
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

    ConnectionTester() = default;
    virtual ~ConnectionTester() = default;
    Q_DISABLE_COPY_MOVE(ConnectionTester)

    /// Lives until the process ends. Error: as of ServerClients::get().
    [[nodiscard]] static Result<const ConnectionTester *> get();

    [[nodiscard]] virtual Task<> testRedis(RedisConfig config, Reporter report,
                                           std::stop_token stop) const = 0;
    [[nodiscard]] virtual Task<> testPostgres(PgConfig config, Reporter report,
                                              std::stop_token stop) const = 0;
};

} // namespace hrcache
