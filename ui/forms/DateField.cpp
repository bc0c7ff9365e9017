#include "ui/forms/DateField.h"

#include "ui/base/Format.h"
#include "ui/base/Icons.h"
#include "ui/forms/FieldText.h"

#include <QCalendarWidget>
#include <QFrame>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScreen>
#include <QToolButton>
#include <QVBoxLayout>

namespace hrcache {

namespace {

std::optional<QDate> isoDate(const RecordField::Value &value)
{
    if (!value)
        return std::nullopt;
    const QDate date = QDate::fromString(QString::fromLatin1(*value), Qt::ISODate);
    return date.isValid() ? std::optional(date) : std::nullopt;
}

QPoint placeBelow(const QWidget *widget, const QSize &size)
{
    const QRect screen = widget->screen()->availableGeometry();
    QPoint corner = widget->mapToGlobal(QPoint(0, widget->height() + 2));
    if (corner.y() + size.height() > screen.bottom())
        corner.setY(widget->mapToGlobal(QPoint(0, 0)).y() - size.height() - 2);
    corner.setX(
        std::clamp(corner.x(), screen.left(), std::max(screen.left(), screen.right() - size.width())));
    return corner;
}

} // namespace

DateField::DateField(const FieldRule &rule, const QString &label, QWidget *parent)
    : RecordField(rule, label, parent)
    , m_line(new QLineEdit(this))
    , m_button(new QToolButton(this))
{
    const QDate example(2026, 1, 31);
    m_line->setPlaceholderText(fieldtext::datePattern());
    m_line->setFont(format::tabularDigits(m_line->font()));
    adopt(m_line, {m_button});
    setHint(rule.required ? tr("A date such as %1.").arg(format::date(example))
                          : tr("A date such as %1; empty: none.").arg(format::date(example)));
    m_button->setIcon(icons::get(QStringLiteral("calendar")));
    m_button->setAutoRaise(true);
    m_button->setFocusPolicy(Qt::TabFocus);
    m_button->setToolTip(tr("Choose in a calendar (Alt+Down)"));
    m_button->setAccessibleName(tr("%1: choose in a calendar").arg(title()));
    m_button->setObjectName(m_line->objectName() + QStringLiteral("-calendar"));
    connect(m_line, &QLineEdit::textChanged, this, &RecordField::edited);
    connect(m_button, &QToolButton::clicked, this, &DateField::showCalendar);
}

RecordField::Value DateField::value() const
{
    const QString text = m_line->text().trimmed();
    if (text.isEmpty())
        return std::nullopt;
    const auto date = fieldtext::dateFrom(text);
    return date ? date->toString(Qt::ISODate).toLatin1() : text.toUtf8();
}

QString DateField::displayed(const Value &value) const
{
    const auto date = isoDate(value);
    return date ? format::date(*date) : RecordField::displayed(value);
}

QString DateField::ownProblem() const
{
    const Value current = value();
    if (current && !isoDate(current)) {
        return tr("Must be a date such as %1 or %2.")
            .arg(format::date(QDate(2026, 1, 31)), QStringLiteral("2026-01-31"));
    }
    return RecordField::ownProblem();
}

void DateField::put(const Value &value)
{
    m_line->setText(displayed(value));
    m_line->setCursorPosition(0);
}

void DateField::tidy()
{
    const Value current = value();
    if (isoDate(current))
        put(current);
}

bool DateField::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Down && key->modifiers() == Qt::AltModifier) {
            showCalendar();
            return true;
        }
    }
    return RecordField::eventFilter(watched, event);
}

void DateField::showCalendar()
{
    auto *popup = new QFrame(this, Qt::Popup);
    popup->setObjectName(QStringLiteral("calendar-popup"));
    popup->setAttribute(Qt::WA_DeleteOnClose);
    popup->setFrameShape(QFrame::StyledPanel);
    popup->setAccessibleName(tr("Calendar: %1").arg(title()));
    auto *calendar = new QCalendarWidget(popup);
    calendar->setAccessibleName(title());
    calendar->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    // Bold red weekends say nothing here and are hard to read in the dark.
    for (const auto day : {Qt::Saturday, Qt::Sunday})
        calendar->setWeekdayTextFormat(day, {});
    calendar->setSelectedDate(isoDate(value()).value_or(QDate::currentDate()));
    auto *layout = new QVBoxLayout(popup);
    layout->setContentsMargins(2, 2, 2, 2);
    layout->addWidget(calendar);
    connect(calendar, &QCalendarWidget::activated, this, [this, popup](QDate date) {
        popup->close();
        put(date.toString(Qt::ISODate).toLatin1());
        m_line->setFocus(Qt::OtherFocusReason);
    });
    connect(calendar, &QCalendarWidget::clicked, calendar, &QCalendarWidget::activated);
    popup->adjustSize();
    popup->move(placeBelow(m_line, popup->sizeHint()));
    popup->show();
    calendar->setFocus(Qt::PopupFocusReason);
}

} // namespace hrcache
