#include "postgres/PgPool.h"

namespace hrcache {

PgPool::PgPool(PgConfig config, QObject *parent)
    : PgPool(std::move(config), Limits(), parent)
{
}

PgPool::PgPool(PgConfig config, Limits limits, QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_limits(limits)
{
}

PgPool::~PgPool()
{
    // Finishing resumes callers, so everything is taken out of the members first.
    auto queue = std::exchange(m_queue, {});
    auto connections = std::exchange(m_connections, {});
    connections.clear();
    const Error error = Error::make(ErrorCode::Cancelled, tr("The connection to the database was closed."));
    for (auto &request : queue)
        request->completer.finish(failure(error));
}

Completion<Result<PgReply>> PgPool::read(std::vector<PgStatement> statements, std::stop_token stop)
{
    auto request = std::make_unique<PgRequest>();
    request->statements = std::move(statements);
    if (stop.stop_possible())
        watch(*request, std::move(stop));
    return submit(std::move(request));
}

Completion<Result<PgReply>> PgPool::transaction(std::vector<PgStatement> statements)
{
    auto request = std::make_unique<PgRequest>();
    request->kind = PgRequest::Kind::Transaction;
    request->statements = std::move(statements);
    return submit(std::move(request));
}

void PgPool::watch(PgRequest &request, std::stop_token stop)
{
    request.id = ++m_lastId;
    if (stop.stop_requested()) {
        request.completer.finish(failure(ErrorCode::Cancelled, tr("The operation was cancelled.")));
        return;
    }
    // Called on whichever thread asks for the stop.
    auto call = [this, id = request.id] {
        QMetaObject::invokeMethod(
            this, [this, id] { cancel(id); }, Qt::QueuedConnection);
    };
    request.stopCallback =
        std::make_unique<std::stop_callback<std::function<void()>>>(std::move(stop), std::move(call));
}

Completion<Result<PgReply>> PgPool::submit(std::unique_ptr<PgRequest> request)
{
    auto completion = request->completer.completion();
    if (request->completer.isFinished())
        return completion;
    if (PgConnection *connection = m_queue.empty() ? firstIn(PgConnection::State::Ready) : nullptr) {
        connection->run(std::move(request));
        return completion;
    }
    if (m_queue.size() >= m_limits.queued) {
        request->completer.finish(
            failure(ErrorCode::Timeout, tr("Too many requests wait for the database. Try again later.")));
        return completion;
    }
    m_queue.push_back(std::move(request));
    dispatch();
    return completion;
}

void PgPool::cancel(int requestId)
{
    for (auto it = m_queue.begin(); it != m_queue.end(); ++it) {
        if ((*it)->id == requestId) {
            const auto request = std::move(*it);
            m_queue.erase(it);
            request->completer.finish(failure(ErrorCode::Cancelled, tr("The operation was cancelled.")));
            return;
        }
    }
    for (const auto &connection : m_connections) {
        if (connection->isRunning(requestId)) {
            connection->cancel();
            return;
        }
    }
}

void PgPool::prepare()
{
    if (m_connections.empty())
        openConnection();
}

void PgPool::openConnection()
{
    m_connections.push_back(
        std::make_unique<PgConnection>(m_config, m_traits, static_cast<PgConnection::Observer *>(this)));
    m_connections.back()->start();
}

void PgPool::dispatch()
{
    while (!m_queue.empty()) {
        PgConnection *connection = firstIn(PgConnection::State::Ready);
        if (!connection)
            break;
        auto request = std::move(m_queue.front());
        m_queue.pop_front();
        connection->run(std::move(request));
    }
    // Connections that are ready soon are for those that wait.
    const auto coming = std::count_if(m_connections.begin(), m_connections.end(), [](const auto &connection) {
        return connection->state() == PgConnection::State::Connecting || connection->isRollingBack();
    });
    for (auto ready = static_cast<size_t>(coming);
         ready < m_queue.size() && m_connections.size() < m_limits.connections; ++ready)
        openConnection();
}

void PgPool::connectionReady(PgConnection *)
{
    dispatch();
}

void PgPool::connectionClosed(PgConnection *connection, Error error, bool connected,
                              std::unique_ptr<PgRequest> unsent)
{
    const auto it = std::find_if(m_connections.begin(), m_connections.end(),
                                 [connection](const auto &one) { return one.get() == connection; });
    if (it != m_connections.end()) {
        it->release()->deleteLater();
        m_connections.erase(it);
    }
    if (unsent)
        m_queue.push_front(std::move(unsent));
    // After a failed login no other is begun: whoever waits is served by a connection that is left, or fails.
    if (connected)
        dispatch();
    else if (m_connections.empty())
        failQueue(error);
}

void PgPool::failQueue(const Error &error)
{
    auto queue = std::exchange(m_queue, {});
    for (auto &request : queue)
        request->completer.finish(failure(error));
}

PgConnection *PgPool::firstIn(PgConnection::State state) const
{
    for (const auto &connection : m_connections) {
        if (connection->state() == state)
            return connection.get();
    }
    return nullptr;
}

int PgPool::openConnections() const
{
    return static_cast<int>(
        std::count_if(m_connections.begin(), m_connections.end(), [](const auto &connection) {
            return connection->state() != PgConnection::State::Connecting;
        }));
}

QString PgPool::tlsProtocol() const
{
    for (const auto &connection : m_connections) {
        if (const QString protocol = connection->tlsProtocol(); !protocol.isEmpty())
            return protocol;
    }
    return {};
}

QString PgPool::serverAddress() const
{
    for (const auto &connection : m_connections) {
        if (const QString address = connection->serverAddress(); !address.isEmpty())
            return address;
    }
    return {};
}

} // namespace hrcache
