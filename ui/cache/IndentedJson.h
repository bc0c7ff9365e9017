#pragma once

#include <QByteArray>

namespace hrcache {

/// JSON with every member on a line of its own, numbers and strings as they were written. Ends after the line
/// in which `maximumBytes` are passed. Text that is no JSON comes out as some text.
[[nodiscard]] QByteArray indentedJson(const QByteArray &json, qsizetype maximumBytes);

} // namespace hrcache
