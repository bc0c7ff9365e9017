#include "ui/employees/DetailBlock.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/SourceBadge.h"
#include "ui/base/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace hrcache {

DetailBlock::DetailBlock(const QString &title, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_badge(new SourceBadge(clock, this))
    , m_button(new QPushButton(this))
    , m_note(new QLabel(this))
    , m_content(new QVBoxLayout)
{
    auto *heading = new QLabel(title, this);
    QFont large = heading->font();
    large.setPointSizeF(large.pointSizeF() * 1.12);
    large.setWeight(QFont::DemiBold);
    heading->setFont(large);
    m_badge->setSubject(title);
    m_badge->setObjectName(QStringLiteral("badge"));
    m_button->hide();
    m_button->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->addWidget(heading);
    row->addStretch();
    row->addWidget(m_button);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(row);
    layout->addWidget(m_badge);
    layout->addWidget(m_note);
    layout->addLayout(m_content);
    m_content->setSpacing(8);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->hide();
    setAccessibleName(title);
}

void DetailBlock::setSource(const SourceInfo &source)
{
    m_badge->setSource(source);
}

const SourceInfo &DetailBlock::source() const
{
    return m_badge->source();
}

void DetailBlock::setNote(const QString &note, bool problem)
{
    m_problem = problem;
    updateColors();
    setLabelText(m_note, note);
    m_note->setVisible(!note.isEmpty());
}

void DetailBlock::updateColors()
{
    const QColor color = m_problem ? Theme::problemText(palette()) : Theme::secondaryText(palette());
    QPalette colors = m_note->palette();
    if (colors.color(QPalette::WindowText) == color)
        return;
    colors.setColor(QPalette::WindowText, color);
    m_note->setPalette(colors);
}

void DetailBlock::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_note)
        updateColors();
}

QString DetailBlock::note() const
{
    return m_note->text();
}

} // namespace hrcache
