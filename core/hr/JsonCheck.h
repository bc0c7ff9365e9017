#pragma once

#include <QByteArray>

#include <simdjson.h>

namespace hrcache {

/// Consumes a value that nobody wants to read, and finds out whether it is valid JSON, which simdjson does
/// not when a value is skipped. Errors: DEPTH_ERROR for more than 64 levels, TAPE_ERROR for everything else.
[[nodiscard]] simdjson::error_code checkJson(simdjson::ondemand::value value);

/// Valid JSON without the line breaks that its writer put between its parts; those of texts are escaped.
[[nodiscard]] QByteArray onOneLine(QByteArray json);

} // namespace hrcache
