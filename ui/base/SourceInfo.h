#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "hr/Sourced.h"

#include <QCoreApplication>
#include <QMetaType>

#include <vector>

namespace hrcache {

enum class KeyChange;

/// Where a block of data on screen comes from, as its SourceBadge shows it. A value: pages keep one for each
/// block and hand a new one to the badge whenever something becomes known.
struct SourceInfo
{
    Q_DECLARE_TR_FUNCTIONS(SourceInfo)

public:
    enum class State {
        None,     ///< nothing was loaded yet
        Cache,    ///< read from the cache
        Database, ///< read from the database
        Stale,    ///< on screen is something that the key was changed, deleted or invalidated since
        Offline,  ///< the database cannot be reached: the last known rows
        Error,    ///< nothing could be read
        Sample    ///< sample data
    };

    State state = State::None;
    /// One for each read that the block is composed of; most blocks have one.
    std::vector<Provenance> parts;

    /// How many reads the parts stand for.
    struct Mix
    {
        int fromCache = 0;
        int fromDatabase = 0;
    };

    /// Set where there are too many reads to keep one part for each: then there is one for those of the cache
    /// and one for those of the database.
    std::optional<Mix> mix;
    /// Keys of parts that are known not to expire.
    std::vector<QByteArray> endless;
    /// When the answer came, on both clocks: ages and TTLs are counted from here.
    WallTime receivedAt{};
    SteadyTime receivedSteady{};
    /// Why it is Stale, Offline or in Error, in words for a person.
    QString words;
    /// Technical text to it.
    QString detail;

    /// Cache or Database, as the answer says.
    [[nodiscard]] static SourceInfo of(const Provenance &from, const Clock &clock);
    /// Of a block composed of several reads: Cache if all came from there.
    [[nodiscard]] static SourceInfo ofAll(std::vector<Provenance> parts, const Clock &clock);
    /// Of a block composed of many reads: `cached` and `read` stand for those of either kind, if there are
    /// any.
    [[nodiscard]] static SourceInfo ofMany(const Provenance &cached, const Provenance &read, Mix mix,
                                           const Clock &clock);

    /// What the badge shows after a read failed: Offline over rows that stay, Stale if the failure was not a
    /// lost connection, Error without rows.
    [[nodiscard]] SourceInfo afterFailure(const hrcache::Error &error, bool rowsStay) const;
    /// The same rows, of which the key is not what it was: `why` is a sentence.
    [[nodiscard]] SourceInfo turnedStale(const QString &why) const;

    /// What is shown after the key of the block changed; none if it stays as it is (an entry that merely
    /// expired does not make rows old: its TTL is then 0, see afterTtlChange()).
    [[nodiscard]] std::optional<SourceInfo> afterKeyChange(KeyChange change) const;

    /// The same rows, of whose cache entries the one in `key` has this TTL from now on (none: it does not
    /// expire); none if none of them was read from there.
    [[nodiscard]] std::optional<SourceInfo> afterTtlChange(const QByteArray &key,
                                                           std::optional<std::chrono::milliseconds> left,
                                                           const Clock &clock) const;

    /// The oldest part's time in the cache; none if nothing came from there.
    [[nodiscard]] std::optional<WallTime> cachedAt() const;
    /// What is left now of the TTL that ends first, not below zero; none if unknown or not from the cache.
    [[nodiscard]] std::optional<std::chrono::milliseconds> ttlLeft(const Clock &clock) const;
    /// Whether the rows came from the cache, and nothing there will expire.
    [[nodiscard]] bool isEndless() const;
    /// Reads that came from the cache, and from the database.
    [[nodiscard]] int fromCache() const;
    [[nodiscard]] int fromDatabase() const;
};

} // namespace hrcache

Q_DECLARE_METATYPE(hrcache::SourceInfo)
