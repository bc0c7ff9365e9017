#pragma once

#include <QByteArray>
#include <QDate>
#include <QString>

#include <optional>

namespace hrcache {

/// Between what people type, by the locale of the program, and the text form of values in a write.
namespace fieldtext {

/// A plain decimal ("06500.50", "6.5e3" is none) without what does not matter ("6500.5"); none if it is none.
[[nodiscard]] std::optional<QByteArray> normalizedDecimal(const QByteArray &text);
/// The shortest plain decimal that reads back as `value`.
[[nodiscard]] QByteArray decimalOf(double value);
/// What was typed, read the locale's way ("6.500,50"), else with a plain point ("6500.5"); none if it is no
/// number.
[[nodiscard]] std::optional<QByteArray> decimalFrom(const QString &text);
/// A normalized decimal as the locale writes it, with at least that many digits behind the point.
[[nodiscard]] QString decimalText(const QByteArray &decimal, int minimumDigits);
/// A normalized decimal with its point moved: shifted("0.8", 2) is "80".
[[nodiscard]] QByteArray shifted(const QByteArray &decimal, int places);
/// Digits behind the point.
[[nodiscard]] int decimalsOf(const QByteArray &decimal);

/// What was typed: ISO, or day, month and year in the order of the locale, whatever stands between them, or
/// as the locale shows them; a year of two digits lies at most ten years ahead. None if it is no date.
[[nodiscard]] std::optional<QDate> dateFrom(const QString &text);
/// How the locale writes dates, for people: "dd/MM/yyyy".
[[nodiscard]] QString datePattern();

/// The text with a capital at its start: rules are told without their subject.
[[nodiscard]] QString sentence(QString text);

} // namespace fieldtext

} // namespace hrcache
