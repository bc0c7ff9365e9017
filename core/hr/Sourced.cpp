#include "hr/Sourced.h"

namespace hrcache {

QString reasonName(Reason reason)
{
    switch (reason) {
    case Reason::Hit:
        return QStringLiteral("HIT");
    case Reason::Miss:
        return QStringLiteral("MISS");
    case Reason::Forced:
        return QStringLiteral("forced");
    case Reason::NoUser:
        return QStringLiteral("no user");
    case Reason::NotCached:
        return QStringLiteral("not cached");
    case Reason::CacheUnreachable:
        return QStringLiteral("cache unreachable");
    case Reason::BeingFilled:
        return QStringLiteral("being filled");
    case Reason::InPages:
        return QStringLiteral("kept in pages");
    case Reason::Unusable:
        return QStringLiteral("unusable entry");
    }
    return {};
}

} // namespace hrcache
