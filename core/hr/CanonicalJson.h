#pragma once

#include "hr/JsonOutput.h"
#include "hr/SqlResult.h"

#include <QByteArray>

#include <string_view>

namespace hrcache {

/// Appends `text` as a JSON string with its quotes; non-ASCII stays UTF-8.
void appendJsonString(JsonOutput &out, std::string_view text);
void appendJsonString(QByteArray &out, std::string_view text);
/// Appends a non-null column value as the contract writes it.
void appendJsonValue(JsonOutput &out, JsonType type, std::string_view text);
/// Appends the shortest decimal that reads back as `value`: "6500.0", "28.55", "1e+16"; "null" for NaN.
void appendJsonNumber(JsonOutput &out, double value);
/// The same as text of its own.
[[nodiscard]] QByteArray jsonNumber(double value);
/// `2026-01-16 11:30:00.5+01` → `2026-01-16T10:30:00.500000+00:00`; text that is no such timestamp
/// (infinity, BC) stays as it is.
[[nodiscard]] QByteArray toUtcIso(std::string_view timestamp);

/// Valid JSON without the line breaks that its writer put between its parts; those of texts are escaped.
[[nodiscard]] QByteArray onOneLine(QByteArray json);

} // namespace hrcache
