#include "ui/cache/KeyRow.h"

#include "cache/CacheEnvelope.h"

namespace hrcache {

namespace {

constexpr std::chrono::seconds measuringError{1};

/// `ttl_seconds` as it stands in the last bytes of a value; 0 if it does not.
std::chrono::seconds ttlInTail(const QByteArray &tail)
{
    constexpr char member[] = "\"ttl_seconds\"";
    const qsizetype at = tail.lastIndexOf(member);
    if (at < 0)
        return std::chrono::seconds(0);
    qsizetype from = tail.indexOf(':', at);
    if (from < 0)
        return std::chrono::seconds(0);
    qint64 seconds = 0;
    for (++from; from < tail.size() && (tail[from] == ' ' || (tail[from] >= '0' && tail[from] <= '9'));
         ++from) {
        if (tail[from] != ' ' && seconds < 1'000'000'000)
            seconds = seconds * 10 + (tail[from] - '0');
    }
    return std::chrono::seconds(seconds);
}

std::chrono::seconds usualTtl(const QByteArray &dataType, const CacheTtl &ttls)
{
    using Kind = HrQuery::Kind;
    constexpr std::pair<const char *, Kind> kinds[] = {
        {"employees", Kind::Employees}, {"employee", Kind::Employee},
        {"contracts", Kind::Contracts}, {"active_contract", Kind::ActiveContract},
        {"clusters", Kind::Clusters},   {"references", Kind::References}};
    for (const auto &[name, kind] : kinds) {
        if (dataType == name)
            return ttls.of(kind);
    }
    return std::chrono::seconds(0);
}

bool closeTo(const std::optional<SteadyTime> &a, const std::optional<SteadyTime> &b)
{
    if (!a || !b)
        return a.has_value() == b.has_value();
    return std::chrono::abs(*a - *b) <= measuringError;
}

bool closeTo(const std::optional<WallTime> &a, const std::optional<WallTime> &b)
{
    if (!a || !b)
        return a.has_value() == b.has_value();
    return std::chrono::abs(*a - *b) <= measuringError;
}

} // namespace

KeyRow KeyRow::of(const CacheKeyInfo &info, const CacheTtl &ttls, const Clock &clock)
{
    KeyRow row;
    row.key = info.key;
    row.parts = CacheKey::parse(info.key).value_or(CacheKey{});
    row.bytes = info.bytes;
    row.ttl = ttlInTail(info.tail);
    const bool said = row.ttl.count() > 0;
    if (!said)
        row.ttl = usualTtl(row.parts.dataType, ttls);
    if (info.ttlLeft) {
        row.deadline = clock.steady() + *info.ttlLeft;
        if (*info.ttlLeft > row.ttl)
            row.ttl = {};
        // What is left of the TTL tells the age whatever clock and zone the writer has.
        else if (said)
            row.storedAt = clock.now() - (row.ttl - *info.ttlLeft);
    }
    if (!row.storedAt)
        row.storedAt = CacheEnvelope::parseCachedAt(CacheEnvelope::cachedAtInTail(info.tail));
    return row;
}

std::optional<std::chrono::milliseconds> KeyRow::left(SteadyTime now) const
{
    if (!deadline)
        return std::nullopt;
    return std::max(std::chrono::milliseconds(0),
                    std::chrono::ceil<std::chrono::milliseconds>(*deadline - now));
}

std::optional<double> KeyRow::partLeft(SteadyTime now) const
{
    const auto rest = left(now);
    if (!rest || ttl.count() <= 0)
        return std::nullopt;
    return std::clamp(std::chrono::duration<double>(*rest) / ttl, 0.0, 1.0);
}

bool KeyRow::isLow(SteadyTime now) const
{
    const auto part = partLeft(now);
    return part ? *part <= lowPart : left(now) == std::chrono::milliseconds(0);
}

std::optional<std::chrono::seconds> KeyRow::age(WallTime now) const
{
    if (!storedAt)
        return std::nullopt;
    return std::max(std::chrono::seconds(0), std::chrono::floor<std::chrono::seconds>(now - *storedAt));
}

bool KeyRow::isEntry(const CacheKeyInfo &info)
{
    return info.exists && !CacheEnvelope::isLease(info.tail);
}

uint32_t KeyRow::differences(const KeyRow &other) const
{
    uint32_t columns = 0;
    if (deadline != other.deadline || ttl != other.ttl)
        columns |= 1U << Ttl;
    if (bytes != other.bytes)
        columns |= 1U << Bytes;
    if (storedAt != other.storedAt)
        columns |= 1U << Age;
    return columns;
}

bool KeyRow::looksLike(const KeyRow &other) const
{
    return key == other.key && bytes == other.bytes && ttl == other.ttl &&
           closeTo(deadline, other.deadline) && closeTo(storedAt, other.storedAt);
}

} // namespace hrcache
