#include "ui/window/HealthChip.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Format.h"
#include "ui/base/Icons.h"
#include "ui/base/Theme.h"

#include <QEvent>
#include <QToolTip>

namespace hrcache {

HealthChip::HealthChip(Role role, QWidget *parent)
    : QToolButton(parent)
    , m_role(role)
{
    setAutoRaise(true);
    setFocusPolicy(Qt::StrongFocus);
    icons::setBesideText(this, 14);
    setFont(format::tabularDigits(font()));
    connect(this, &QToolButton::clicked, this,
            [this] { QToolTip::showText(mapToGlobal(QPoint(0, -height())), toolTip(), this); });
    updateLook();
}

void HealthChip::setHealth(const LinkHealth &health)
{
    m_health = health;
    updateLook();
}

void HealthChip::changeEvent(QEvent *event)
{
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateLook();
}

void HealthChip::updateLook()
{
    const QString kind = m_role == Role::Cache ? tr("Cache") : tr("Database");
    QString words = m_health.server.isEmpty() ? kind : m_health.server;
    QString iconName = QStringLiteral("circle-check");
    QColor color;
    QString state;
    switch (m_health.state) {
    case LinkHealth::State::Local:
        iconName = m_role == Role::Cache ? QStringLiteral("zap") : QStringLiteral("hard-drive");
        state = m_role == Role::Cache ? tr("in this program") : tr("file on this machine");
        break;
    case LinkHealth::State::Connecting:
        iconName = QStringLiteral("clock");
        state = tr("connecting…");
        break;
    case LinkHealth::State::Good:
        state = m_health.latency ? format::duration(*m_health.latency) : tr("connected");
        break;
    case LinkHealth::State::Limited:
        iconName = QStringLiteral("triangle-alert");
        color = Theme::warningText(palette());
        state = tr("limited");
        break;
    case LinkHealth::State::Lost:
        iconName = QStringLiteral("circle-x");
        color = Theme::problemText(palette());
        state = tr("not reachable");
        break;
    }
    setIcon(icons::get(iconName, color));
    setText(QStringLiteral("%1 %2").arg(words, state));
    setAccessibleText(this, QStringLiteral("%1: %2").arg(kind, text()));
    QStringList lines{QStringLiteral("%1: %2").arg(kind, words)};
    for (const QString &line : {m_health.host, m_health.words, m_health.note}) {
        if (!line.isEmpty())
            lines << line;
    }
    if (m_health.latency)
        lines << tr("One round trip: %1").arg(format::duration(*m_health.latency));
    setToolTip(lines.join(QLatin1Char('\n')));
}

} // namespace hrcache
