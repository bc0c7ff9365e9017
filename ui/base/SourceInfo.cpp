#include "ui/base/SourceInfo.h"

#include "cache/KeyWatch.h"

#include <algorithm>

namespace hrcache {

SourceInfo SourceInfo::of(const Provenance &from, const Clock &clock)
{
    return ofAll({from}, clock);
}

SourceInfo SourceInfo::ofAll(std::vector<Provenance> parts, const Clock &clock)
{
    SourceInfo info;
    info.parts = std::move(parts);
    info.receivedAt = clock.now();
    info.receivedSteady = clock.steady();
    const bool allCached = std::all_of(info.parts.begin(), info.parts.end(),
                                       [](const Provenance &part) { return part.fromCache(); });
    if (!info.parts.empty())
        info.state = allCached ? State::Cache : State::Database;
    return info;
}

SourceInfo SourceInfo::ofMany(const Provenance &cached, const Provenance &read, Mix mix, const Clock &clock)
{
    std::vector<Provenance> parts;
    if (mix.fromCache > 0)
        parts.push_back(cached);
    if (mix.fromDatabase > 0)
        parts.push_back(read);
    SourceInfo info = ofAll(std::move(parts), clock);
    info.mix = mix;
    return info;
}

SourceInfo SourceInfo::afterFailure(const hrcache::Error &error, bool rowsStay) const
{
    SourceInfo info = *this;
    info.words = error.message;
    info.detail = error.detail;
    const bool away = error.code == ErrorCode::Unreachable || error.code == ErrorCode::Timeout;
    if (rowsStay)
        info.state = away ? State::Offline : State::Stale;
    else
        info.state = State::Error;
    return info;
}

SourceInfo SourceInfo::turnedStale(const QString &why) const
{
    SourceInfo info = *this;
    info.state = State::Stale;
    info.words = why;
    return info;
}

std::optional<SourceInfo> SourceInfo::afterKeyChange(KeyChange change) const
{
    switch (change) {
    case KeyChange::Replaced:
        return turnedStale(tr("replaced in the cache since"));
    case KeyChange::Renewed:
        return turnedStale(tr("read again elsewhere since"));
    case KeyChange::Deleted:
        return turnedStale(tr("invalidated since"));
    case KeyChange::Refused:
        return turnedStale(tr("changed while it was read"));
    case KeyChange::Expired:
        break;
    }
    return std::nullopt;
}

std::optional<SourceInfo> SourceInfo::afterTtlChange(const QByteArray &key,
                                                     std::optional<std::chrono::milliseconds> left,
                                                     const Clock &clock) const
{
    SourceInfo info = *this;
    bool any = false;
    for (Provenance &part : info.parts) {
        if (!part.fromCache() || part.key != key)
            continue;
        any = true;
        std::erase(info.endless, key);
        if (!left)
            info.endless.push_back(key);
        part.ttlLeft.reset();
        if (left)
            part.ttlLeft = *left + std::chrono::duration_cast<std::chrono::milliseconds>(clock.steady() -
                                                                                         receivedSteady);
    }
    return any ? std::optional(info) : std::nullopt;
}

std::optional<WallTime> SourceInfo::cachedAt() const
{
    std::optional<WallTime> oldest;
    for (const Provenance &part : parts) {
        if (part.fromCache() && part.cachedAt && (!oldest || *part.cachedAt < *oldest))
            oldest = part.cachedAt;
    }
    return oldest;
}

std::optional<std::chrono::milliseconds> SourceInfo::ttlLeft(const Clock &clock) const
{
    std::optional<std::chrono::milliseconds> least;
    for (const Provenance &part : parts) {
        if (part.fromCache() && part.ttlLeft && (!least || *part.ttlLeft < *least))
            least = part.ttlLeft;
    }
    if (!least)
        return std::nullopt;
    const auto gone = std::chrono::duration_cast<std::chrono::milliseconds>(clock.steady() - receivedSteady);
    return std::max(std::chrono::milliseconds(0), *least - gone);
}

bool SourceInfo::isEndless() const
{
    return !parts.empty() && std::all_of(parts.begin(), parts.end(), [this](const Provenance &part) {
        return std::find(endless.begin(), endless.end(), part.key) != endless.end();
    });
}

int SourceInfo::fromCache() const
{
    if (mix)
        return mix->fromCache;
    return static_cast<int>(
        std::count_if(parts.begin(), parts.end(), [](const Provenance &part) { return part.fromCache(); }));
}

int SourceInfo::fromDatabase() const
{
    return mix ? mix->fromDatabase : static_cast<int>(parts.size()) - fromCache();
}

} // namespace hrcache
