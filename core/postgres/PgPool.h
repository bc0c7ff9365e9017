#pragma once

#include "base/Completion.h"
#include "postgres/PgConfig.h"
#include "postgres/PgConnection.h"
#include "postgres/PgRequest.h"

#include <QObject>

#include <deque>
#include <memory>
#include <stop_token>
#include <vector>

namespace hrcache {

/// A few connections to one server. A request takes an idle one, else one that is opened for it, else it
/// waits its turn. Broken connections are replaced when the next request comes. Lives on one thread.
class PgPool final : public QObject, private PgConnection::Observer
{
    Q_OBJECT

public:
    struct Limits
    {
        size_t connections = 4;
        size_t queued = 1'000; ///< requests that wait; more of them fail at once
    };

    explicit PgPool(PgConfig config, QObject *parent = nullptr);
    PgPool(PgConfig config, Limits limits, QObject *parent = nullptr);
    /// Fails everything that is under way: Cancelled; CommitUnknown for a transaction that was sent.
    ~PgPool() override;

    /// Sends the statements in one round trip and answers each. If the connection is lost, those without an
    /// answer are sent once more on another. The outer error: no statement was answered.
    [[nodiscard]] Completion<Result<PgReply>> read(std::vector<PgStatement> statements,
                                                   std::stop_token stop = {});

    /// Sends BEGIN, the statements and COMMIT in one round trip. Never repeated. An error, in whichever
    /// place: nothing was done; outer CommitUnknown: it is not known.
    [[nodiscard]] Completion<Result<PgReply>> transaction(std::vector<PgStatement> statements);

    /// Begins to open a connection if there is none.
    void prepare();

    /// Those that are open, whether busy or not.
    [[nodiscard]] int openConnections() const;

    [[nodiscard]] int queuedRequests() const { return static_cast<int>(m_queue.size()); }

    /// Of any open connection; empty if none is open or it is not encrypted.
    [[nodiscard]] QString tlsProtocol() const;
    [[nodiscard]] QString serverAddress() const;

private:
    void connectionReady(PgConnection *connection) override;
    void connectionClosed(PgConnection *connection, Error error, bool connected,
                          std::unique_ptr<PgRequest> unsent) override;

    [[nodiscard]] Completion<Result<PgReply>> submit(std::unique_ptr<PgRequest> request);
    void watch(PgRequest &request, std::stop_token stop);
    void cancel(int requestId);
    void dispatch();
    void openConnection();
    [[nodiscard]] PgConnection *firstIn(PgConnection::State state) const;
    void failQueue(const Error &error);

    PgConfig m_config;
    Limits m_limits;
    std::shared_ptr<PgServerTraits> m_traits = std::make_shared<PgServerTraits>();
    std::vector<std::unique_ptr<PgConnection>> m_connections;
    std::deque<std::unique_ptr<PgRequest>> m_queue;
    int m_lastId = 0;
};

} // namespace hrcache
