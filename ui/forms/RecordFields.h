#pragma once

#include "ui/forms/RecordField.h"
#include "ui/forms/RowValues.h"

#include <vector>

namespace hrcache {

/// The fields of a form in the order of the keyboard. Does not own them.
class RecordFields
{
public:
    void add(RecordField *field) { m_fields.push_back(field); }

    [[nodiscard]] const std::vector<RecordField *> &all() const { return m_fields; }

    /// By its column, or null.
    [[nodiscard]] RecordField *find(const QByteArray &column) const;

    [[nodiscard]] bool isChanged() const;
    /// Every field's value.
    [[nodiscard]] RowValues values() const;
    /// Those of changed fields.
    [[nodiscard]] RowValues changes() const;
    /// Loads every field; a column that is not in `values` becomes none.
    void load(const RowValues &values);

    /// Whether two values are the same to a reader: white space around a text says nothing.
    [[nodiscard]] static bool same(const RecordField::Value &a, const RecordField::Value &b);

private:
    std::vector<RecordField *> m_fields;
};

} // namespace hrcache
