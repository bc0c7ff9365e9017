// Any bytes of a Redis server: no crash, no memory for what is only declared, and the same replies
// however the stream is cut. The first byte of the input is the size of the pieces.

#include "redis/RespReader.h"

#include <cstddef>
#include <cstdint>

using namespace hrcache;

namespace {

struct Outcome
{
    std::vector<RespValue> replies;
    bool broken = false;
};

Outcome read(QByteArrayView stream, qsizetype pieceSize)
{
    RespLimits limits;
    limits.replyBytes = 1024 * 1024;
    limits.elements = 10'000;
    RespReader reader(limits);
    Outcome outcome;
    for (qsizetype start = 0; start < stream.size(); start += pieceSize) {
        const QByteArrayView piece = stream.sliced(start, std::min(pieceSize, stream.size() - start));
        if (!reader.feed(piece, outcome.replies)) {
            outcome.broken = true;
            break;
        }
    }
    if (reader.bufferCapacity() > 2 * limits.replyBytes)
        __builtin_trap();
    return outcome;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const QByteArrayView stream(data + 1, static_cast<qsizetype>(size - 1));
    const Outcome whole = read(stream, stream.size());
    const Outcome inPieces = read(stream, data[0] % 16 + 1);
    if (whole.replies != inPieces.replies || whole.broken != inPieces.broken)
        __builtin_trap();
    return 0;
}
