#pragma once

#include <QString>

namespace hrcache {

/// Columns that `text` takes on a terminal: 2 for East Asian wide characters and emoji, 0 for marks.
[[nodiscard]] int displayWidth(QStringView text);

/// Whether a character could steer a terminal: controls, and those that turn the direction of writing.
[[nodiscard]] bool steersTerminal(QChar c);

/// `text` on one line: control characters, which could steer a terminal, become visible.
[[nodiscard]] QString printable(const QString &text);

/// The same for text of several lines.
[[nodiscard]] QString printableLines(const QString &text);

/// `text` cut to `columns`, with "…" if something is missing.
[[nodiscard]] QString elided(const QString &text, int columns);

} // namespace hrcache
