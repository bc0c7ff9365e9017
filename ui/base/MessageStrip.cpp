#include "ui/base/MessageStrip.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/IconLabel.h"
#include "ui/base/Icons.h"
#include "ui/base/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace hrcache {

namespace {

SourceInfo::State colorsOf(StripMessage::Level level)
{
    switch (level) {
    case StripMessage::Level::Warning:
        return SourceInfo::State::Stale;
    case StripMessage::Level::Problem:
        return SourceInfo::State::Error;
    case StripMessage::Level::Information:
        break;
    }
    return SourceInfo::State::Sample;
}

QString iconOf(StripMessage::Level level)
{
    switch (level) {
    case StripMessage::Level::Warning:
        return QStringLiteral("triangle-alert");
    case StripMessage::Level::Problem:
        return QStringLiteral("circle-alert");
    case StripMessage::Level::Information:
        break;
    }
    return QStringLiteral("info");
}

} // namespace

MessageStrip::MessageStrip(QWidget *parent)
    : QWidget(parent)
    , m_icon(new IconLabel({}, 16, this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("message-strip"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 5, 6, 5);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_action->setAutoDefault(false);
    m_close->setAutoRaise(true);
    m_close->setAccessibleName(tr("Dismiss this message"));
    m_close->setToolTip(tr("Dismiss"));
    m_close->setFocusPolicy(Qt::StrongFocus);
    connect(m_action, &QPushButton::clicked, this, [this] {
        // The action may set another message.
        const auto action = m_message.action;
        if (action)
            action();
    });
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        emit dismissed();
    });
    hide();
}

void MessageStrip::setMessage(const StripMessage &message)
{
    const bool isNew = message.text != m_message.text;
    m_message = message;
    m_action->setText(message.actionText);
    m_action->setVisible(!message.actionText.isEmpty());
    m_close->setVisible(message.dismissible);
    setLabelText(m_text, message.text);
    updateColors();
    setVisible(!message.text.isEmpty());
    if (isNew && !message.text.isEmpty())
        announce(this, message.text);
}

void MessageStrip::paintEvent(QPaintEvent *)
{
    const Theme::Colors colors = Theme::badge(colorsOf(m_message.level), palette());
    QPainter painter(this);
    painter.fillRect(rect(), colors.background);
    painter.setPen(colors.text);
    painter.drawLine(rect().bottomLeft(), rect().bottomRight());
}

void MessageStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateColors();
}

void MessageStrip::updateColors()
{
    const Theme::Colors colors = Theme::badge(colorsOf(m_message.level), palette());
    QPalette text = m_text->palette();
    if (text.color(QPalette::WindowText) != colors.text) {
        text.setColor(QPalette::WindowText, colors.text);
        m_text->setPalette(text);
    }
    m_icon->setIcon(iconOf(m_message.level));
    m_icon->setColor(colors.text);
    m_close->setIcon(icons::get(QStringLiteral("x"), colors.text));
}

} // namespace hrcache
