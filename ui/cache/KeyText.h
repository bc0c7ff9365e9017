#pragma once

#include "ui/cache/KeyRow.h"

#include <QString>

namespace hrcache::keytext {

/// "12:03", "expired", or "no end" for an entry that never expires.
[[nodiscard]] QString timeLeft(const std::optional<std::chrono::milliseconds> &left);

/// The same as a screen reader says it, with the whole TTL: "12 minutes left of 60 minutes, ends soon".
[[nodiscard]] QString spokenTimeLeft(const KeyRow &row, SteadyTime now);

/// "12 minutes 3 seconds", in whole words.
[[nodiscard]] QString spokenSpan(std::chrono::seconds span);

/// `one` if it is one, else `many` with the number for its %1.
[[nodiscard]] QString counted(qint64 count, const QString &one, const QString &many);

/// "34 keys"
[[nodiscard]] QString keys(qint64 count);

} // namespace hrcache::keytext
