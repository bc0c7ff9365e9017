#include "ui/forms/CheckField.h"

#include <QCheckBox>

namespace hrcache {

CheckField::CheckField(const FieldRule &rule, const QString &label, Place place, QWidget *parent)
    : RecordField(rule, label, parent)
    , m_box(new QCheckBox(label, this))
{
    adopt(m_box);
    if (place == Place::Alone)
        hideLabel();
    m_box->setAccessibleName(title());
    connect(m_box, &QCheckBox::toggled, this, &RecordField::edited);
}

RecordField::Value CheckField::value() const
{
    if (m_none && !m_box->isChecked())
        return std::nullopt;
    return m_box->isChecked() ? QByteArrayLiteral("true") : QByteArrayLiteral("false");
}

QString CheckField::displayed(const Value &value) const
{
    if (!value)
        return {};
    return *value == "true" ? tr("Yes") : tr("No");
}

bool CheckField::isChecked() const
{
    return m_box->isChecked();
}

void CheckField::put(const Value &value)
{
    m_box->setChecked(value && *value == "true");
    m_none = !value;
    emit edited();
}

} // namespace hrcache
