#include "redis/RedisConfig.h"

namespace hrcache {

QString RedisConfig::endpoint() const
{
    const bool bare6 = host.contains(QLatin1Char(':')) && !host.startsWith(QLatin1Char('['));
    return (bare6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host).arg(port);
}

} // namespace hrcache
