#pragma once

#include <QtGlobal>

namespace hrcache {

/// What a peer may send; beyond it the stream is refused before any of it is stored.
struct RespLimits
{
    qint64 replyBytes = qint64(64) * 1024 * 1024; ///< text of one whole reply, by its declared lengths
    qint64 elements = 1024 * 1024;                ///< array elements of one whole reply, nested ones included
    int nesting = 7;                              ///< arrays within arrays; more than 7 is taken for 7
    int lineBytes = 64 * 1024;                    ///< a status or error line

    bool operator==(const RespLimits &) const = default;
};

} // namespace hrcache
