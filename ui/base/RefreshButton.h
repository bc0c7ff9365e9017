#pragma once

#include "ui/base/SplitButton.h"

#include <QTimer>

class QAction;
class QActionGroup;
class QMenu;

namespace hrcache {

/// "Refresh ▾": a press reads the database; the menu holds the other ways to read. Auto-refresh runs only
/// while setAutoRefreshAllowed(true), which the window sets while the page is in view.
class RefreshButton : public SplitButton
{
    Q_OBJECT

public:
    explicit RefreshButton(QWidget *parent = nullptr);

    /// Seconds; 0: off.
    void setAutoRefreshSeconds(int seconds);

    [[nodiscard]] int autoRefreshSeconds() const { return m_seconds; }

    void setAutoRefreshAllowed(bool allowed);
    void setInvalidateEnabled(bool enabled);

    /// For the window's Data menu, which shows the same actions.
    [[nodiscard]] QAction *readThroughAction() const { return m_readThrough; }

    [[nodiscard]] QAction *reloadEverythingAction() const { return m_reloadEverything; }

    [[nodiscard]] QAction *invalidateAction() const { return m_invalidate; }

    [[nodiscard]] QMenu *autoRefreshMenu() const { return m_autoMenu; }

signals:
    void refreshRequested();
    void readThroughRequested();
    void reloadEverythingRequested();
    void invalidateRequested();
    void autoRefreshSecondsChanged(int seconds);
    /// Auto-refresh is due.
    void autoRefreshDue();

private:
    void updateToolTip();
    void updateTimer();

    QAction *m_readThrough;
    QAction *m_reloadEverything;
    QAction *m_invalidate;
    QMenu *m_autoMenu;
    QActionGroup *m_intervals;
    QTimer m_timer;
    int m_seconds = 0;
    bool m_allowed = false;
};

} // namespace hrcache
