// Any bytes in a cache key: no crash, and what is taken for rows can be stored and read again. The
// first byte of the input chooses the kind of data.

#include "cache/CacheEnvelope.h"

#include <cstddef>
#include <cstdint>

using namespace hrcache;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 1)
        return 0;
    const auto kind = static_cast<HrQuery::Kind>(data[0] % (static_cast<int>(HrQuery::Kind::References) + 1));
    const QByteArray value(reinterpret_cast<const char *>(data + 1), static_cast<qsizetype>(size - 1));

    const CacheEnvelope envelope = CacheEnvelope::parse(kind, value);
    const bool isLease = CacheEnvelope::isLease(value);
    if (isLease && envelope.state == CacheEnvelope::State::Usable)
        __builtin_trap();
    const QByteArray tail = value.right(200);
    const QByteArray cachedAt = CacheEnvelope::cachedAtInTail(tail);
    if (!cachedAt.isEmpty() && !tail.contains(cachedAt))
        __builtin_trap();
    (void)CacheEnvelope::isOwnTail(tail);
    (void)CacheEnvelope::parseCachedAt(envelope.cachedAt);
    if (envelope.state == CacheEnvelope::State::Usable) {
        // As a fill stores what was read.
        const QByteArray stored = CacheEnvelope::compose(envelope.document.jsonBytes(), WallTime(),
                                                         std::chrono::seconds(3600), "hr.fuzz");
        const CacheEnvelope again = CacheEnvelope::parse(kind, stored);
        if (again.state != envelope.state || again.document.itemCount() != envelope.document.itemCount())
            __builtin_trap();
    }
    return 0;
}
