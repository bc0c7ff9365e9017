#include "support/TransactionPooler.h"

#include "support/TestServers.h"

#include <QLocalSocket>
#include <QTcpSocket>
#include <QUrl>
#include <QtEndian>

#include <algorithm>

namespace hrcache {

namespace {

constexpr size_t sessionCount = 2;
constexpr quint32 sslRequest = 80877103;
constexpr quint32 gssRequest = 80877104;
constexpr quint32 cancelRequest = 80877102;

quint32 numberAt(const QByteArray &bytes, qsizetype at)
{
    return qFromBigEndian<quint32>(bytes.constData() + at);
}

/// One message with its type and length, or nothing as long as it is not complete.
QByteArray takeMessage(QByteArray &input)
{
    if (input.size() < 5 || input.size() < 1 + qsizetype(numberAt(input, 1)))
        return {};
    const qsizetype size = 1 + qsizetype(numberAt(input, 1));
    QByteArray message = input.first(size);
    input.remove(0, size);
    return message;
}

QString sharedSocket()
{
    return QStringLiteral("%1/postgres/.s.PGSQL.%2")
        .arg(TestServers::temporaryFolder())
        .arg(QUrl(TestServers::postgresUrl()).port());
}

} // namespace

TransactionPooler::TransactionPooler(QByteArrayList hidden, QString socket)
    : m_hidden(std::move(hidden))
    , m_socket(socket.isEmpty() ? sharedSocket() : std::move(socket))
{
    connect(&m_listener, &QTcpServer::newConnection, this, &TransactionPooler::acceptAll);
    if (!m_listener.listen(QHostAddress::LocalHost))
        qFatal("the pooler cannot listen: %s", qPrintable(m_listener.errorString()));
}

TransactionPooler::~TransactionPooler() = default;

void TransactionPooler::acceptAll()
{
    while (QTcpSocket *socket = m_listener.nextPendingConnection()) {
        m_clients.push_back(std::make_unique<Client>());
        Client *client = m_clients.back().get();
        client->socket = socket;
        connect(socket, &QTcpSocket::readyRead, this, [this, client] { receive(*client); });
    }
}

void TransactionPooler::receive(Client &client)
{
    client.input += client.socket->readAll();
    while (client.startup.isEmpty()) {
        if (!takeStartup(client))
            return;
    }
    for (QByteArray message = takeMessage(client.input); !message.isEmpty();
         message = takeMessage(client.input)) {
        if (message[0] == 'X') {
            client.socket->disconnectFromHost();
            return;
        }
        client.batch += message;
        if (message[0] == 'S' || message[0] == 'Q') {
            m_queue.push_back({client.socket, std::exchange(client.batch, {})});
            ++m_batches;
        }
    }
    proceed();
}

/// Takes one of the messages without a type that a client begins with. False: there is none.
bool TransactionPooler::takeStartup(Client &client)
{
    if (client.input.size() < 8 || client.input.size() < qsizetype(numberAt(client.input, 0)))
        return false;
    const QByteArray message = client.input.first(qsizetype(numberAt(client.input, 0)));
    client.input.remove(0, message.size());
    const quint32 code = numberAt(message, 4);
    if (code == cancelRequest) {
        client.socket->disconnectFromHost();
        return false;
    }
    if (code == sslRequest || code == gssRequest) {
        client.socket->write("N");
        return true;
    }
    client.startup = message;
    if (m_sessions.empty())
        openSessions(message);
    else
        welcome(client);
    return true;
}

void TransactionPooler::openSessions(const QByteArray &startup)
{
    for (size_t i = 0; i < sessionCount; ++i) {
        m_sessions.push_back(std::make_unique<Session>());
        Session *session = m_sessions.back().get();
        session->socket = new QLocalSocket(this);
        connect(session->socket, &QLocalSocket::readyRead, this, [this, session] { receive(*session); });
        connect(session->socket, &QLocalSocket::connected, this,
                [session, startup] { session->socket->write(startup); });
        session->socket->connectToServer(m_socket);
    }
}

void TransactionPooler::receive(Session &session)
{
    session.input += session.socket->readAll();
    for (QByteArray message = takeMessage(session.input); !message.isEmpty();
         message = takeMessage(session.input)) {
        if (!session.ready) {
            const bool hidden =
                message[0] == 'S' && m_hidden.contains(message.mid(5, message.indexOf('\0', 5) - 5));
            if (&session == m_sessions.front().get() && !hidden)
                m_welcome += message;
            session.ready = message[0] == 'Z';
            continue;
        }
        if (m_served)
            m_served->write(message);
        if (message[0] != 'Z')
            continue;
        // Idle, or inside of a transaction, which keeps its session.
        m_holder = message[5] == 'I' ? nullptr : m_served;
        m_turns += m_holder ? 0 : 1;
        m_served = nullptr;
    }
    for (const auto &client : m_clients)
        welcome(*client);
    proceed();
}

void TransactionPooler::welcome(Client &client)
{
    const bool ready =
        std::all_of(m_sessions.begin(), m_sessions.end(), [](const auto &session) { return session->ready; });
    if (client.welcomed || client.startup.isEmpty() || !ready)
        return;
    client.welcomed = true;
    client.socket->write(m_welcome);
}

void TransactionPooler::proceed()
{
    if (m_served)
        return;
    const auto next = std::find_if(m_queue.begin(), m_queue.end(), [this](const Batch &batch) {
        return !m_holder || batch.client == m_holder;
    });
    if (next == m_queue.end())
        return;
    const Batch batch = *next;
    m_queue.erase(next);
    m_served = batch.client;
    m_sessions[size_t(m_turns) % sessionCount]->socket->write(batch.bytes);
}

} // namespace hrcache
