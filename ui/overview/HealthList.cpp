#include "ui/overview/HealthList.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Format.h"
#include "ui/base/Icons.h"
#include "ui/base/Theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

namespace hrcache {

namespace {

constexpr int iconSize = 16;

QString wordOf(LinkHealth::State state)
{
    switch (state) {
    case LinkHealth::State::Local:
        return HealthList::tr("in this program");
    case LinkHealth::State::Connecting:
        return HealthList::tr("connecting");
    case LinkHealth::State::Good:
        return HealthList::tr("works");
    case LinkHealth::State::Limited:
        return HealthList::tr("works with limits");
    case LinkHealth::State::Lost:
        return HealthList::tr("not reachable");
    }
    return {};
}

QString iconOf(LinkHealth::State state)
{
    switch (state) {
    case LinkHealth::State::Connecting:
        return QStringLiteral("clock");
    case LinkHealth::State::Limited:
        return QStringLiteral("triangle-alert");
    case LinkHealth::State::Lost:
        return QStringLiteral("circle-x");
    default:
        return QStringLiteral("circle-check");
    }
}

} // namespace

HealthList::HealthList(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
{
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setColumnStretch(2, 1);
    layout->setVerticalSpacing(4);
    m_cache = addLine(layout, tr("Cache"), "health-cache");
    m_database = addLine(layout, tr("Database"), "health-database");
    layout->setRowStretch(layout->rowCount(), 1);
    connect(&session, &Session::healthChanged, this, &HealthList::update);
    connect(&session, &Session::replaced, this, &HealthList::update);
    update();
}

HealthList::Line HealthList::addLine(QGridLayout *layout, const QString &name, const char *objectName)
{
    Line line{new QLabel(this), new QLabel(this), new QLabel(this)};
    line.text->setObjectName(QLatin1String(objectName));
    for (QLabel *label : {line.text, line.words}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    const int row = layout->rowCount();
    layout->addWidget(line.icon, row, 0);
    layout->addWidget(new QLabel(name, this), row, 1);
    layout->addWidget(line.text, row, 2);
    layout->addWidget(line.words, row + 1, 2);
    return line;
}

QString HealthList::textOf(const LinkHealth &health)
{
    QString text = health.server.isEmpty() ? tr("not configured") : health.server;
    if (!health.host.isEmpty())
        text = tr("%1 at %2").arg(text, health.host);
    const bool isFile = health.state == LinkHealth::State::Local && !health.host.isEmpty();
    text = tr("%1: %2").arg(text, isFile ? tr("file on this machine") : wordOf(health.state));
    if (health.latency && health.works())
        text += QStringLiteral(", ") + format::duration(*health.latency);
    return text;
}

void HealthList::update()
{
    show(m_cache, m_session.cacheHealth());
    show(m_database, m_session.databaseHealth());
}

void HealthList::show(const Line &line, const LinkHealth &health)
{
    QColor color = palette().color(QPalette::WindowText);
    if (health.state == LinkHealth::State::Lost)
        color = Theme::problemText(palette());
    else if (health.state == LinkHealth::State::Limited)
        color = Theme::warningText(palette());
    line.icon->setPixmap(
        icons::get(iconOf(health.state), color).pixmap(QSize(iconSize, iconSize), devicePixelRatioF()));
    line.icon->setAccessibleName(wordOf(health.state));
    setLabelText(line.text, textOf(health));
    QStringList words{health.words, health.note};
    words.removeAll(QString());
    setLabelText(line.words, words.join(QLatin1Char('\n')));
    line.words->setVisible(!words.isEmpty());
}

void HealthList::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_database.icon != nullptr)
        update();
}

} // namespace hrcache
