#pragma once

#include "base/Clock.h"

#include <QByteArray>
#include <QObject>
#include <QString>

namespace hrcache {

/// One thing that happened between this program and its cache.
struct CacheEvent
{
    enum class Type {
        Hit,
        Miss,
        Store,      ///< a fill was stored
        Refused,    ///< a fill was refused: the key was invalidated meanwhile, or the value is too large
        Invalidate, ///< keys were deleted (one event per key)
        Error       ///< the cache failed; `text` has the words
    };

    WallTime time{};
    Type type = Type::Hit;
    QByteArray key;
    std::chrono::microseconds duration{}; ///< of the cache operation
    qsizetype bytes = 0;                  ///< of the value, where it is known
    qsizetype items = 0;                  ///< rows, for Hit
    QString text;                         ///< for people; empty if the type says it all
};

/// Where cache events are announced. Lives on the thread of the cache manager.
class CacheEventFeed : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Whether anybody listens or the log is on: building an event for nobody is wasted time.
    [[nodiscard]] bool isWanted() const;

    /// Writes the `[HR_CACHE]` log line and emits happened().
    void announce(const CacheEvent &event);
    /// The same with time and duration filled in: what began at `since` ended now.
    void announce(CacheEvent event, const Clock &clock, SteadyTime since);

signals:
    void happened(const hrcache::CacheEvent &event);
};

/// "HIT", "MISS", "STORE", "REFUSED", "INVALIDATE", "ERROR"
[[nodiscard]] QString eventTypeName(CacheEvent::Type type);

} // namespace hrcache
