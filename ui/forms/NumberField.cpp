#include "ui/forms/NumberField.h"

#include "ui/base/AccessibleText.h"
#include "ui/base/Format.h"
#include "ui/forms/FieldText.h"

#include <QLabel>
#include <QLineEdit>

namespace hrcache {

namespace {

constexpr int percentPlaces = 2;

} // namespace

NumberField::NumberField(const FieldRule &rule, const QString &label, int decimals, Scale scale,
                         QWidget *parent)
    : RecordField(rule, label, parent)
    , m_line(new QLineEdit(this))
    , m_unit(new QLabel(this))
    , m_decimals(decimals)
    , m_scale(scale)
{
    m_line->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    m_line->setFont(format::tabularDigits(m_line->font()));
    m_line->setInputMethodHints(Qt::ImhFormattedNumbersOnly);
    adopt(m_line, {m_unit});
    setUnit(scale == Scale::Percent ? tr("%") : QString());
    connect(m_line, &QLineEdit::textChanged, this, &RecordField::edited);
}

void NumberField::setUnit(const QString &unit)
{
    setLabelText(m_unit, unit);
    m_unit->setVisible(!unit.isEmpty());
    setHint(unit);
}

QString NumberField::unit() const
{
    return m_unit->text();
}

void NumberField::setPlain()
{
    m_scale = Scale::Plain;
    setUnit({});
}

RecordField::Value NumberField::value() const
{
    const QString text = m_line->text().trimmed();
    if (text.isEmpty())
        return std::nullopt;
    QString number = text;
    if (m_scale == Scale::Percent && number.endsWith(u'%'))
        number.chop(1);
    const auto decimal = fieldtext::decimalFrom(number);
    if (!decimal)
        return text.toUtf8();
    return m_scale == Scale::Percent ? fieldtext::shifted(*decimal, -percentPlaces) : *decimal;
}

QString NumberField::displayed(const Value &value) const
{
    if (!value)
        return {};
    const auto decimal = fieldtext::normalizedDecimal(*value);
    if (!decimal)
        return QString::fromUtf8(*value);
    const bool percent = m_scale == Scale::Percent;
    const QByteArray shown = percent ? fieldtext::shifted(*decimal, percentPlaces) : *decimal;
    const QString text = fieldtext::decimalText(shown, m_minimumDigits);
    return unit().isEmpty() ? text : QStringLiteral("%1 %2").arg(text, unit());
}

QString NumberField::ownProblem() const
{
    const QString problem = RecordField::ownProblem();
    const Value value = this->value();
    const auto decimal = value ? fieldtext::normalizedDecimal(*value) : std::nullopt;
    if (!decimal)
        return problem;
    const bool percent = m_scale == Scale::Percent;
    if (!problem.isEmpty() && percent) {
        // More than a whole is allowed where the rule has no limit of its own.
        if (rule().maximum > 1)
            return tr("Must not be negative.");
        return tr("Must be between %1 and %2.")
            .arg(format::percent(rule().minimum), format::percent(rule().maximum));
    }
    if (problem.isEmpty() && fieldtext::decimalsOf(*decimal) > m_decimals + (percent ? percentPlaces : 0)) {
        return m_decimals == 0 ? tr("Must be a whole number.")
                               : tr("Must not have more than %1 decimals.").arg(m_decimals);
    }
    return problem;
}

void NumberField::put(const Value &value)
{
    QString text = displayed(value);
    if (!unit().isEmpty() && text.endsWith(unit()))
        text = text.chopped(unit().size()).trimmed();
    m_line->setText(text);
    m_line->setCursorPosition(0);
}

void NumberField::tidy()
{
    const Value current = value();
    if (current && fieldtext::normalizedDecimal(*current))
        put(current);
}

} // namespace hrcache
