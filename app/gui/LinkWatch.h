#pragma once

#include "base/Clock.h"
#include "base/Result.h"
#include "base/Tasks.h"
#include "ui/base/Session.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <stop_token>

namespace hrcache {

class Request;

/// How one server is, from what the operations that go there anyway tell, and from a small question of its
/// own now and then while somebody looks. GUI thread.
class LinkWatch : public QObject
{
    Q_OBJECT

public:
    /// How often it asks while all is well, and while it is not.
    static constexpr std::chrono::milliseconds calmPause{5000};
    static constexpr std::chrono::milliseconds anxiousPause{2000};
    /// After so long without any answer to what is under way, the server is called lost. Half of it is for
    /// asking whether it is only that which takes long.
    static constexpr std::chrono::milliseconds longestSilence{2000};

    struct Server
    {
        QString name; ///< "Redis"
        QString host;
        /// One round trip.
        std::function<Task<Result<std::chrono::microseconds>>()> ping;
        /// What does not work there although it answers, in words; empty: all does. Asked after each
        /// connect.
        std::function<Task<Result<QString>>()> limits;
        /// The round trip on a connection of its own, which waits behind nothing else; may be empty.
        std::function<Task<Result<std::chrono::microseconds>>(std::stop_token)> pingApart;
    };

    explicit LinkWatch(QObject *parent = nullptr);

    /// From now on it is about this server, of which nothing is known yet.
    void watch(Server server);
    /// There will be a server; something else has to be waited for first.
    void setConnecting(const QString &name);
    /// There is no server: something in this process or a file.
    void setLocal(const QString &name, const QString &host);
    /// Asks no more; what was asked is dropped.
    void leave();
    /// It is known without asking why there will be no answer.
    void setLost(const QString &words);

    /// What is worth knowing of the server while it works; empty: nothing.
    void setNote(const QString &note);

    /// Nobody looks: no questions.
    void setVisible(bool visible);

    /// An operation goes there now; operationEnded() follows. Whoever tells only that tells of no silence.
    void operationBegan();
    /// An operation went there and ended like this; null: it was answered.
    void operationEnded(const Error *error);

    [[nodiscard]] const LinkHealth &health() const { return m_health; }

signals:
    void healthChanged(const hrcache::LinkHealth &health);

private:
    void ask();
    void askLimits();
    void schedule();
    void set(LinkHealth health);
    void good(std::optional<std::chrono::microseconds> latency);
    void lost(const Error &error);
    void answered();
    /// Looks whether there was an answer, asks, and judges.
    void listen();

    Server m_server;
    LinkHealth m_health;
    Request *m_ping;
    Request *m_limits;
    Request *m_pingApart;
    QTimer m_timer;
    QTimer m_listening; ///< runs while something is under way
    int m_underWay = 0;
    bool m_knowsSilence = false; ///< is told when something begins
    bool m_silent = false;       ///< lost for want of any answer
    int m_turnsOfAsking = 0;     ///< how often it was listened in vain since it was asked
    SteadyTime m_silentSince{};
    QString m_limitWords;
    QString m_note;
    bool m_hasServer = false;
    bool m_visible = false;
    bool m_limitsKnown = false;
};

} // namespace hrcache
