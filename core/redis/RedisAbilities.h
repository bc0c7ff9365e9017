#pragma once

#include "base/Clock.h"

#include <QtGlobal>

namespace hrcache {

/// What was learned from refusals on the present connection, so that no round trip is spent on trying again.
struct RedisAbilities
{
    quint64 connection = 0;
    bool setWithGet = true; ///< SET … NX GET: Redis 7 and later
    bool eval = true;
    /// Writes were refused; until then reads do not try to take leases. Rights and roles can change while a
    /// connection stands, so this ends.
    SteadyTime noWritesUntil = SteadyTime::min();

    /// Forgets everything when `current` is another connection.
    void follow(quint64 current)
    {
        if (connection != current)
            *this = RedisAbilities{.connection = current};
    }
};

} // namespace hrcache
