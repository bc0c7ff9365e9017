#pragma once

#include "app/gui/ConnectionTester.h"

namespace hrcache {

/// The tests themselves: needs the clients of the servers, and Qt Network.
class ServerTester final : public ConnectionTester
{
public:
    [[nodiscard]] static const ServerTester &instance();

    [[nodiscard]] Task<> testRedis(RedisConfig config, Reporter report, std::stop_token stop) const override;
    [[nodiscard]] Task<> testPostgres(PgConfig config, Reporter report, std::stop_token stop) const override;
};

} // namespace hrcache
