#pragma once

#include <QString>

namespace hrcache {

/// Columns that `text` takes on a terminal: 2 for East Asian wide characters and emoji, 0 for marks.
[[nodiscard]] int displayWidth(QStringView text);

/// `text` on one line: control characters, which could steer a terminal, become visible.
[[nodiscard]] QString printable(const QString &text);

/// `text` cut to `columns`, with "…" if something is missing.
[[nodiscard]] QString elided(const QString &text, int columns);

} // namespace hrcache
