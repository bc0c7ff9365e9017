#include "app/ctl/KeyFacts.h"

#include "cache/CacheEnvelope.h"
#include "cache/CacheKey.h"

namespace hrcache {

namespace {

/// `ttl_seconds` in the last bytes of a value; 0 if it is not there.
qint64 ttlInTail(const QByteArray &tail)
{
    const QByteArray member = QByteArrayLiteral("\"ttl_seconds\":");
    const qsizetype at = tail.lastIndexOf(member);
    if (at < 0)
        return 0;
    qsizetype end = at + member.size();
    while (end < tail.size() && (tail[end] == ' ' || (tail[end] >= '0' && tail[end] <= '9')))
        ++end;
    return tail.mid(at + member.size(), end - at - member.size()).trimmed().toLongLong();
}

} // namespace

std::optional<std::chrono::milliseconds> entryAge(const CacheKeyInfo &info, WallTime now)
{
    const std::chrono::milliseconds ttl = std::chrono::seconds(ttlInTail(info.tail));
    if (info.ttlLeft && ttl >= *info.ttlLeft)
        return ttl - *info.ttlLeft;
    const auto cachedAt = CacheEnvelope::parseCachedAt(CacheEnvelope::cachedAtInTail(info.tail));
    if (!cachedAt || *cachedAt > now)
        return std::nullopt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(now - *cachedAt);
}

QJsonObject keyJson(const CacheKeyInfo &info, WallTime now)
{
    QJsonObject json;
    json[QStringLiteral("key")] = QString::fromUtf8(info.key);
    if (const auto key = CacheKey::parse(info.key)) {
        json[QStringLiteral("user")] = QString::fromUtf8(key->user);
        json[QStringLiteral("company")] = QString::fromUtf8(key->company);
        json[QStringLiteral("data_type")] = QString::fromUtf8(key->dataType);
        if (!key->subType.isEmpty())
            json[QStringLiteral("sub_type")] = QString::fromUtf8(key->subType);
    }
    json[QStringLiteral("bytes")] = info.bytes;
    if (info.ttlLeft)
        json[QStringLiteral("ttl_left_seconds")] = static_cast<double>(info.ttlLeft->count()) / 1e3;
    if (const auto age = entryAge(info, now))
        json[QStringLiteral("age_seconds")] = static_cast<double>(age->count()) / 1e3;
    if (const QByteArray cachedAt = CacheEnvelope::cachedAtInTail(info.tail); !cachedAt.isEmpty())
        json[QStringLiteral("cached_at")] = QString::fromUtf8(cachedAt);
    return json;
}

} // namespace hrcache
