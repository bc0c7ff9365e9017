#pragma once

#include "base/Result.h"

#include <QByteArray>

namespace hrcache {

/// Whether a value is compressed with zstd.
[[nodiscard]] bool isCompressed(const QByteArray &value);

/// The value as it was before. Errors: TooLarge (it would be over `maximumBytes`), Protocol (it is damaged).
[[nodiscard]] Result<QByteArray> decompressed(const QByteArray &value, qsizetype maximumBytes);

} // namespace hrcache
