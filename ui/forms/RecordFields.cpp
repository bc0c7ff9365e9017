#include "ui/forms/RecordFields.h"

#include <algorithm>

namespace hrcache {

RecordField *RecordFields::find(const QByteArray &column) const
{
    const auto found = std::find_if(m_fields.begin(), m_fields.end(),
                                    [&](const RecordField *field) { return field->column() == column; });
    return found == m_fields.end() ? nullptr : *found;
}

bool RecordFields::isChanged() const
{
    return std::any_of(m_fields.begin(), m_fields.end(),
                       [](const RecordField *field) { return field->isChanged(); });
}

RowValues RecordFields::values() const
{
    RowValues values;
    for (const RecordField *field : m_fields)
        values.insert(field->column(), field->value());
    return values;
}

RowValues RecordFields::changes() const
{
    RowValues values;
    for (const RecordField *field : m_fields) {
        if (field->isChanged())
            values.insert(field->column(), field->value());
    }
    return values;
}

void RecordFields::load(const RowValues &values)
{
    for (RecordField *field : m_fields)
        field->load(values.value(field->column()));
}

bool RecordFields::same(const RecordField::Value &a, const RecordField::Value &b)
{
    return a.value_or(QByteArray()).trimmed() == b.value_or(QByteArray()).trimmed();
}

} // namespace hrcache
