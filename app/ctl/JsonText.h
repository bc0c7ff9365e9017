#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <utility>
#include <vector>

namespace hrcache {

/// `json` (valid) with one member to a line. Keeps the order of members and the form of numbers; characters
/// written as \uXXXX become readable.
[[nodiscard]] QByteArray indentedJson(const QByteArray &json);

/// A member of an object, or an element of an array, as it stands in the text.
struct JsonItem
{
    QByteArrayView name; ///< between its quotes; empty in an array
    QByteArrayView value;
};

/// The members or elements of `json`, which is a valid object or array and must outlive them. Escapes and the
/// form of numbers stay.
[[nodiscard]] std::vector<JsonItem> itemsOf(const QByteArray &json);

/// The members of a JSON object as they stand in the text; none if it is no valid object.
[[nodiscard]] std::optional<std::vector<std::pair<QByteArray, QByteArray>>> membersOf(const QByteArray &json);

} // namespace hrcache
