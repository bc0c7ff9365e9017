#pragma once

#include "base/Tasks.h"
#include "postgres/PgConfig.h"
#include "postgres/PgExchange.h"
#include "postgres/PgHandles.h"
#include "postgres/PgRequest.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

class QSocketNotifier;

namespace hrcache {

class PgConnector;

/// One connection to a server, used by one request at a time. Lives on one thread, never blocks it. Every
/// way out finishes the request that is under way: with its answers, with an error, or by handing it back.
class PgConnection final : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Connecting,
        Ready,    ///< takes a request
        Busy,     ///< a request is under way
        Settling, ///< the answer has been given; a rollback or a cancellation is being finished
        Closed    ///< for good
    };

    /// Whoever owns connections. A callback may delete neither the connection nor anything around it
    /// directly; QObject::deleteLater() is fine.
    class Observer
    {
    public:
        virtual ~Observer() = default;
        virtual void connectionReady(PgConnection *connection) = 0;
        /// `connected`: it had been usable before. `unsent`: a request that may go to another connection.
        virtual void connectionClosed(PgConnection *connection, Error error, bool connected,
                                      std::unique_ptr<PgRequest> unsent) = 0;
    };

    PgConnection(PgConfig config, std::shared_ptr<PgServerTraits> traits, Observer *observer,
                 QObject *parent = nullptr);
    ~PgConnection() override;

    /// Begins to connect; the observer hears of the end, later.
    void start();

    [[nodiscard]] State state() const { return m_state; }

    /// Whether it will be ready after a round trip: a transaction that failed is being rolled back.
    [[nodiscard]] bool isRollingBack() const { return m_state == State::Settling && !m_cancelling; }

    /// Sends everything at once. Only when Ready.
    void run(std::unique_ptr<PgRequest> request);

    /// Whether the request with this id is under way here.
    [[nodiscard]] bool isRunning(int requestId) const { return m_request && m_request->id == requestId; }

    /// Finishes the request under way with Cancelled, and cancels it on the server. The connection stays.
    /// libpq 15 sends the cancellation without TLS; it holds a random number and no data.
    void cancel();

    /// Closes; what is under way fails with `error` (CommitUnknown for a transaction that was sent).
    void close(Error error);

    /// "TLSv1.3", or empty.
    [[nodiscard]] QString tlsProtocol() const;
    /// "host:port", or the folder of the socket.
    [[nodiscard]] QString serverAddress() const;

private:
    void connected(Result<PgConnHandle> connection);
    void onReadable();
    void onWritable();
    void onDeadline();
    void proceed(bool alive);
    void flush();
    void completeRequest();
    void settle();
    void lose();
    void closeSoon();
    void drop(Error error, bool mayRepeat);
    Task<> cancelOnServer();

    PgConfig m_config;
    std::shared_ptr<PgServerTraits> m_traits;
    Observer *m_observer;
    State m_state = State::Connecting;
    std::unique_ptr<PgConnector> m_connector;
    PgConnHandle m_connection;
    std::unique_ptr<PgExchange> m_exchange;
    std::unique_ptr<PgRequest> m_request;
    std::unique_ptr<QSocketNotifier> m_readNotifier;
    std::unique_ptr<QSocketNotifier> m_writeNotifier;
    QTimer m_deadlineTimer; ///< runs on past the requests, so that most of them need not touch it
    std::chrono::steady_clock::time_point m_deadline;
    QTimer m_tlsTimer;
    bool m_tls = false;
    bool m_exchanging = false; ///< results are still to come
    bool m_cancelling = false;
};

} // namespace hrcache
