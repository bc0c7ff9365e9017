#pragma once

#include <QByteArray>

#include <optional>
#include <string_view>

namespace hrcache {

/// JSON text as PostgreSQL's jsonb prints it: members ordered by the length of their names, then bytewise,
/// the last of equal names kept, ", " and ": " between, numbers without exponent, escapes resolved.
/// None if `json` is no valid JSON (in UTF-8), or nests too deep.
[[nodiscard]] std::optional<QByteArray> toJsonbText(std::string_view json);

} // namespace hrcache
