#include "redis/RedisClient.h"

#include "base/Logging.h"
#include "redis/RedisConnection.h"
#include "redis/RedisError.h"

namespace hrcache {

namespace {

// How soon after a failed attempt a command may make the next one. A login or a certificate that was
// refused will hardly be better at once, and servers count failed logins.
constexpr std::chrono::milliseconds pauseAfterFailure{100};
constexpr std::chrono::milliseconds pauseAfterRefusal{1000};

Completion<RedisReplies> finished(const Error &error)
{
    Completer<RedisReplies> completer;
    auto completion = completer.completion();
    completer.finish(failure(error));
    return completion;
}

} // namespace

RedisClient::RedisClient(RedisConfig config, QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_backoff(m_config.backoffFirst, m_config.backoffLongest)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &RedisClient::connectNow);
}

RedisClient::~RedisClient()
{
    shutDown();
}

Completion<RedisReplies> RedisClient::send(RespCommands commands, RedisWait wait)
{
    if (m_connection && m_connection->state() == RedisConnection::State::Ready)
        return m_connection->send(std::move(commands), wait);
    prepare();
    if (!m_connection) {
        return finished(m_lastError && !m_shutDown
                            ? *m_lastError
                            : Error::make(ErrorCode::Cancelled, tr("The connection to Redis was closed.")));
    }
    // A server that was silent, or a network that swallows packets, would cost every read its timeout.
    if (wait == RedisWait::Read && m_lastError && m_lastError->code == ErrorCode::Timeout)
        return finished(*m_lastError);
    return m_connection->send(std::move(commands), wait);
}

Task<Result<RespValue>> RedisClient::command(RespCommands one, RedisWait wait)
{
    auto completion = send(std::move(one), wait);
    RedisReplies replies = co_await std::move(completion);
    if (!replies)
        co_return failure(replies.error());
    if (replies->front().isError())
        co_return failure(redisReplyError(replies->front()));
    co_return std::move(replies->front());
}

void RedisClient::prepare()
{
    if (!m_connection && !m_shutDown &&
        m_backoff.mayAttempt(std::chrono::steady_clock::now(), shortestPause()))
        connectNow();
}

void RedisClient::shutDown()
{
    m_shutDown = true;
    m_retry.stop();
    if (RedisConnection *connection = std::exchange(m_connection, nullptr)) {
        connection->deleteLater();
        connection->close();
    }
}

bool RedisClient::isConnected() const
{
    return m_connection && m_connection->state() == RedisConnection::State::Ready && !m_lastError;
}

QString RedisClient::tlsProtocol() const
{
    return m_connection ? m_connection->tlsProtocol() : QString();
}

std::chrono::microseconds RedisClient::latency() const
{
    return m_connection && m_connection->latency().count() > 0 ? m_connection->latency() : m_latency;
}

void RedisClient::connectNow()
{
    if (m_connection || m_shutDown)
        return;
    m_retry.stop();
    m_backoff.attempt(std::chrono::steady_clock::now());
    ++m_connectionNumber;
    m_connection = new RedisConnection(m_config, this);
    connect(m_connection, &RedisConnection::answered, this, &RedisClient::onAnswered);
    connect(m_connection, &RedisConnection::failed, this, &RedisClient::onFailed);
    const bool wasSilent = m_lastError && m_lastError->code == ErrorCode::Timeout;
    const bool mayBeRefused = m_config.database != 0 && !m_loginProven;
    m_connection->open(wasSilent || mayBeRefused ? RedisConnection::FirstCommands::AfterLogin
                                                 : RedisConnection::FirstCommands::WithLogin);
}

void RedisClient::onAnswered()
{
    if (m_lastError)
        qCInfo(logRedis) << "Redis at" << m_config.endpoint() << "answers again";
    m_loginProven = true;
    m_lastError.reset();
    m_backoff.succeeded();
}

void RedisClient::onFailed(const Error &error)
{
    if (!m_lastError)
        qCWarning(logRedis).noquote() << error.message;
    m_latency = latency();
    m_lastError = error;
    // It is in the middle of telling.
    std::exchange(m_connection, nullptr)->deleteLater();
    const std::chrono::milliseconds wait =
        std::max(m_backoff.failed(), error.code == ErrorCode::AuthFailed || error.code == ErrorCode::TlsFailed
                                         ? pauseAfterRefusal
                                         : std::chrono::milliseconds(0));
    m_retry.start(wait);
}

std::chrono::milliseconds RedisClient::shortestPause() const
{
    if (!m_lastError)
        return std::chrono::milliseconds(0);
    const bool refused =
        m_lastError->code == ErrorCode::AuthFailed || m_lastError->code == ErrorCode::TlsFailed;
    return refused ? pauseAfterRefusal : pauseAfterFailure;
}

} // namespace hrcache
