#include "app/gui/LinkWatch.h"

#include "ui/base/Request.h"

#include <algorithm>

namespace hrcache {

namespace {

/// Whether an operation that failed like this says that the server cannot be used.
bool meansLost(ErrorCode code)
{
    return code == ErrorCode::Timeout || code == ErrorCode::Unreachable || code == ErrorCode::TlsFailed ||
           code == ErrorCode::AuthFailed || code == ErrorCode::NotConfigured;
}

/// Whether the server itself refused, as one does that has too many connections.
bool isAnswer(const Error &error)
{
    const bool silent = error.code == ErrorCode::Timeout || error.code == ErrorCode::Unreachable;
    return error.code != ErrorCode::Cancelled && (!silent || !error.serverCode.isEmpty());
}

/// How often it looks whether there was an answer, when it begins to ask, and how often it looks in vain then
/// before the server is lost: turns, so that a thread that stood still for long does not blame the server.
constexpr std::chrono::milliseconds listenPause{250};
constexpr std::chrono::milliseconds patience = LinkWatch::longestSilence / 2;
constexpr int turnsInVain = 4;
constexpr int turnsBetweenQuestions = LinkWatch::anxiousPause / listenPause;

/// A server that is so far away gets the time for a connection of its own.
int turnsFor(std::chrono::microseconds roundTrip)
{
    constexpr int roundTripsToConnect = 10;
    return std::max(turnsInVain, static_cast<int>(roundTripsToConnect * roundTrip / listenPause) + 2);
}

/// As told to people: not another number each second.
qint64 roundSeconds(std::chrono::milliseconds time)
{
    const qint64 seconds = time / std::chrono::seconds(1);
    return seconds < 5 ? 2 : seconds - seconds % 5;
}

} // namespace

LinkWatch::LinkWatch(QObject *parent)
    : QObject(parent)
    , m_ping(new Request(this))
    , m_limits(new Request(this))
    , m_pingApart(new Request(this))
{
    m_listening.setInterval(listenPause);
    connect(&m_listening, &QTimer::timeout, this, &LinkWatch::listen);
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
    m_pingApart->cancel();
    m_listening.stop();
    m_underWay = 0;
    m_silent = false;
    m_knowsSilence = false;
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

void LinkWatch::operationBegan()
{
    if (!m_hasServer)
        return;
    m_knowsSilence = true;
    if (++m_underWay > 1)
        return;
    if (!m_silent) {
        m_silentSince = Clock::system().steady();
        m_turnsOfAsking = 0;
    }
    m_listening.start();
}

void LinkWatch::listen()
{
    if (m_underWay == 0) {
        m_listening.stop();
        m_pingApart->cancel();
        return;
    }
    const auto silence =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::system().steady() - m_silentSince);
    if (!m_visible || silence < patience) {
        m_turnsOfAsking = 0;
        return;
    }
    if (!m_ping->isRunning())
        ask();
    // What takes long may have all connections.
    const bool mayAsk = m_turnsOfAsking % turnsBetweenQuestions == 1;
    if (m_underWay > 0 && mayAsk && !m_pingApart->isRunning() && m_server.pingApart) {
        m_pingApart->run([this](std::stop_token stop) { return m_server.pingApart(std::move(stop)); },
                         [this](const Result<std::chrono::microseconds> &answer) {
                             if (answer || isAnswer(answer.error()))
                                 answered();
                         });
    }
    if (++m_turnsOfAsking <= turnsFor(m_health.latency.value_or(std::chrono::microseconds(0))) ||
        silence < longestSilence)
        return;
    if (m_health.state == LinkHealth::State::Lost && !m_silent)
        return; // why is known already
    m_silent = true;
    m_limitsKnown = false;
    set({LinkHealth::State::Lost,
         m_server.name,
         m_server.host,
         tr("%1 has not answered for more than %2 s.").arg(m_server.name).arg(roundSeconds(silence)),
         {}});
}

void LinkWatch::answered()
{
    // Connecting costs a server something: while it works slowly it is not asked so often.
    m_silentSince = Clock::system().steady() + anxiousPause;
    m_turnsOfAsking = 0;
    if (std::exchange(m_silent, false))
        good(m_health.latency);
}

void LinkWatch::operationEnded(const Error *error)
{
    m_underWay = std::max(0, m_underWay - 1);
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
    m_silent = false;
    m_silentSince = Clock::system().steady();
    m_turnsOfAsking = 0;
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
    // One that took too long, or waited behind such, while others were answered.
    const bool slow = error.code == ErrorCode::Timeout && m_knowsSilence &&
                      Clock::system().steady() - m_silentSince < longestSilence;
    const bool refused = error.code == ErrorCode::Timeout && isAnswer(error);
    if (refused)
        answered();
    if (refused || slow)
        return;
    // It may be another server, or other rights, when it is back.
    m_limitsKnown = false;
    // That it ends at last is no news.
    if (!m_silent || error.code != ErrorCode::Timeout) {
        m_silent = false;
        set({LinkHealth::State::Lost, m_server.name, m_server.host, error.message, {}});
    }
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
