#pragma once

#include "redis/PendingReplies.h"
#include "redis/RedisConfig.h"
#include "redis/RespReader.h"

#include <QBasicTimer>
#include <QObject>

#include <deque>

namespace hrcache {

class RedisSocket;

/// One connection to Redis, from its start to its end; it is not opened a second time.
///
/// Pipelines are answered in the order in which they were sent. Pipelines sent in one turn of the event loop
/// leave in one write, and nothing is sent twice. Every way in which the connection ends finishes all of
/// them. An error reply is a value and ends nothing. Delete it with deleteLater() when one of its signals or
/// results is being delivered.
class RedisConnection final : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Idle,           ///< not opened yet
        Connecting,     ///< name and TCP
        Handshaking,    ///< TLS
        Authenticating, ///< waiting for the replies to AUTH and SELECT
        Ready,
        Failed ///< the end; error() says why
    };

    /// When the pipelines that wait for the connection are written.
    enum class FirstCommands {
        WithLogin, ///< together with AUTH and SELECT, which saves a round trip
        /// When the server has answered AUTH, SELECT and a PING: where it may be silent, and where SELECT may
        /// be refused, for then they would work on another database.
        AfterLogin
    };

    explicit RedisConnection(RedisConfig config, QObject *parent = nullptr);
    ~RedisConnection() override;

    void open(FirstCommands firstCommands);

    /// Sends a pipeline of at least one command, or keeps it until the connection stands.
    /// Errors: Timeout; TooLarge (the queue is full); what ended the connection: Unreachable, TlsFailed,
    /// AuthFailed, PermissionDenied, Protocol, ServerError, Timeout (silence); Cancelled.
    [[nodiscard]] Completion<RedisReplies> send(RespCommands commands, RedisWait wait);

    /// From now on what the server pushes to subscribers is given by messageReceived() and not taken for a
    /// reply. For a connection that is about to subscribe.
    void takeMessages() { m_takesMessages = true; }

    /// Ends it: what is under way fails with Cancelled. No signal follows.
    void close();

    [[nodiscard]] State state() const { return m_state; }

    [[nodiscard]] const Error &error() const { return m_error; }

    /// Whether replies are overdue, so that new reads fail at once.
    [[nodiscard]] bool isStalled() const { return m_stalledOpening || m_pending.overdue() > 0; }

    [[nodiscard]] QString tlsProtocol() const;

    /// A round trip with nothing else under way, as a moving average; 0: not known yet.
    [[nodiscard]] std::chrono::microseconds latency() const { return m_latency; }

signals:
    /// The server has answered for the first time and took the login.
    void answered();
    void failed(const hrcache::Error &error);
    /// "message", channel, payload.
    void messageReceived(const hrcache::RespValue &message);

protected:
    bool event(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    void onOpened();
    void receive();
    void dispatch();
    void onLogin(const std::vector<RespValue> &replies);
    void noteAnswer();
    void transmit(RedisRequest request);
    void transmitWaiting();
    void flushLater();
    void flush();
    void startTick();
    void expire(SteadyTime now);
    void fail(Error error);
    [[nodiscard]] std::vector<RedisRequest> end(const Error &error);
    [[nodiscard]] bool isWritable() const;

    RedisConfig m_config;
    RedisSocket *m_socket;
    RespReader m_reader;
    State m_state = State::Idle;
    FirstCommands m_firstCommands = FirstCommands::WithLogin;
    Error m_error;
    PendingReplies m_pending;
    std::deque<RedisRequest> m_waiting; ///< not written yet
    qint64 m_waitingCommands = 0;
    qint64 m_waitingBytes = 0;
    std::vector<RespValue> m_replies; ///< received, from m_nextReply on not delivered yet
    size_t m_nextReply = 0;
    QByteArray m_input;
    QByteArray m_output;
    QBasicTimer m_tick;
    QBasicTimer m_more; ///< there is more to receive than fits into a turn of the event loop
    SteadyTime m_openDeadline;
    SteadyTime m_lastReceived;
    std::chrono::microseconds m_latency{};
    int m_idleTicks = 0;
    int m_dispatchLevel = 0; ///< nesting of event loops in which replies are being delivered
    bool m_stalledOpening = false;
    bool m_flushPosted = false;
    bool m_answered = false;
    bool m_takesMessages = false;
};

} // namespace hrcache
