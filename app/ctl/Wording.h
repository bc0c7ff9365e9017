#pragma once

#include "base/Error.h"
#include "hr/Sourced.h"

#include <QDate>
#include <QString>

namespace hrcache {

/// "45 s", "12 min", "3 h", "2 d": for ages and what is left of a TTL.
[[nodiscard]] QString spanText(std::chrono::milliseconds span);
/// "0.8 ms", "12 ms", "1.2 s"
[[nodiscard]] QString latencyText(std::chrono::microseconds latency);
[[nodiscard]] QString sizeText(qint64 bytes);
[[nodiscard]] QString countText(qint64 count);
/// "1 entry", "1,200 entries"
[[nodiscard]] QString entriesText(qint64 count);
/// The locale's short form, always with four digits of the year; empty for an invalid date.
[[nodiscard]] QString dateText(QDate date);
/// With `decimals` digits and the locale's separators.
[[nodiscard]] QString decimalText(double value, int decimals);

/// `cache · 12 min old · 47 min left` or `database · MISS`; with what is wrong with the cache, if anything.
[[nodiscard]] QString sourceLine(const Provenance &from, WallTime now);

/// Message, details and fields, one to a line, without an end of line.
[[nodiscard]] QString errorText(const Error &error);

} // namespace hrcache
