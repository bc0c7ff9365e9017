#pragma once

#include "hr/WriteRules.h"
#include "ui/forms/RowValues.h"

#include <QJsonObject>

#include <span>

namespace hrcache {

/// The jsonb column of a contract: the four members that people edit, and whatever else stands in it, which
/// is kept.
class Provisions
{
public:
    Provisions() = default;
    /// `json` may be empty. Anything but an object is not editable.
    explicit Provisions(const QString &json);

    /// False: the column holds something else than an object, and is left as it is.
    [[nodiscard]] bool isEditable() const { return m_editable; }

    /// The rules of the members, by name.
    [[nodiscard]] static std::span<const FieldRule> rules();
    /// The members by name, in the text form of FieldValue.
    [[nodiscard]] RowValues values() const;

    /// The column with some members changed (none: removed): JSON, or none if nothing is in it any more.
    [[nodiscard]] std::optional<QByteArray> with(const RowValues &changes) const;

private:
    QJsonObject m_object;
    bool m_editable = true;
};

} // namespace hrcache
