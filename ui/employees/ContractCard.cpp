#include "ui/employees/ContractCard.h"

#include "ui/base/Format.h"
#include "ui/base/IconLabel.h"
#include "ui/base/Icons.h"
#include "ui/base/Theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace hrcache {

namespace {

QString period(const Contract &contract)
{
    const QString start = format::date(contract.startDate);
    if (!contract.endDate.isValid())
        return ContractCard::tr("since %1").arg(start);
    return QStringLiteral("%1 – %2").arg(start, format::date(contract.endDate));
}

} // namespace

QString ContractCard::stateText(const Contract &contract, QDate today)
{
    if (contract.endsWithin(today, soonDays) && contract.isRunningOn(today)) {
        const auto days = static_cast<int>(today.daysTo(contract.endDate));
        if (days == 0)
            return tr("Ends today");
        return tr("Ends in %n day(s)", nullptr, days);
    }
    if (contract.isRunningOn(today))
        return tr("Active");
    if (contract.endDate.isValid() && contract.endDate < today)
        return tr("Ended");
    if (!contract.isActive)
        return tr("Not active");
    return tr("Starts on %1").arg(format::date(contract.startDate));
}

QString ContractCard::summary(const Contract &contract, const Vocabulary &vocabulary)
{
    QStringList parts{vocabulary.label("contract_types", contract.contractType)};
    if (!contract.jobTitle.isEmpty())
        parts << contract.jobTitle;
    return parts.join(QStringLiteral(" · "));
}

const Contract *ContractCard::activeOf(const std::vector<Contract> &contracts, QDate today)
{
    const Contract *active = nullptr;
    for (const Contract &contract : contracts) {
        if (contract.isRunningOn(today) && (!active || contract.startDate > active->startDate))
            active = &contract;
    }
    return active;
}

ContractCard::ContractCard(const Contract &contract, const Vocabulary &vocabulary, QDate today, bool mayEdit,
                           QWidget *parent)
    : QFrame(parent)
    , m_contract(contract)
    , m_active(contract.isRunningOn(today))
    , m_mayEdit(mayEdit)
{
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 8, 8);
    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    row->addLayout(column, 1);

    const QString heading = summary(contract, vocabulary);
    auto *title = new QLabel(heading, this);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    title->setWordWrap(true);
    title->setTextFormat(Qt::PlainText);
    column->addWidget(title);

    const QString state = stateText(contract, today);
    m_endsSoon = contract.endsWithin(today, soonDays) && m_active;
    m_flag = new IconLabel(QStringLiteral("clock"), 14, this);
    if (m_endsSoon)
        m_flag->setIcon(QStringLiteral("triangle-alert"));
    else if (m_active)
        m_flag->setIcon(QStringLiteral("circle-check"));
    m_state = new QLabel(m_endsSoon ? tr("Active. %1").arg(state) : state, this);
    auto *flags = new QHBoxLayout;
    flags->setSpacing(5);
    flags->addWidget(m_flag);
    flags->addWidget(m_state, 1);
    column->addLayout(flags);
    updateColors();

    QStringList facts{period(contract)};
    QString pay = format::money(contract.baseSalary, contract.currency);
    if (const QString kind = vocabulary.label("remuneration_types", contract.remunerationType);
        !kind.isEmpty())
        pay += QStringLiteral(" (%1)").arg(kind);
    facts << pay << format::percent(contract.workRate)
          << tr("%1 h a week")
                 .arg(QLocale().toString(contract.weeklyHours, 'f', QLocale::FloatingPointShortest))
          << tr("%n day(s) of leave", nullptr, contract.annualLeaveDays);
    if (!contract.department.isEmpty())
        facts << contract.department;
    auto *text = new QLabel(facts.join(QStringLiteral(" · ")), this);
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    text->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(text);

    if (mayEdit) {
        auto *edit = m_edit = new QToolButton(this);
        edit->setIcon(icons::get(QStringLiteral("pencil")));
        edit->setAutoRaise(true);
        edit->setFocusPolicy(Qt::StrongFocus);
        edit->setAccessibleName(tr("Edit contract %1").arg(heading));
        connect(edit, &QToolButton::clicked, this, &ContractCard::requestEdit);
        row->addWidget(edit, 0, Qt::AlignTop);
        setRefusal({});
    }
    setAccessibleName(QStringLiteral("%1. %2. %3").arg(heading, state, facts.join(QStringLiteral(", "))));
    setAccessibleDescription(tr("Contract"));
}

void ContractCard::updateColors()
{
    if (!m_endsSoon)
        return;
    const QColor color = Theme::warningText(palette());
    m_flag->setColor(color);
    QPalette colors = m_state->palette();
    if (colors.color(QPalette::WindowText) != color) {
        colors.setColor(QPalette::WindowText, color);
        m_state->setPalette(colors);
    }
}

void ContractCard::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_state)
        updateColors();
}

QList<QWidget *> ContractCard::stops()
{
    QList<QWidget *> stops{this};
    if (m_edit)
        stops << m_edit;
    return stops;
}

void ContractCard::setRefusal(const QString &why)
{
    m_refusal = why;
    if (!m_edit)
        return;
    m_edit->setEnabled(why.isEmpty());
    m_edit->setToolTip(why.isEmpty() ? tr("Edit this contract") : why);
    m_edit->setAccessibleDescription(why);
}

void ContractCard::requestEdit()
{
    if (m_mayEdit && m_refusal.isEmpty())
        emit editRequested(m_contract.id);
}

void ContractCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setBrush(palette().color(QPalette::Base));
    painter.setPen(hasFocus() ? QPen(palette().color(QPalette::Highlight), 2)
                              : QPen(Theme::line(palette()), 1));
    painter.drawRoundedRect(frame, 6, 6);
    if (m_active) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(palette().color(QPalette::Highlight));
        const qreal x = layoutDirection() == Qt::LeftToRight ? 4 : width() - 7;
        painter.drawRoundedRect(QRectF(x, 8, 3, height() - 16), 1.5, 1.5);
    }
}

void ContractCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        requestEdit();
    else
        QFrame::keyPressEvent(event);
}

void ContractCard::mouseDoubleClickEvent(QMouseEvent *)
{
    requestEdit();
}

void ContractCard::focusInEvent(QFocusEvent *event)
{
    QFrame::focusInEvent(event);
    update();
}

void ContractCard::focusOutEvent(QFocusEvent *event)
{
    QFrame::focusOutEvent(event);
    update();
}

} // namespace hrcache
