#include "ui/connections/FormField.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Icons.h"
#include "ui/base/Theme.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace hrcache {

FormField::FormField(const QString &label, QWidget *input, QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(label, this))
    , m_input(input)
    , m_icon(new QLabel(this))
    , m_note(new QLabel(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    column->addWidget(m_label);
    column->addWidget(input);
    auto *notes = new QHBoxLayout;
    notes->setSpacing(5);
    notes->addWidget(m_icon, 0, Qt::AlignTop);
    notes->addWidget(m_note, 1);
    column->addLayout(notes);
    column->addStretch(1);
    m_label->setBuddy(input);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    QFont small = m_note->font();
    small.setPointSizeF(small.pointSizeF() * 0.92);
    m_note->setFont(small);
    QString name = label;
    setAccessibleText(input, name.remove(u'&'));
    update();
}

void FormField::setHint(const QString &hint)
{
    m_hint = hint;
    update();
}

void FormField::setProblem(const QString &problem)
{
    m_problem = problem;
    update();
}

void FormField::setVariable(const QString &variable)
{
    m_variable = variable;
    m_input->setEnabled(variable.isEmpty());
    update();
}

QString FormField::note() const
{
    return m_note->text();
}

void FormField::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        update();
}

void FormField::update()
{
    QString text = m_hint;
    QString icon;
    QColor color = Theme::secondaryText(palette());
    if (!m_problem.isEmpty()) {
        text = m_problem;
        icon = QStringLiteral("circle-alert");
        color = Theme::problemText(palette());
    } else if (!m_variable.isEmpty()) {
        text = tr("Set by %1 in the environment").arg(m_variable);
        icon = QStringLiteral("lock");
    }
    setLabelText(m_note, text);
    m_input->setAccessibleDescription(text);
    QPalette colored = palette();
    colored.setColor(QPalette::WindowText, color);
    if (m_note->palette().color(QPalette::WindowText) != color)
        m_note->setPalette(colored);
    m_note->setVisible(!text.isEmpty());
    m_icon->setVisible(!icon.isEmpty());
    if (!icon.isEmpty())
        m_icon->setPixmap(icons::get(icon, color).pixmap(QSize(14, 14), devicePixelRatioF()));
}

} // namespace hrcache
