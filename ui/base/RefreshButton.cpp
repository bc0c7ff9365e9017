#include "ui/base/RefreshButton.h"

#include "ui/base/Icons.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>

namespace hrcache {

RefreshButton::RefreshButton(QWidget *parent)
    : SplitButton(parent)
    , m_readThrough(new QAction(tr("Read &through cache"), this))
    , m_reloadEverything(new QAction(tr("Reload &everything"), this))
    , m_invalidate(
          new QAction(icons::get(QStringLiteral("eraser")), tr("&Invalidate this page's keys"), this))
    , m_autoMenu(new QMenu(tr("&Auto-refresh"), this))
    , m_intervals(new QActionGroup(this))
{
    setText(tr("Refresh"));
    setIcon(icons::get(QStringLiteral("refresh-cw")));
    setAccessibleName(tr("Refresh"));
    setAccessibleDescription(tr("Reads the database and replaces the cache entry"));
    updateToolTip();
    connect(this, &QToolButton::clicked, this, &RefreshButton::refreshRequested);
    connect(m_readThrough, &QAction::triggered, this, &RefreshButton::readThroughRequested);
    connect(m_reloadEverything, &QAction::triggered, this, &RefreshButton::reloadEverythingRequested);
    connect(m_invalidate, &QAction::triggered, this, &RefreshButton::invalidateRequested);

    const std::pair<int, QString> intervals[] = {{0, tr("&Off")},
                                                 {10, tr("Every &10 seconds")},
                                                 {30, tr("Every &30 seconds")},
                                                 {60, tr("Every &minute")},
                                                 {300, tr("Every &5 minutes")}};
    for (const auto &[seconds, text] : intervals) {
        QAction *action = m_autoMenu->addAction(text);
        action->setCheckable(true);
        action->setData(seconds);
        action->setChecked(seconds == 0);
        m_intervals->addAction(action);
    }
    connect(m_intervals, &QActionGroup::triggered, this, [this](QAction *action) {
        setAutoRefreshSeconds(action->data().toInt());
        emit autoRefreshSecondsChanged(m_seconds);
    });

    auto *menu = new QMenu(this);
    menu->addAction(m_readThrough);
    menu->addAction(m_reloadEverything);
    menu->addSeparator();
    menu->addMenu(m_autoMenu);
    menu->addSeparator();
    menu->addAction(m_invalidate);
    setMenu(menu);
    connect(&m_timer, &QTimer::timeout, this, &RefreshButton::autoRefreshDue);
}

void RefreshButton::setAutoRefreshSeconds(int seconds)
{
    m_seconds = seconds;
    for (QAction *action : m_intervals->actions())
        action->setChecked(action->data().toInt() == seconds);
    updateToolTip();
    updateTimer();
}

void RefreshButton::setAutoRefreshAllowed(bool allowed)
{
    m_allowed = allowed;
    updateTimer();
}

void RefreshButton::setInvalidateEnabled(bool enabled)
{
    m_invalidate->setEnabled(enabled);
}

void RefreshButton::updateToolTip()
{
    QString text = tr("Read the database and replace the cache entry (F5 or Ctrl+R)");
    if (const QAction *interval = m_intervals->checkedAction(); interval && m_seconds > 0) {
        text += QLatin1Char('\n') +
                //: "Auto-refresh: Every 10 seconds"
                tr("Auto-refresh: %1").arg(interval->text().remove(QLatin1Char('&')));
    }
    setToolTip(text);
}

void RefreshButton::updateTimer()
{
    if (m_seconds > 0 && m_allowed)
        m_timer.start(std::chrono::seconds(m_seconds));
    else
        m_timer.stop();
}

} // namespace hrcache
