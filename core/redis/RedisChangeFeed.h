#pragma once

#include "base/Result.h"
#include "base/Tasks.h"
#include "cache/KeyChangeFeed.h"
#include "redis/RedisBackoff.h"
#include "redis/RedisConfig.h"
#include "redis/RespValue.h"

#include <QTimer>

namespace hrcache {

class RedisConnection;

/// Redis' own announcements of changed keys: client tracking in broadcast mode (Redis 6 and later) and the
/// subscription to its messages, on one connection of its own. With two connections the loss of the tracking
/// one would leave the other silently deaf.
///
/// Connects when it is made, and again whenever the connection is lost or does not answer a PING in time.
/// Where the server refuses (a right is missing, or it is too old) it asks again once a minute. Keys of the
/// server's other databases are announced, too.
class RedisChangeFeed final : public KeyChangeFeed
{
    Q_OBJECT

public:
    /// How often a quiet connection is asked whether it still stands, and how long that may take. It also
    /// keeps the connection known to whatever stands between, which forgets silent ones.
    static constexpr std::chrono::milliseconds pingPause{3000};
    static constexpr std::chrono::milliseconds pingPatience{1000};
    /// Rights change while nobody tells.
    static constexpr std::chrono::milliseconds refusalPause{60'000};

    /// Announces the keys that begin with `prefix`.
    RedisChangeFeed(RedisConfig config, QByteArray prefix, QObject *parent = nullptr);
    /// Closes the connection, so that the server forgets what it announces to it.
    ~RedisChangeFeed() override;

private:
    void connectNow();
    void closeConnection();
    Task<> subscribe(RedisConnection *connection);
    Task<> ping(RedisConnection *connection);
    void onMessage(const RespValue &message);
    void settle(const Error &error);
    void lost(const Error &error);
    void refused(const Error &error);

    RedisConfig m_config;
    QByteArray m_prefix;
    RedisBackoff m_backoff;
    QTimer m_retry;
    QTimer m_ping;
    RedisConnection *m_connection = nullptr; ///< a child; none while waiting to try again
};

} // namespace hrcache
