#include "redis/RedisConnection.h"

#include "base/Logging.h"
#include "base/SendCount.h"
#include "redis/RedisError.h"
#include "redis/RedisSocket.h"

#include <QCoreApplication>
#include <QEvent>
#include <QPointer>
#include <QThread>
#include <QTimerEvent>

#include <algorithm>

namespace hrcache {

namespace {

constexpr qsizetype inputBuffer = 256 * 1024;
constexpr qint64 receivedPerTurn = 512 * 1024; // what is more comes in the next turn of the event loop
constexpr int idleTicksBeforeStop = 20;

SteadyTime steadyNow()
{
    return std::chrono::steady_clock::now();
}

QEvent::Type flushEvent()
{
    static const int type = QEvent::registerEventType();
    return QEvent::Type(type);
}

std::chrono::milliseconds patience(const RedisConfig &config, RedisWait wait)
{
    return wait == RedisWait::Read ? config.readTimeout : config.commandTimeout;
}

bool isMessage(const RespValue &reply)
{
    return reply.isArray() && reply.elements.size() == 3 && reply.elements.front().text == "message";
}

Completion<RedisReplies> finished(Error error)
{
    Completer<RedisReplies> completer;
    auto completion = completer.completion();
    completer.finish(failure(std::move(error)));
    return completion;
}

} // namespace

RedisConnection::RedisConnection(RedisConfig config, QObject *parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_socket(new RedisSocket(m_config, this))
    , m_reader(m_config.limits)
{
    connect(m_socket, &RedisSocket::handshaking, this, [this] { m_state = State::Handshaking; });
    connect(m_socket, &RedisSocket::opened, this, &RedisConnection::onOpened);
    connect(m_socket, &RedisSocket::readable, this, &RedisConnection::receive);
    connect(m_socket, &RedisSocket::failed, this, &RedisConnection::fail);
}

RedisConnection::~RedisConnection()
{
    close();
}

void RedisConnection::open(FirstCommands firstCommands)
{
    Q_ASSERT(m_state == State::Idle);
    m_firstCommands = firstCommands;
    m_state = State::Connecting;
    m_openDeadline = steadyNow() + m_config.connectTimeout;
    startTick();
    m_input.resize(inputBuffer);
    m_socket->open();
}

Completion<RedisReplies> RedisConnection::send(RespCommands commands, RedisWait wait)
{
    if (m_state == State::Failed)
        return finished(m_error);
    if (wait == RedisWait::Read && isStalled())
        return finished(redisStalled(m_config));
    const int count = commands.count();
    const qint64 bytes = commands.bytes().size();
    if (m_pending.commands() + m_waitingCommands + count > m_config.queuedCommands ||
        m_pending.bytes() + m_waitingBytes + bytes > m_config.queuedBytes)
        return finished(redisQueueFull(m_config));

    RedisRequest request;
    request.commands = std::move(commands);
    request.expected = count;
    request.bytes = bytes;
    request.wait = wait;
    request.issued = steadyNow();
    request.deadline = request.issued + patience(m_config, wait);
    auto completion = request.completer.completion();
    if (isWritable()) {
        transmit(std::move(request));
    } else {
        m_waitingCommands += count;
        m_waitingBytes += bytes;
        m_waiting.push_back(std::move(request));
    }
    return completion;
}

void RedisConnection::close()
{
    std::vector<RedisRequest> orphans =
        end(Error::make(ErrorCode::Cancelled, tr("The connection to Redis was closed.")));
    const Error error = m_error;
    for (RedisRequest &request : orphans)
        request.completer.finish(failure(error));
}

QString RedisConnection::tlsProtocol() const
{
    return m_socket->tlsProtocol();
}

bool RedisConnection::isWritable() const
{
    return m_state == State::Ready ||
           (m_state == State::Authenticating && m_firstCommands == FirstCommands::WithLogin);
}

void RedisConnection::onOpened()
{
    RedisRequest login;
    if (!m_config.password.isEmpty()) {
        const QByteArray password = m_config.password.toUtf8();
        if (m_config.username.isEmpty())
            login.commands.add("AUTH", password);
        else
            login.commands.add("AUTH", m_config.username.toUtf8(), password);
    }
    if (m_config.database != 0)
        login.commands.add("SELECT", m_config.database);
    if (m_firstCommands == FirstCommands::AfterLogin)
        login.commands.add("PING");

    m_state = login.commands.isEmpty() ? State::Ready : State::Authenticating;
    if (!login.commands.isEmpty()) {
        login.login = true;
        login.expected = login.commands.count();
        login.issued = steadyNow();
        transmit(std::move(login));
    }
    if (isWritable())
        transmitWaiting();
    flush();
}

void RedisConnection::transmit(RedisRequest request)
{
    request.alone = m_pending.isEmpty();
    if (m_output.isEmpty())
        m_output = request.commands.takeBytes();
    else
        m_output += request.commands.takeBytes();
    m_pending.push(std::move(request));
    flushLater();
}

void RedisConnection::transmitWaiting()
{
    m_stalledOpening = false;
    m_waitingCommands = 0;
    m_waitingBytes = 0;
    for (RedisRequest &request : std::exchange(m_waiting, {}))
        transmit(std::move(request));
}

void RedisConnection::flushLater()
{
    if (!m_tick.isActive())
        startTick();
    // While replies are being delivered, receive() flushes when it is through, which saves an event; but
    // not if whoever got a reply runs an event loop of its own meanwhile.
    if (m_flushPosted || (m_dispatchLevel != 0 && m_dispatchLevel == QThread::currentThread()->loopLevel()))
        return;
    m_flushPosted = true;
    QCoreApplication::postEvent(this, new QEvent(flushEvent()));
}

void RedisConnection::startTick()
{
    m_tick.start(int(std::clamp<qint64>(m_config.readTimeout.count() / 10, 10, 50)), this);
}

void RedisConnection::flush()
{
    if (m_output.isEmpty() || m_state == State::Failed)
        return;
    const QByteArray output = std::exchange(m_output, {});
    ++sendCount;
    if (!m_socket->write(output))
        fail(redisSocketError(m_config, QAbstractSocket::RemoteHostClosedError, {}, m_answered));
}

bool RedisConnection::event(QEvent *event)
{
    if (event->type() != flushEvent())
        return QObject::event(event);
    m_flushPosted = false;
    flush();
    return true;
}

void RedisConnection::receive()
{
    const QPointer<RedisConnection> self(this);
    const int outerLevel = std::exchange(m_dispatchLevel, QThread::currentThread()->loopLevel());
    qint64 received = 0;
    m_more.stop();
    while (m_state != State::Failed) {
        if (received >= receivedPerTurn) {
            m_more.start(0, this);
            break;
        }
        const qint64 count = m_socket->read(m_input.data(), m_input.size());
        if (count < 0)
            fail(redisSocketError(m_config, QAbstractSocket::RemoteHostClosedError, {}, m_answered));
        if (count <= 0)
            break;
        received += count;
        m_lastReceived = steadyNow();
        const Result<void> fed = m_reader.feed(QByteArrayView(m_input.constData(), count), m_replies);
        dispatch();
        if (!self)
            return;
        if (!fed)
            fail(fed.error());
        if (!self || count < m_input.size())
            break;
    }
    if (!self)
        return;
    m_dispatchLevel = outerLevel;
    flush();
}

void RedisConnection::dispatch()
{
    const QPointer<RedisConnection> self(this);
    while (m_nextReply < m_replies.size()) {
        RespValue reply = std::move(m_replies[m_nextReply++]);
        if (m_nextReply == m_replies.size()) {
            m_replies.clear();
            m_nextReply = 0;
        }
        if (m_takesMessages && isMessage(reply)) {
            emit messageReceived(reply);
            if (!self || m_state == State::Failed)
                return;
            continue;
        }
        if (m_pending.isEmpty()) {
            // A server that wants no more clients says so unasked.
            fail(reply.isError() ? redisReplyError(reply) : redisUnexpectedReply());
            return;
        }
        std::optional<RedisRequest> request = m_pending.take(std::move(reply));
        if (!request)
            continue;
        if (request->alone && !request->abandoned) {
            const auto sample =
                std::chrono::duration_cast<std::chrono::microseconds>(m_lastReceived - request->issued);
            m_latency = m_latency.count() == 0 ? sample : m_latency + (sample - m_latency) / 8;
        }
        if (request->login) {
            onLogin(request->replies);
        } else {
            if (!m_answered)
                noteAnswer();
            if (!request->abandoned)
                request->completer.finish(std::move(request->replies));
        }
        if (!self || m_state == State::Failed)
            return;
    }
}

void RedisConnection::onLogin(const std::vector<RespValue> &replies)
{
    size_t next = 0;
    if (!m_config.password.isEmpty() && replies[next++].isError()) {
        fail(redisLoginError(m_config, replies[next - 1], false));
        return;
    }
    if (m_config.database != 0 && replies[next++].isError()) {
        fail(redisLoginError(m_config, replies[next - 1], true));
        return;
    }
    m_state = State::Ready;
    noteAnswer();
    if (m_state == State::Ready)
        transmitWaiting();
}

void RedisConnection::noteAnswer()
{
    if (!std::exchange(m_answered, true))
        emit answered();
}

void RedisConnection::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_more.timerId())
        return receive();
    if (event->timerId() != m_tick.timerId()) {
        QObject::timerEvent(event);
        return;
    }
    const QPointer<RedisConnection> self(this);
    const SteadyTime now = steadyNow();
    const bool idle = m_pending.isEmpty() && m_waiting.empty();
    m_idleTicks = idle ? m_idleTicks + 1 : 0;
    if (idle && m_state == State::Ready) {
        if (m_idleTicks >= idleTicksBeforeStop)
            m_tick.stop();
        return;
    }
    // If it was this thread that was busy, the replies are here and nothing is late.
    if (m_state == State::Ready || m_state == State::Authenticating)
        receive();
    if (self && m_state != State::Failed && !m_more.isActive())
        expire(now);
    if (self)
        flush();
}

void RedisConnection::expire(SteadyTime now)
{
    const QPointer<RedisConnection> self(this);
    std::vector<ExpiredRequest> unsent;
    std::erase_if(m_waiting, [&](RedisRequest &request) {
        if (now < request.deadline)
            return false;
        m_waitingCommands -= request.expected;
        m_waitingBytes -= request.bytes;
        m_stalledOpening = m_stalledOpening || request.wait == RedisWait::Read;
        unsent.push_back({std::move(request.completer), request.wait});
        return true;
    });
    std::vector<ExpiredRequest> sent = m_pending.expire(now);
    const RedisConfig config = m_config;
    for (ExpiredRequest &expired : unsent)
        expired.completer.finish(failure(redisTimeout(config, patience(config, expired.wait), false)));
    for (ExpiredRequest &expired : sent)
        expired.completer.finish(failure(redisTimeout(config, patience(config, expired.wait), true)));
    if (!self || m_state == State::Failed)
        return;
    if (m_state != State::Ready && now >= m_openDeadline)
        fail(redisConnectTimeout(m_config));
    else if (!m_pending.isEmpty() &&
             now - std::max(m_lastReceived, m_pending.oldest()) >= m_config.silenceTimeout)
        fail(redisTimeout(m_config, m_config.silenceTimeout, true));
}

std::vector<RedisRequest> RedisConnection::end(const Error &error)
{
    m_tick.stop();
    m_more.stop();
    m_socket->close();
    if (m_state != State::Failed) {
        m_state = State::Failed;
        m_error = error;
    }
    m_output.clear();
    m_replies.clear();
    m_nextReply = 0;
    std::vector<RedisRequest> orphans = m_pending.takeAll();
    std::move(m_waiting.begin(), m_waiting.end(), std::back_inserter(orphans));
    m_waiting.clear();
    m_waitingCommands = 0;
    m_waitingBytes = 0;
    return orphans;
}

void RedisConnection::fail(Error error)
{
    if (m_state == State::Failed)
        return;
    qCDebug(logRedis) << "connection to" << m_config.endpoint() << "ended:" << error;
    std::vector<RedisRequest> orphans = end(error);
    emit failed(error);
    // Whoever is resumed here may delete this object.
    for (RedisRequest &request : orphans)
        request.completer.finish(failure(error));
}

} // namespace hrcache
