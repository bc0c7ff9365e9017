#include "ui/overview/StatCard.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Format.h"
#include "ui/base/Theme.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace hrcache {

StatCard::StatCard(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_titleText(title)
    , m_title(new QLabel(title, this))
    , m_value(new QLabel(this))
    , m_basis(new QLabel(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    QFont large = format::tabularDigits(m_value->font());
    large.setPointSizeF(large.pointSizeF() * 1.6);
    large.setBold(true);
    m_value->setFont(large);
    m_value->setTextFormat(Qt::PlainText);
    m_basis->setTextFormat(Qt::PlainText);
    m_basis->setWordWrap(true);
    m_basis->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(1);
    layout->addWidget(m_title);
    layout->addWidget(m_value);
    layout->addWidget(m_basis, 1);
    updateColors();
}

void StatCard::setFigure(const QString &value, const QString &basis)
{
    if (m_value->text() == value && m_basis->text() == basis)
        return;
    // Not announced: figures that count while somebody works would be read out all the time.
    m_value->setText(value);
    m_basis->setText(basis);
    setAccessibleName(QStringLiteral("%1: %2").arg(m_titleText, value));
    setAccessibleDescription(basis);
}

QString StatCard::value() const
{
    return m_value->text();
}

QString StatCard::basis() const
{
    return m_basis->text();
}

void StatCard::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateColors();
}

void StatCard::updateColors()
{
    const QColor color = Theme::secondaryText(palette());
    for (QLabel *label : {m_title, m_basis}) {
        QPalette muted = label->palette();
        if (muted.color(QPalette::Text) == color)
            continue;
        // The text of a label on Base.
        muted.setColor(QPalette::Text, color);
        label->setPalette(muted);
    }
}

} // namespace hrcache
