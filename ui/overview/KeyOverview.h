#pragma once

#include "cache/CacheEvent.h"
#include "cache/CacheInventory.h"

#include <QObject>
#include <QTimer>

namespace hrcache {

class Request;
class Session;

/// The keys of the session's user and company as the overview counts them: looked for when the page is shown,
/// after changes, and now and then.
class KeyOverview : public QObject
{
    Q_OBJECT

public:
    struct Ending
    {
        QByteArray key;
        SteadyTime deadline;
    };

    static constexpr size_t endingCount = 8;

    /// `session` must outlive this object.
    explicit KeyOverview(Session &session, QObject *parent = nullptr);

    /// With isLoading() meanwhile.
    void load();
    void setActive(bool active);
    void placeChanged();
    void servicesLeaving();
    void cancel();

    [[nodiscard]] bool isLoading() const { return m_loading; }

    /// Whether there are figures: the keys were counted here once.
    [[nodiscard]] bool isKnown() const { return m_known; }

    [[nodiscard]] const CacheStats &stats() const { return m_stats; }

    /// What the figures rest on, in words.
    [[nodiscard]] const QString &basis() const { return m_basis; }

    /// Soonest first.
    [[nodiscard]] const std::vector<Ending> &ending() const { return m_ending; }

    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

signals:
    /// Figures, error() or isLoading().
    void changed();

private:
    /// What an inventory comes to.
    struct Figures
    {
        CacheStats stats;
        std::vector<Ending> ending;
        bool scanned = false;
        qint64 keysInServer = 0;
    };

    static Figures figuresOf(const KeyInventory &inventory, SteadyTime now);
    static Task<Result<Figures>> look(CacheInventory *inventory, const Clock *clock, KeyScope scope,
                                      std::stop_token stop);
    void start(bool loud);
    void land(Result<Figures> result, SteadyTime since);
    void take(Figures figures);
    void listen();
    void happened(const CacheEvent &event);

    Session &m_session;
    Request *m_request;
    QTimer m_soon;
    QTimer m_again;
    QMetaObject::Connection m_feed;
    CacheStats m_stats;
    std::vector<Ending> m_ending;
    QString m_basis;
    std::optional<Error> m_error;
    bool m_known = false;
    bool m_loading = false;
    bool m_active = false;
};

} // namespace hrcache
