#pragma once

#include "ui/base/PageBase.h"

#include <QTimer>

#include <memory>

class QTableView;

namespace hrcache {

class CardGrid;
class ChartPanel;
class KeyOverview;
class Panel;
class SessionMetrics;
class StatCard;
class TextTableModel;

/// The page "Overview", for the window. Counts what `session` does from this call on; the session must have
/// its services, and outlive the pages.
[[nodiscard]] PageFactory overviewPageFactory(Session &session);

/// How the cache does: figures of this session, of this user's and company's keys, and of both servers.
class OverviewPage : public PageBase
{
    Q_OBJECT

public:
    OverviewPage(UiContext context, std::shared_ptr<const SessionMetrics> metrics, QWidget *parent = nullptr);
    ~OverviewPage() override;

    /// Counts the keys again; nothing of the database is in view.
    void refresh() override;
    void readThrough() override;
    void cancel() override;
    void saveState() override;

protected:
    void placeChanged() override;
    void servicesLeaving() override;
    void activated() override;
    void deactivated() override;

private:
    void build();
    StatCard *addCard(const QString &title, const char *name);
    /// `widest` is the widest text of each column; the one without gets the rest of the room.
    QTableView *addTable(Panel *panel, TextTableModel *model, const QString &name, const QStringList &widest);

    void tick();
    void keysChanged();
    void updateMetrics();
    /// Why there are no figures of keys.
    [[nodiscard]] QString whyUnknown() const;
    void updateKeys();
    void updateEnding();
    void updateEvents();

    std::shared_ptr<const SessionMetrics> m_metrics;
    KeyOverview *m_keys;
    CardGrid *m_cards = nullptr;
    StatCard *m_hitRate = nullptr;
    StatCard *m_hits = nullptr;
    StatCard *m_cacheTime = nullptr;
    StatCard *m_databaseTime = nullptr;
    StatCard *m_keyCount = nullptr;
    StatCard *m_bytes = nullptr;
    StatCard *m_oldest = nullptr;
    StatCard *m_newest = nullptr;
    ChartPanel *m_lookups = nullptr;
    ChartPanel *m_latency = nullptr;
    ChartPanel *m_types = nullptr;
    TextTableModel *m_ending = nullptr;
    TextTableModel *m_events = nullptr;
    QTimer m_timer;
    quint64 m_shownRevision = 0;
    qint64 m_shownStep = -1;
};

} // namespace hrcache
