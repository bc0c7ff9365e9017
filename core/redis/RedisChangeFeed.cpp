#include "redis/RedisChangeFeed.h"

#include "base/Logging.h"
#include "redis/RedisConnection.h"
#include "redis/RedisError.h"

#include <QPointer>

namespace hrcache {

namespace {

constexpr char channel[] = "__redis__:invalidate";
// As in RedisClient: servers count logins that they refuse.
constexpr std::chrono::milliseconds pauseAfterRefusedLogin{1000};

RedisConfig forTracking(RedisConfig config)
{
    // Tracking knows no databases, so none need be selected.
    config.database = 0;
    config.readTimeout = RedisChangeFeed::pingPatience;
    return config;
}

const Error *firstError(const RedisReplies &replies, Error &store)
{
    if (!replies)
        return &replies.error();
    for (const RespValue &reply : *replies) {
        if (reply.isError()) {
            store = redisReplyError(reply);
            return &store;
        }
    }
    return nullptr;
}

} // namespace

RedisChangeFeed::RedisChangeFeed(RedisConfig config, QByteArray prefix, QObject *parent)
    : KeyChangeFeed(parent)
    , m_config(forTracking(std::move(config)))
    , m_prefix(std::move(prefix))
    , m_backoff(m_config.backoffFirst, m_config.backoffLongest)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &RedisChangeFeed::connectNow);
    m_ping.setInterval(pingPause);
    connect(&m_ping, &QTimer::timeout, this, [this] {
        if (m_connection)
            ping(m_connection);
    });
    connectNow();
}

RedisChangeFeed::~RedisChangeFeed()
{
    closeConnection();
}

void RedisChangeFeed::connectNow()
{
    m_backoff.attempt(std::chrono::steady_clock::now());
    m_connection = new RedisConnection(m_config, this);
    connect(m_connection, &RedisConnection::failed, this, &RedisChangeFeed::lost);
    connect(m_connection, &RedisConnection::messageReceived, this, &RedisChangeFeed::onMessage);
    RedisConnection *const connection = m_connection;
    connection->open(RedisConnection::FirstCommands::WithLogin);
    if (m_connection == connection)
        subscribe(connection);
}

void RedisChangeFeed::closeConnection()
{
    m_ping.stop();
    if (RedisConnection *connection = std::exchange(m_connection, nullptr)) {
        // It may be in the middle of telling.
        connection->disconnect(this);
        connection->deleteLater();
        connection->close();
    }
}

// After each await it may be another connection's turn: whoever ended this one has dealt with it.
Task<> RedisChangeFeed::subscribe(RedisConnection *connection)
{
    const QPointer<RedisChangeFeed> self(this);
    RespCommands ask;
    ask.add("CLIENT", "ID");
    auto asking = connection->send(std::move(ask), RedisWait::Command);
    const RedisReplies id = co_await std::move(asking);
    if (!self || m_connection != connection)
        co_return;
    Error error;
    if (const Error *failed = firstError(id, error)) {
        settle(*failed);
        co_return;
    }
    if (!id->front().isInteger()) {
        lost(redisUnexpectedReply());
        co_return;
    }
    connection->takeMessages();
    RespCommands commands;
    commands.add("CLIENT", "TRACKING", "ON", "REDIRECT", id->front().integer, "BCAST", "PREFIX", m_prefix);
    commands.add("SUBSCRIBE", channel);
    auto subscribing = connection->send(std::move(commands), RedisWait::Command);
    const RedisReplies replies = co_await std::move(subscribing);
    if (!self || m_connection != connection)
        co_return;
    if (const Error *failed = firstError(replies, error)) {
        settle(*failed);
        co_return;
    }
    m_backoff.succeeded();
    m_ping.start();
    qCDebug(logRedis) << "Redis at" << m_config.endpoint() << "announces changed keys";
    setState(State::Live);
}

Task<> RedisChangeFeed::ping(RedisConnection *connection)
{
    const QPointer<RedisChangeFeed> self(this);
    RespCommands commands;
    commands.add("PING");
    auto asking = connection->send(std::move(commands), RedisWait::Read);
    const RedisReplies replies = co_await std::move(asking);
    if (!self || m_connection != connection)
        co_return;
    Error error;
    if (const Error *failed = firstError(replies, error))
        lost(*failed);
}

void RedisChangeFeed::onMessage(const RespValue &message)
{
    if (message.elements.size() != 3 || message.elements[1].text != channel)
        return;
    const RespValue &payload = message.elements[2];
    if (!payload.isArray()) {
        // The server was emptied, or lost count.
        emit allMayHaveChanged();
        return;
    }
    std::vector<QByteArray> keys;
    keys.reserve(payload.elements.size());
    for (const RespValue &key : payload.elements)
        keys.push_back(key.text);
    emit keysChanged(keys);
}

void RedisChangeFeed::settle(const Error &error)
{
    const bool answered = error.code == ErrorCode::PermissionDenied || error.code == ErrorCode::ServerError;
    if (answered && !error.retryable)
        refused(error);
    else
        lost(error);
}

void RedisChangeFeed::lost(const Error &error)
{
    closeConnection();
    if (isLive())
        qCInfo(logRedis).noquote() << "Redis no longer announces changed keys:" << error.message;
    const bool login = error.code == ErrorCode::AuthFailed || error.code == ErrorCode::TlsFailed;
    m_retry.start(
        std::max(m_backoff.failed(), login ? pauseAfterRefusedLogin : std::chrono::milliseconds(0)));
    setState(State::Connecting);
}

void RedisChangeFeed::refused(const Error &error)
{
    closeConnection();
    const QString words =
        error.code == ErrorCode::PermissionDenied
            ? tr("Redis does not announce changes to this user, so the program asks for them again and "
                 "again. "
                 "(Needed: the commands CLIENT|ID, CLIENT|TRACKING and SUBSCRIBE, and the channel %1.)")
                  .arg(QLatin1String(channel))
            : tr("This Redis does not announce changes (version 6 and later can), so the program asks for "
                 "them again and again.");
    if (state() != State::Refused)
        qCInfo(logRedis).noquote() << words << error.detail;
    m_retry.start(refusalPause);
    setState(State::Refused, words);
}

} // namespace hrcache
