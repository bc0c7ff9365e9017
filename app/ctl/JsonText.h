#pragma once

#include <QByteArray>

#include <optional>
#include <utility>
#include <vector>

namespace hrcache {

/// `json` (valid) with one member to a line. Keeps the order of members and the form of numbers; characters
/// written as \uXXXX become readable.
[[nodiscard]] QByteArray indentedJson(const QByteArray &json);

/// The members of a JSON object as they stand in the text; none if it is no valid object.
[[nodiscard]] std::optional<std::vector<std::pair<QByteArray, QByteArray>>> membersOf(const QByteArray &json);

} // namespace hrcache
