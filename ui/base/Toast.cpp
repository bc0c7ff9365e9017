#include "ui/base/Toast.h"

#include "ui/base/AccessibleText.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace hrcache {

namespace {

constexpr std::chrono::milliseconds shownFor{6000};

} // namespace

Toast::Toast(QWidget *parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_button(new QPushButton(this))
{
    setObjectName(QStringLiteral("toast"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 10, 8);
    layout->addWidget(m_text);
    layout->addWidget(m_button);
    m_text->setTextFormat(Qt::PlainText);
    m_button->setAutoDefault(false);
    connect(m_button, &QPushButton::clicked, this, [this] {
        const auto action = m_action;
        hide();
        if (action)
            action();
    });
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (underMouse() || m_button->hasFocus())
            m_timer.start(shownFor);
        else
            hide();
    });
    parent->installEventFilter(this);
    hide();
}

void Toast::showText(const QString &text, const QString &actionText, std::function<void()> action)
{
    setLabelText(m_text, text);
    m_button->setText(actionText);
    m_button->setVisible(!actionText.isEmpty());
    m_action = std::move(action);
    place();
    show();
    raise();
    announce(this, text);
    m_timer.start(shownFor);
}

QString Toast::text() const
{
    return isHidden() ? QString() : m_text->text();
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

void Toast::place()
{
    adjustSize();
    const QRect area = parentWidget()->rect();
    move((area.width() - width()) / 2, area.height() - height() - 24);
}

void Toast::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Dark), 1));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

} // namespace hrcache
