#pragma once

#include "cache/CacheEvent.h"
#include "cache/CacheInventory.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>

namespace hrcache {

class Request;
class Session;

/// Finds the keys of the session's user and company, and finds out what became of them: at once where this
/// program did it or the cache announces it, every few seconds for the keys in view otherwise, and now and
/// then for all.
class KeyListLoader : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds pollInterval{5};
    /// Between two looks at everything; longer where a look takes long.
    static constexpr std::chrono::seconds fullInterval{30};
    /// Where more keys are asked about, everything is looked at.
    static constexpr qsizetype mostAskedFor = 5'000;

    /// `session` must outlive the loader. `keysInView` gives the keys that are on screen.
    KeyListLoader(Session &session, std::function<std::vector<QByteArray>()> keysInView, QObject *parent);

    /// Looks for all keys, with isLoading() meanwhile; answers by collected() or failed().
    void collect(ScanPolicy policy);
    /// The same without notice.
    void collectQuietly();
    /// Asks what these keys hold now; answers by described().
    void ask(const std::vector<QByteArray> &keys);
    /// Asks for what is in view, and for all keys if that is due; what the timer does.
    void poll();
    /// Ends what is under way.
    void cancel();

    /// Follows the events and polls only while active.
    void setActive(bool active);
    /// The session has other services, or other keys are meant: listens anew.
    void placeChanged();
    void servicesLeaving();

    [[nodiscard]] bool isLoading() const { return m_loading; }

    /// The walk over everybody's keys that was asked for is under way.
    [[nodiscard]] bool isScanning() const { return m_loading && m_policy == ScanPolicy::Always; }

signals:
    /// These are all keys.
    void collected(const std::shared_ptr<const hrcache::KeyInventory> &inventory);
    /// This is what became of these keys.
    void described(const std::vector<hrcache::CacheKeyInfo> &infos);
    void failed(const hrcache::Error &error);
    /// Keys found so far.
    void progress(qsizetype found);
    void loadingChanged();

private:
    void start(ScanPolicy policy, bool loud);
    void land(Result<KeyInventory> result, SteadyTime since);
    void happened(const CacheEvent &event);
    void touched(const QByteArray &key);
    void askPending();
    void listen();
    void setLoading(bool loading);
    [[nodiscard]] bool isOurs(const QByteArray &key) const;

    Session &m_session;
    std::function<std::vector<QByteArray>()> m_keysInView;
    Request *m_collect;
    Request *m_describe;
    QTimer m_pollTimer;
    QTimer m_askTimer;
    QSet<QByteArray> m_pending;
    QSet<QByteArray> m_touchedMeanwhile; ///< while everything was looked for
    QMetaObject::Connection m_feed;
    QMetaObject::Connection m_announcedKeys;
    QMetaObject::Connection m_announcedAll;
    QByteArray m_prefix; ///< of the keys that are meant
    SteadyTime m_nextFull{};
    ScanPolicy m_policy = ScanPolicy::WhenSmall;
    bool m_walkedOnRequest = false; ///< the list holds keys that only a walk finds, which is not repeated
    bool m_loading = false;
    bool m_active = false;
    bool m_failing = false;
};

} // namespace hrcache
