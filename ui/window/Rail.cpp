#include "ui/window/Rail.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Icons.h"
#include "ui/base/Theme.h"
#include "ui/window/PlaceChooser.h"
#include "ui/window/RailButton.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace hrcache {

namespace {

constexpr int expandedWidth = 208;
constexpr int collapsedWidth = 56;

} // namespace

Rail::Rail(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_chooser(new PlaceChooser(session, this))
    , m_collapse(new QToolButton(this))
    , m_who(new QToolButton(this))
    , m_pages(new QVBoxLayout)
{
    setObjectName(QStringLiteral("rail"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 10, 8, 8);
    layout->addWidget(m_chooser);
    layout->addWidget(m_who, 0, Qt::AlignHCenter);
    layout->addSpacing(10);
    m_pages->setSpacing(2);
    layout->addLayout(m_pages);
    layout->addStretch();
    layout->addWidget(m_collapse, 0, Qt::AlignLeading);
    for (QToolButton *button : {m_collapse, m_who}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setIconSize(QSize(18, 18));
    }
    m_who->setIcon(icons::get(QStringLiteral("building-2")));
    m_who->setToolTip(tr("Choose user and company"));
    m_who->setAccessibleName(tr("Choose user and company"));
    connect(m_who, &QToolButton::clicked, this, [this] {
        setCollapsed(false);
        m_chooser->companyBox()->setFocus();
    });
    connect(m_collapse, &QToolButton::clicked, this, [this] { setCollapsed(!m_collapsed); });
    setCollapsed(false);
}

void Rail::addPage(const QString &id, const QString &icon, const QString &title, const QString &shortcut)
{
    auto *button = new RailButton(icon, title, shortcut, this);
    button->setObjectName(QStringLiteral("rail-%1").arg(id));
    button->setCollapsed(m_collapsed);
    // Assistive technology checks it without a click.
    connect(button, &QAbstractButton::toggled, this, [this, id](bool on) {
        if (on)
            emit pageRequested(id);
    });
    m_pages->addWidget(button);
    m_buttons.emplace_back(id, button);
}

void Rail::setCurrentPage(const QString &id)
{
    if (RailButton *shown = button(id)) {
        const QSignalBlocker blocker(shown);
        shown->setChecked(true);
    }
}

void Rail::focusPage(const QString &id)
{
    if (RailButton *shown = button(id))
        shown->setFocus();
}

RailButton *Rail::button(const QString &id) const
{
    for (const auto &[name, candidate] : m_buttons) {
        if (name == id)
            return candidate;
    }
    return nullptr;
}

void Rail::setCollapsed(bool collapsed)
{
    const bool isNew = m_collapsed != collapsed;
    m_collapsed = collapsed;
    m_chooser->setVisible(!collapsed);
    m_who->setVisible(collapsed);
    for (const auto &[id, shown] : m_buttons)
        shown->setCollapsed(collapsed);
    setFixedWidth(collapsed ? collapsedWidth : expandedWidth);
    const QString text = collapsed ? tr("Show names") : tr("Show icons only");
    m_collapse->setIcon(
        icons::get(collapsed ? QStringLiteral("panel-left-open") : QStringLiteral("panel-left-close")));
    m_collapse->setToolTip(text);
    setAccessibleText(m_collapse, text);
    if (isNew)
        emit collapsedChanged(collapsed);
}

void Rail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(Theme::line(palette()));
    const int x = layoutDirection() == Qt::LeftToRight ? width() - 1 : 0;
    painter.drawLine(x, 0, x, height());
}

void Rail::keyPressEvent(QKeyEvent *event)
{
    const bool down = event->key() == Qt::Key_Down;
    if (down || event->key() == Qt::Key_Up) {
        for (size_t i = 0; i < m_buttons.size(); ++i) {
            if (!m_buttons[i].second->hasFocus())
                continue;
            const size_t next = (i + (down ? 1 : m_buttons.size() - 1)) % m_buttons.size();
            m_buttons[next].second->setFocus(Qt::TabFocusReason);
            return;
        }
    }
    QWidget::keyPressEvent(event);
}

} // namespace hrcache
