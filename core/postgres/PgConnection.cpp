#include "postgres/PgConnection.h"

#include "base/Logging.h"
#include "base/SendCount.h"
#include "base/ThreadPool.h"
#include "postgres/PgConnector.h"
#include "postgres/PgError.h"

#include <QSocketNotifier>

#include <libpq-fe.h>

namespace hrcache {

namespace {

using Clock = std::chrono::steady_clock;

/// PQcancel() blocks, for as long as tcp_user_timeout if the server is gone. The end of the program gives a
/// cancellation that is under way the time to reach a server nearby, but does not wait for one far away.
class CancelThreads
{
public:
    CancelThreads() { m_pool->setMaxThreadCount(4); }

    ~CancelThreads()
    {
        if (m_pool->waitForDone(200))
            delete m_pool;
    }

    Q_DISABLE_COPY_MOVE(CancelThreads)

    [[nodiscard]] QThreadPool *pool() const { return m_pool; }

private:
    QThreadPool *m_pool = new QThreadPool;
};

QThreadPool *cancelThreads()
{
    static const CancelThreads threads;
    return threads.pool();
}

Error commitUnknown(const Error &cause)
{
    Error error = Error::make(
        ErrorCode::CommitUnknown,
        PgConnection::tr("The connection to the database was lost while the change was being saved. It may "
                         "or may not have been saved: reload before you try again."),
        cause.detail, cause.serverCode);
    error.retryable = false; // doing it again might do it twice
    return error;
}

} // namespace

PgConnection::PgConnection(PgConfig config, std::shared_ptr<PgServerTraits> traits, Observer *observer,
                           QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_traits(std::move(traits))
    , m_observer(observer)
{
    m_deadlineTimer.setSingleShot(true);
    connect(&m_deadlineTimer, &QTimer::timeout, this, &PgConnection::onDeadline);
    m_tlsTimer.setInterval(std::chrono::milliseconds(20));
    connect(&m_tlsTimer, &QTimer::timeout, this, &PgConnection::onReadable);
}

PgConnection::~PgConnection()
{
    m_observer = nullptr;
    close(Error::make(ErrorCode::Cancelled, tr("The connection was closed.")));
}

void PgConnection::start()
{
    m_connector = std::make_unique<PgConnector>(
        m_config, [this](Result<PgConnHandle> connection) { connected(std::move(connection)); });
    m_connector->start();
}

void PgConnection::connected(Result<PgConnHandle> connection)
{
    m_connector.release()->deleteLater(); // it is its callback that runs here
    if (!connection) {
        drop(std::move(connection.error()), false);
        return;
    }
    m_connection = std::move(*connection);
    m_exchange = std::make_unique<PgExchange>(m_connection.get(), m_traits);
    m_tls = PQsslInUse(m_connection.get()) != 0;
    const auto socket = PQsocket(m_connection.get());
    m_readNotifier = std::make_unique<QSocketNotifier>(socket, QSocketNotifier::Read);
    connect(m_readNotifier.get(), &QSocketNotifier::activated, this, &PgConnection::onReadable);
    m_writeNotifier = std::make_unique<QSocketNotifier>(socket, QSocketNotifier::Write);
    m_writeNotifier->setEnabled(false);
    connect(m_writeNotifier.get(), &QSocketNotifier::activated, this, &PgConnection::onWritable);
    m_state = State::Ready;
    m_observer->connectionReady(this);
}

void PgConnection::run(std::unique_ptr<PgRequest> request)
{
    m_request = std::move(request);
    m_state = State::Busy;
    // A read is repeated elsewhere if this connection is dead; a write must not be sent into the void.
    if (m_request->kind == PgRequest::Kind::Transaction && !m_exchange->isAlive()) {
        closeSoon();
        return;
    }
    m_exchanging = true;
    ++m_request->attempts;
    m_deadline = Clock::now() + m_config.queryTimeout;
    if (!m_deadlineTimer.isActive())
        m_deadlineTimer.start(m_config.queryTimeout);
    if (m_exchange->begin(*m_request))
        flush();
    else
        closeSoon();
}

/// Not from inside of a call of the owner.
void PgConnection::closeSoon()
{
    // libpq may have closed the socket.
    m_readNotifier.reset();
    m_writeNotifier.reset();
    QMetaObject::invokeMethod(this, &PgConnection::lose, Qt::QueuedConnection);
}

void PgConnection::onReadable()
{
    if (!m_connection)
        return;
    bool alive = PQconsumeInput(m_connection.get()) == 1;
    // OpenSSL may keep the rest of a record, which the socket does not show.
    if (m_tls && alive && m_exchanging && PQisBusy(m_connection.get()))
        alive = PQconsumeInput(m_connection.get()) == 1;
    proceed(alive);
}

void PgConnection::onWritable()
{
    flush();
    if (m_connection)
        proceed(PQconsumeInput(m_connection.get()) == 1);
}

void PgConnection::flush()
{
    // A failed write shows in the next read, together with what the server said last.
    ++sendCount;
    m_writeNotifier->setEnabled(PQflush(m_connection.get()) == 1);
}

void PgConnection::proceed(bool alive)
{
    if (!m_exchanging) {
        while (PGnotify *notification = PQnotifies(m_connection.get()))
            PQfreemem(notification);
        if (!alive)
            lose();
        return;
    }
    switch (m_exchange->advance()) {
    case PgExchange::Progress::Waiting:
        if (!alive) {
            lose();
            return;
        }
        if (m_tls && !m_tlsTimer.isActive())
            m_tlsTimer.start();
        if (PQflush(m_connection.get()) == 1)
            m_writeNotifier->setEnabled(true);
        return;
    case PgExchange::Progress::Lost:
        lose();
        return;
    case PgExchange::Progress::Done:
        break;
    }
    m_exchanging = false;
    if (m_tls)
        m_tlsTimer.stop();
    if (m_request)
        completeRequest();
    else
        settle();
}

void PgConnection::completeRequest()
{
    const std::unique_ptr<PgRequest> request = std::move(m_request);
    auto reply = m_exchange->takeReply();
    settle();
    // Resumes the caller, who may delete everything: nothing of this object is touched behind it.
    request->completer.finish(std::move(reply));
}

/// Between two requests.
void PgConnection::settle()
{
    m_state = State::Settling;
    if (m_exchange->needsRollback()) {
        m_exchanging = true;
        if (m_exchange->beginRollback())
            flush();
        else
            closeSoon();
        return;
    }
    if (m_cancelling)
        return;
    m_state = State::Ready;
    m_observer->connectionReady(this);
}

void PgConnection::cancel()
{
    if (!m_request || m_cancelling || m_state != State::Busy)
        return;
    m_cancelling = true;
    m_exchange->abandon();
    cancelOnServer();
    m_request->completer.finish(
        failure(ErrorCode::Cancelled, tr("The operation was cancelled."), {}, QStringLiteral("57014")));
}

Task<> PgConnection::cancelOnServer()
{
    const QPointer<PgConnection> self(this);
    std::shared_ptr<pg_cancel> handle(PgCancelHandle(PQgetCancel(m_connection.get())));
    auto work = [handle] {
        char problem[256];
        return handle && PQcancel(handle.get(), problem, sizeof(problem)) == 1;
    };
    auto running = runOnPool(cancelThreads(), std::move(work));
    const Result<bool> sent = co_await running;
    if (!self || m_state == State::Closed)
        co_return;
    if (!sent || !*sent)
        qCWarning(logPostgres) << "the server did not take a cancellation";
    m_cancelling = false;
    if (!m_exchanging && m_state == State::Settling)
        settle();
}

void PgConnection::onDeadline()
{
    if (m_state != State::Busy && m_state != State::Settling)
        return;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_deadline - Clock::now());
    if (left.count() > 0) {
        m_deadlineTimer.start(left);
        return;
    }
    // Whatever the server may still send, nobody can wait for it: the connection is given up.
    cancelOnServer();
    drop(Error::make(ErrorCode::Timeout, tr("The database did not answer in time.")), false);
}

void PgConnection::lose()
{
    if (m_state == State::Closed)
        return;
    const QString words = QString::fromUtf8(PQerrorMessage(m_connection.get())).trimmed();
    drop(
        Error::make(ErrorCode::Unreachable, tr("The connection to the database was lost. Try again."), words),
        true);
}

void PgConnection::close(Error error)
{
    drop(std::move(error), false);
}

void PgConnection::drop(Error error, bool mayRepeat)
{
    if (m_state == State::Closed)
        return;
    const bool wasConnected = m_connection != nullptr;
    m_state = State::Closed;
    m_exchanging = false;
    m_deadlineTimer.stop();
    m_tlsTimer.stop();
    m_readNotifier.reset();
    m_writeNotifier.reset();
    m_connector.reset();
    if (wasConnected)
        qCInfo(logPostgres).noquote() << "connection closed:" << errorCodeName(error.code);

    std::unique_ptr<PgRequest> request = std::move(m_request);
    std::unique_ptr<PgRequest> unsent;
    Result<PgReply> answer = failure(error);
    if (request && request->kind == PgRequest::Kind::Read) {
        if (request->next == request->statements.size())
            answer = m_exchange->takeReply();
        else if (mayRepeat && !request->completer.isFinished() && request->attempts < 2)
            unsent = std::move(request);
    } else if (request && !request->sent) {
        if (mayRepeat)
            unsent = std::move(request);
    } else if (request && m_exchange->isCommitted()) {
        answer = m_exchange->takeReply();
    } else if (request && !m_exchange->isAborted()) {
        answer = failure(commitUnknown(error));
    }
    m_exchange.reset();
    m_connection.reset();
    if (m_observer)
        m_observer->connectionClosed(this, error, wasConnected, std::move(unsent));
    if (request)
        request->completer.finish(std::move(answer));
}

QString PgConnection::tlsProtocol() const
{
    const char *protocol = m_tls ? PQsslAttribute(m_connection.get(), "protocol") : nullptr;
    return QString::fromLatin1(protocol);
}

QString PgConnection::serverAddress() const
{
    if (!m_connection)
        return {};
    const QString host = QString::fromUtf8(PQhost(m_connection.get()));
    if (host.startsWith(QLatin1Char('/')))
        return host;
    return QStringLiteral("%1:%2").arg(host, QString::fromUtf8(PQport(m_connection.get())));
}

} // namespace hrcache
