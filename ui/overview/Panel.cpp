#include "ui/overview/Panel.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Theme.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace hrcache {

Panel::Panel(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_head(new QHBoxLayout)
    , m_content(new QVBoxLayout)
    , m_basis(new QLabel(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setAccessibleName(title);
    auto *name = new QLabel(title, this);
    QFont bold = name->font();
    bold.setBold(true);
    name->setFont(bold);
    m_head->addWidget(name, 1);
    m_basis->setObjectName(QStringLiteral("basis"));
    m_basis->setTextFormat(Qt::PlainText);
    m_basis->setWordWrap(true);
    m_basis->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(4);
    layout->addLayout(m_head);
    layout->addWidget(m_basis);
    layout->addLayout(m_content, 1);
    updateColors();
}

void Panel::setBasis(const QString &text)
{
    setLabelText(m_basis, text);
    m_basis->setVisible(!text.isEmpty());
}

void Panel::addButton(QWidget *button)
{
    m_head->addWidget(button);
}

void Panel::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateColors();
}

void Panel::updateColors()
{
    QPalette muted = m_basis->palette();
    const QColor color = Theme::secondaryText(palette());
    if (muted.color(QPalette::Text) == color)
        return;
    // The text of a label on Base.
    muted.setColor(QPalette::Text, color);
    m_basis->setPalette(muted);
}

} // namespace hrcache
