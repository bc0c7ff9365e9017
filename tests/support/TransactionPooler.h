#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QObject>
#include <QTcpServer>

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

class QLocalSocket;
class QTcpSocket;

namespace hrcache {

/// Stands between a client and a PostgreSQL server as a pooler in transaction mode does: two sessions of
/// the server, taken in turns, change whenever no transaction is open. Whoever prepares a statement finds
/// the other session next time, which does not know it. Lives on the caller's thread, which runs an event
/// loop; no TLS, no cancellation.
class TransactionPooler final : public QObject
{
    Q_OBJECT

public:
    /// `hidden`: parameters that the server reports and clients are not told of.
    /// `socket`: the server's, where it asks for no password; empty: that of the shared server.
    explicit TransactionPooler(QByteArrayList hidden = {}, QString socket = {});
    ~TransactionPooler() override;

    /// On 127.0.0.1.
    [[nodiscard]] std::uint16_t port() const { return m_listener.serverPort(); }

    /// How often a session was given back, so that the next one takes the other.
    [[nodiscard]] int turns() const { return m_turns; }

    /// What clients asked for up to one Sync each.
    [[nodiscard]] int batches() const { return m_batches; }

private:
    struct Client
    {
        QTcpSocket *socket = nullptr;
        QByteArray input;
        QByteArray batch;
        QByteArray startup;
        bool welcomed = false;
    };

    struct Session
    {
        QLocalSocket *socket = nullptr;
        QByteArray input;
        bool ready = false;
    };

    struct Batch
    {
        QTcpSocket *client = nullptr;
        QByteArray bytes;
    };

    void acceptAll();
    void receive(Client &client);
    [[nodiscard]] bool takeStartup(Client &client);
    void openSessions(const QByteArray &startup);
    void receive(Session &session);
    void welcome(Client &client);
    void proceed();

    QByteArrayList m_hidden;
    QString m_socket;
    QTcpServer m_listener;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::vector<std::unique_ptr<Session>> m_sessions;
    std::deque<Batch> m_queue;
    QByteArray m_welcome;
    QTcpSocket *m_served = nullptr; ///< whose batch is under way
    QTcpSocket *m_holder = nullptr; ///< who has a transaction open
    int m_turns = 0;
    int m_batches = 0;
};

} // namespace hrcache
