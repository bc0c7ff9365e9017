#pragma once

#include "base/Result.h"
#include "redis/RespLimits.h"
#include "redis/RespValue.h"

#include <memory>
#include <vector>

struct redisReader;

namespace hrcache {

/// Turns a RESP2 byte stream into values. The limits are checked before a byte is stored: what a peer only
/// declares costs no memory. Replies do not depend on how the stream is cut. Knows no socket.
class RespReader
{
public:
    explicit RespReader(RespLimits limits = {});
    ~RespReader();

    RespReader(const RespReader &) = delete;
    RespReader &operator=(const RespReader &) = delete;

    /// Takes the next bytes of the stream and appends the replies that end in them to `replies`.
    /// ErrorCode::Protocol: the stream broke the protocol or a limit; the replies before that place have
    /// been appended, and every further call fails the same way.
    [[nodiscard]] Result<void> feed(QByteArrayView bytes, std::vector<RespValue> &replies);

    /// Bytes that the parser holds allocated for replies under way.
    [[nodiscard]] qsizetype bufferCapacity() const;

private:
    struct Parser;

    [[nodiscard]] Result<void> parse(QByteArrayView bytes, bool complete, std::vector<RespValue> &replies);

    std::unique_ptr<Parser> m_parser;
};

} // namespace hrcache
