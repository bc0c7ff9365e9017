#pragma once

#include "base/Clock.h"

#include <QDate>
#include <QFont>
#include <QLocale>
#include <QString>

#include <chrono>
#include <optional>

namespace hrcache {

/// Values as people read them, by the locale of the program (QLocale's default). Any thread, except the font.
namespace format {

/// Short date of the locale with a four-digit year; empty if invalid.
[[nodiscard]] QString date(QDate date);
/// Date and time of day of this machine's zone.
[[nodiscard]] QString dateTime(WallTime time);
/// An ISO 8601 time as it stands in rows; the text itself if it is none.
[[nodiscard]] QString dateTime(const QString &iso);
/// "Switzerland (CH)"; what is no ISO 3166 code of two letters, as it is.
[[nodiscard]] QString country(const QString &code);
/// "Female" for F, "Male" for M, "Other" for X; any other code as it is.
[[nodiscard]] QString gender(const QString &code);
/// "1,204"
[[nodiscard]] QString count(qint64 number);
/// "6,500.00 CHF"
[[nodiscard]] QString money(double amount, const QString &currency);
/// "80 %" for 0.8
[[nodiscard]] QString percent(double part);
/// "7.1 KB"
[[nodiscard]] QString bytes(qint64 bytes);
/// "0.4 ms", "23 ms", "1.2 s"
[[nodiscard]] QString duration(std::chrono::microseconds duration);
/// "just now", "40 s ago", "12 min ago", "3 h ago", "2 days ago"
[[nodiscard]] QString age(std::chrono::seconds age);
/// "12 min", "40 s": the same without "ago"
[[nodiscard]] QString span(std::chrono::seconds span);
/// A countdown: "m:ss", "h:mm:ss" from one hour on, "0:00" when it is over
[[nodiscard]] QString countdown(std::chrono::milliseconds left);
/// "48 min left", counting seconds in the last two minutes: "1:12 left"; "expired" when it is over
[[nodiscard]] QString timeLeft(std::chrono::milliseconds left);

/// The text on one line, at most `length` characters, with "…" where it was cut.
[[nodiscard]] QString shortened(const QString &text, int length);

/// `font` with digits of equal width, for numbers that change on screen.
[[nodiscard]] QFont tabularDigits(QFont font);

} // namespace format

} // namespace hrcache
