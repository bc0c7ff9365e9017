#include "cache/CacheEvent.h"

#include "base/Logging.h"

#include <QMetaMethod>

namespace hrcache {

QString eventTypeName(CacheEvent::Type type)
{
    switch (type) {
    case CacheEvent::Type::Hit:
        return QStringLiteral("HIT");
    case CacheEvent::Type::Miss:
        return QStringLiteral("MISS");
    case CacheEvent::Type::Store:
        return QStringLiteral("STORE");
    case CacheEvent::Type::Refused:
        return QStringLiteral("REFUSED");
    case CacheEvent::Type::Invalidate:
        return QStringLiteral("INVALIDATE");
    case CacheEvent::Type::Error:
        return QStringLiteral("ERROR");
    }
    return {};
}

bool CacheEventFeed::isWanted() const
{
    static const QMetaMethod signal = QMetaMethod::fromSignal(&CacheEventFeed::happened);
    return isSignalConnected(signal) || logCache().isInfoEnabled();
}

void CacheEventFeed::announce(const CacheEvent &event)
{
    if (logCache().isInfoEnabled()) {
        QString line =
            QStringLiteral("[HR_CACHE] %1: %2").arg(eventTypeName(event.type), QString::fromUtf8(event.key));
        if (event.type == CacheEvent::Type::Hit) {
            line += QStringLiteral(" | Cached: %1 | Items: %2").arg(event.text).arg(event.items);
        } else if (event.type == CacheEvent::Type::Store) {
            line += QStringLiteral(" | %1 | Size: %2 bytes").arg(event.text).arg(event.bytes);
        } else if (!event.text.isEmpty()) {
            line += QStringLiteral(" | ") + event.text;
        }
        qCInfo(logCache).noquote() << line;
    }
    emit happened(event);
}

void CacheEventFeed::announce(CacheEvent event, const Clock &clock, SteadyTime since)
{
    event.time = clock.now();
    event.duration = std::chrono::duration_cast<std::chrono::microseconds>(clock.steady() - since);
    announce(event);
}

} // namespace hrcache
