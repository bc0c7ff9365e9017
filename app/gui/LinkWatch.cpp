#include "app/gui/LinkWatch.h"

#include "ui/base/Request.h"

namespace hrcache {

namespace {

/// Whether an operation that failed like this says that the server cannot be used.
bool meansLost(ErrorCode code)
{
    return code == ErrorCode::Timeout || code == ErrorCode::Unreachable || code == ErrorCode::TlsFailed ||
           code == ErrorCode::AuthFailed || code == ErrorCode::NotConfigured;
}

} // namespace

LinkWatch::LinkWatch(QObject *parent)
    : QObject(parent)
    , m_ping(new Request(this))
    , m_limits(new Request(this))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &LinkWatch::ask);
}

void LinkWatch::watch(Server server)
{
    leave();
    m_server = std::move(server);
    m_hasServer = true;
    set({LinkHealth::State::Connecting, m_server.name, m_server.host, {}, {}});
    // What is asked by the first page tells it sooner; this asks where nobody reads.
    m_timer.start(anxiousPause);
}

void LinkWatch::setConnecting(const QString &name)
{
    leave();
    set({LinkHealth::State::Connecting, name, {}, {}, {}});
}

void LinkWatch::setLocal(const QString &name, const QString &host)
{
    leave();
    set({LinkHealth::State::Local, name, host, {}, {}});
}

void LinkWatch::leave()
{
    m_hasServer = false;
    m_limitsKnown = false;
    m_limitWords.clear();
    m_note.clear();
    m_timer.stop();
    m_ping->cancel();
    m_limits->cancel();
    m_server = {};
}

void LinkWatch::setLost(const QString &words)
{
    set({LinkHealth::State::Lost, m_health.server, m_health.host, words, {}});
}

void LinkWatch::setNote(const QString &note)
{
    m_note = note;
    set(m_health);
}

void LinkWatch::setVisible(bool visible)
{
    if (std::exchange(m_visible, visible) == visible || !m_hasServer)
        return;
    if (visible)
        ask();
    else
        m_timer.stop();
}

void LinkWatch::operationEnded(const Error *error)
{
    if (!m_hasServer || (error && error->code == ErrorCode::Cancelled))
        return;
    if (error && meansLost(error->code))
        lost(*error);
    else
        good(m_health.latency);
}

void LinkWatch::ask()
{
    if (!m_hasServer || m_ping->isRunning())
        return;
    m_timer.stop();
    m_ping->run([this](std::stop_token) { return m_server.ping(); },
                [this](Result<std::chrono::microseconds> answer) {
                    if (answer)
                        good(*answer);
                    else if (meansLost(answer.error().code))
                        lost(answer.error());
                    else
                        good(m_health.latency);
                    schedule();
                });
}

void LinkWatch::askLimits()
{
    if (m_limits->isRunning() || !m_server.limits)
        return;
    m_limits->run([this](std::stop_token) { return m_server.limits(); },
                  [this](Result<QString> words) {
                      if (!words)
                          return;
                      m_limitsKnown = true;
                      m_limitWords = *words;
                      if (m_health.works())
                          good(m_health.latency);
                  });
}

void LinkWatch::schedule()
{
    if (m_visible && m_hasServer)
        m_timer.start(m_health.works() ? calmPause : anxiousPause);
}

void LinkWatch::good(std::optional<std::chrono::microseconds> latency)
{
    const bool first = !m_health.latency && !m_ping->isRunning();
    const auto state = m_limitWords.isEmpty() ? LinkHealth::State::Good : LinkHealth::State::Limited;
    set({state, m_server.name, m_server.host, m_limitWords, latency});
    if (first && !latency)
        m_timer.start(0); // the round trip is wanted soon, but after what is under way
    if (!m_limitsKnown)
        askLimits();
}

void LinkWatch::lost(const Error &error)
{
    // It may be another server, or other rights, when it is back.
    m_limitsKnown = false;
    set({LinkHealth::State::Lost, m_server.name, m_server.host, error.message, {}});
    if (!m_ping->isRunning())
        schedule();
}

void LinkWatch::set(LinkHealth health)
{
    health.note = health.works() ? m_note : QString();
    if (m_health == health)
        return;
    m_health = std::move(health);
    emit healthChanged(m_health);
}

} // namespace hrcache
