#include "ui/forms/RecordField.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Icons.h"
#include "ui/base/Theme.h"
#include "ui/forms/FieldText.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFocusEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QStyleOptionButton>
#include <QVBoxLayout>

namespace hrcache {

namespace {

constexpr int borderRoom = 3;
constexpr int pictogram = 14;

} // namespace

RecordField::RecordField(const FieldRule &rule, const QString &label, QWidget *parent)
    : QWidget(parent)
    , m_rule(rule)
    , m_title(QString(label).remove(u'&'))
    , m_label(new QLabel(rule.required ? label + QStringLiteral(" *") : label, this))
    , m_row(new QHBoxLayout)
    , m_problemRow(new QWidget(this))
    , m_problemIcon(new QLabel(m_problemRow))
    , m_problemText(new QLabel(m_problemRow))
{
    setObjectName(QStringLiteral("field-") + QString::fromLatin1(column()));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_label);
    m_row->setContentsMargins(borderRoom, borderRoom, borderRoom, borderRoom);
    m_row->setSpacing(5);
    m_label->setAccessibleName(rule.required ? tr("%1, required").arg(m_title) : m_title);
    layout->addLayout(m_row);
    layout->addWidget(m_problemRow);
    layout->addStretch(1);
    m_label->setContentsMargins(borderRoom, 0, 0, 0);
    m_label->setWordWrap(true);
    auto *problem = new QHBoxLayout(m_problemRow);
    problem->setContentsMargins(borderRoom, 0, 0, 2);
    problem->setSpacing(4);
    problem->addWidget(m_problemIcon, 0, Qt::AlignTop);
    problem->addWidget(m_problemText, 1);
    m_problemText->setWordWrap(true);
    m_problemText->setTextFormat(Qt::PlainText);
    m_problemRow->hide();
}

void RecordField::adopt(QWidget *input, const QList<QWidget *> &beside)
{
    m_input = input;
    m_row->addWidget(input, 1);
    for (QWidget *widget : beside) {
        m_row->addWidget(widget);
        widget->installEventFilter(this);
    }
    input->setObjectName(QString::fromLatin1(column()));
    input->setAccessibleName(m_rule.required ? tr("%1, required").arg(title()) : title());
    input->installEventFilter(this);
    if (qobject_cast<QCheckBox *>(input)) {
        // It says itself what it is; the room stays, so that it is level with its neighbours.
        m_label->setText({});
        m_label->setMinimumHeight(m_label->fontMetrics().height());
    } else {
        m_label->setBuddy(input);
    }
    describe();
}

void RecordField::hideLabel()
{
    m_label->hide();
}

void RecordField::setHint(const QString &hint)
{
    m_hint = hint;
    describe();
}

void RecordField::describe()
{
    if (!m_input)
        return;
    const QString text = m_problem.isEmpty() ? m_hint : m_problem;
    m_input->setAccessibleDescription(text);
    m_input->setToolTip(text);
    if (const auto *box = qobject_cast<QComboBox *>(m_input); box && box->lineEdit()) {
        box->lineEdit()->setAccessibleName(m_input->accessibleName());
        box->lineEdit()->setAccessibleDescription(text);
    }
}

QString RecordField::displayed(const Value &value) const
{
    return value ? QString::fromUtf8(*value) : QString();
}

void RecordField::setValue(const Value &value)
{
    put(value);
}

void RecordField::load(const Value &value)
{
    put(value);
    // As the input gives it back: what a widget cannot show to the letter is not a change.
    m_loaded = this->value();
}

QString RecordField::ownProblem() const
{
    return fieldtext::sentence(checkField(m_rule, value()));
}

void RecordField::setProblem(const QString &problem)
{
    if (m_problem == problem)
        return;
    m_problem = problem;
    setLabelText(m_problemText, problem);
    m_problemRow->setVisible(!problem.isEmpty());
    updateColors();
    describe();
    update();
    if (isAncestorOf(QApplication::focusWidget()))
        emit inUse();
}

void RecordField::focusInput()
{
    if (m_input)
        m_input->setFocus(Qt::OtherFocusReason);
}

bool RecordField::eventFilter(QObject *watched, QEvent *event)
{
    const auto *box = qobject_cast<QComboBox *>(m_input);
    const bool ours = watched == m_input || (box && watched == box->lineEdit());
    if (ours && event->type() == QEvent::FocusOut) {
        const auto reason = static_cast<QFocusEvent *>(event)->reason();
        // A popup or another window takes the focus for a moment only.
        if (reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason &&
            reason != Qt::MenuBarFocusReason) {
            tidy();
            m_left = true;
            emit left();
        }
    }
    if (event->type() == QEvent::FocusIn) {
        const auto reason = static_cast<QFocusEvent *>(event)->reason();
        // What moves away under the pointer is not hit.
        if (reason != Qt::MouseFocusReason && reason != Qt::PopupFocusReason &&
            reason != Qt::ActiveWindowFocusReason && reason != Qt::MenuBarFocusReason)
            emit inUse();
    }
    // Whoever scrolls the form does not mean the box that happens to be under the pointer.
    if (event->type() == QEvent::Wheel && qobject_cast<QComboBox *>(watched)) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void RecordField::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    if (!m_input)
        return;
    if (m_problem.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::problemText(palette()), 2));
    painter.drawRoundedRect(inputFrame().adjusted(-1.5, -1.5, 1.5, 1.5), 4, 4);
}

QRectF RecordField::inputFrame() const
{
    const auto *box = qobject_cast<QCheckBox *>(m_input);
    if (!box)
        return m_input->geometry();
    QStyleOptionButton option;
    option.initFrom(box);
    const QRect indicator = box->style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, box);
    return indicator.translated(box->pos());
}

void RecordField::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateColors();
}

void RecordField::updateColors()
{
    const QColor color = Theme::problemText(palette());
    QPalette text = m_problemText->palette();
    if (text.color(QPalette::WindowText) != color) {
        text.setColor(QPalette::WindowText, color);
        m_problemText->setPalette(text);
    }
    m_problemIcon->setPixmap(icons::get(QStringLiteral("circle-alert"), color)
                                 .pixmap(QSize(pictogram, pictogram), devicePixelRatioF()));
}

} // namespace hrcache
