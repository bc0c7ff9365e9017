#pragma once

#include "base/Clock.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <optional>

namespace hrcache {

enum class Source { Cache, Database };

/// Why the answer came from where it came from.
enum class Reason {
    Hit,              ///< the cache had it
    Miss,             ///< the cache had nothing
    Forced,           ///< the caller asked for the database
    NoUser,           ///< without a user id the cache is neither read nor written
    NotCached,        ///< this kind of data has no cache entry, or its TTL is set to 0
    CacheUnreachable, ///< no connection, no answer in time, or an error reply; see Provenance::note
    BeingFilled,      ///< somebody else is filling the entry at this moment
    InPages,          ///< the list is kept in pages, which are read for a window only
    Unusable          ///< the entry is broken, empty, of another schema version, or lacks a needed member
};

/// "HIT", "MISS", "forced", … : the field's terms, not translated.
[[nodiscard]] QString reasonName(Reason reason);

/// Where an answer came from, and how old it is.
struct Provenance
{
    Source source = Source::Database;
    Reason reason = Reason::Miss;
    QString server;                                   ///< "Redis", "memory", "PostgreSQL", "SQLite"
    QByteArray key;                                   ///< the cache key; empty if there is none
    std::optional<WallTime> cachedAt;                 ///< when the entry was stored; only for Source::Cache
    std::chrono::seconds ttl{0};                      ///< the entry's whole TTL; 0 if unknown
    std::optional<std::chrono::milliseconds> ttlLeft; ///< at the time of the answer; only for Source::Cache
    std::chrono::microseconds duration{};             ///< from the call to the answer
    qsizetype bytes = 0;                              ///< size of the data as JSON
    qsizetype entryBytes = 0; ///< size of what stood in the key; only for Source::Cache
    QByteArray entryTail;     ///< its last bytes, at most 512; only for Source::Cache, may be empty
    bool willStore = false;   ///< the rows are on their way into the cache
    QString note;             ///< for people: what is wrong with the cache; else empty

    [[nodiscard]] bool fromCache() const { return source == Source::Cache; }
};

/// Data and its provenance.
template<typename T>
struct Sourced
{
    T data;
    Provenance from;
};

} // namespace hrcache
