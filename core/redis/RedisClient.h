#pragma once

#include "base/Tasks.h"
#include "redis/RedisBackoff.h"
#include "redis/RedisConfig.h"
#include "redis/RedisRequest.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace hrcache {

class RedisConnection;

/// Redis, as long as the program runs: one auto-pipelined connection that is made when it is first needed
/// and again whenever it is lost.
///
/// While there is no connection, a pipeline makes an attempt and waits for it (at most as long as it may
/// take); if an attempt was made just now and failed, it fails at once with the reason of that failure.
/// Between, attempts go on in the background with growing pauses. Nothing is sent a second time: a pipeline
/// whose connection is lost fails, and whether the server worked on it is unknown.
class RedisClient final : public QObject
{
    Q_OBJECT

public:
    explicit RedisClient(RedisConfig config, QObject *parent = nullptr);
    /// Everything under way fails with Cancelled.
    ~RedisClient() override;

    /// Sends the commands as one pipeline, with one write for all pipelines of one turn of the event loop.
    /// Errors: see RedisConnection::send().
    [[nodiscard]] Completion<RedisReplies> send(RespCommands commands, RedisWait wait);

    /// One command. An error reply becomes an Error.
    [[nodiscard]] Task<Result<RespValue>> command(RespCommands one, RedisWait wait);

    /// Starts connecting, if there is no connection and an attempt is due.
    void prepare();

    /// Ends for good: what is under way, and whatever is sent later, fails with Cancelled.
    void shutDown();

    [[nodiscard]] const RedisConfig &config() const { return m_config; }

    /// A server answers on the connection that there is now.
    [[nodiscard]] bool isConnected() const;

    /// Counts the connections made, so that what was learned about a server is forgotten with it.
    [[nodiscard]] quint64 connectionNumber() const { return m_connectionNumber; }

    [[nodiscard]] QString tlsProtocol() const;

    /// A typical round trip; 0: not known yet.
    [[nodiscard]] std::chrono::microseconds latency() const;

private:
    void connectNow();
    void onAnswered();
    void onFailed(const Error &error);
    [[nodiscard]] std::chrono::milliseconds shortestPause() const;

    RedisConfig m_config;
    RedisBackoff m_backoff;
    QTimer m_retry;
    RedisConnection *m_connection = nullptr; ///< a child; none while waiting to try again
    std::optional<Error> m_lastError;        ///< since the server last answered
    std::chrono::microseconds m_latency{};
    quint64 m_connectionNumber = 0;
    bool m_loginProven = false;
    bool m_shutDown = false;
};

} // namespace hrcache
