#pragma once

#include "base/Clock.h"
#include "hr/HrDocument.h"
#include "hr/HrRows.h"

#include <QByteArray>

#include <optional>

namespace hrcache {

/// The JSON object that stands in a cache key (see the contract, "Value").
struct CacheEnvelope
{
    /// What the bytes in a key turned out to be.
    enum class State {
        Usable,
        Lease,        ///< somebody is filling the key at this moment
        Empty,        ///< `data` is empty: never a HIT
        Paged,        ///< `data` is empty, and the rows are in `pages` keys of `snapshot`: of employees only
        OtherVersion, ///< written by another version of this program
        Incomplete,   ///< a row lacks a needed member, or has it in another type
        Broken        ///< no envelope at all
    };

    State state = State::Broken;
    HrDocument document;         ///< for Usable
    QByteArray cachedAt;         ///< as written: local time of the writer, without a zone
    std::chrono::seconds ttl{0}; ///< as written
    QByteArray source;
    QByteArray snapshot; ///< of a page, and for Paged: which pages belong together
    int pages = 0;       ///< for Paged, and as written

    /// Version of the rows in `data` that this program writes; absent in foreign envelopes, which are taken
    /// for what their members say.
    static constexpr int schemaVersion = 1;

    /// Decodes the value of a key that holds data of `kind`, in one pass. Never fails: see state.
    [[nodiscard]] static CacheEnvelope parse(HrQuery::Kind kind, QByteArray bytes);

    /// Whether the bytes are a lease; cheaper than parse().
    [[nodiscard]] static bool isLease(const QByteArray &bytes);

    /// Whether the bytes are what composeIndex() makes; cheaper than parse().
    [[nodiscard]] static bool isIndex(const QByteArray &bytes);

    /// The pages of a list.
    struct Pages
    {
        QByteArray snapshot;
        int count = 0;
    };

    /// What an index names; none if the bytes are no index.
    [[nodiscard]] static std::optional<Pages> pagesNamedBy(const QByteArray &bytes);
    /// Whether the last bytes of a value are those of a page of that snapshot.
    [[nodiscard]] static bool isPageOf(const QByteArray &tail, const QByteArray &snapshot);

    /// The bytes to store. `source` as CacheKey::source(); `snapshot` only for pages: hexadecimal digits.
    [[nodiscard]] static QByteArray compose(const QByteArray &data, WallTime cachedAt,
                                            std::chrono::seconds ttl, const QByteArray &source,
                                            const QByteArray &snapshot = {});
    /// What stands in the key of a list whose `rows` rows are in pages. The existing backend takes it for an
    /// empty entry, so never serves it; whoever deletes the list deletes it, and nobody reads the pages then.
    [[nodiscard]] static QByteArray composeIndex(WallTime cachedAt, std::chrono::seconds ttl,
                                                 const QByteArray &source, const QByteArray &snapshot,
                                                 qsizetype pages, qsizetype rows);
    /// A lease with a new random token. The existing backend takes it for an empty entry, so never serves it.
    [[nodiscard]] static QByteArray composeLease(WallTime now);

    /// `cached_at` found in the last bytes of a value, without parsing it; empty if it is not there.
    [[nodiscard]] static QByteArray cachedAtInTail(const QByteArray &tail);
    /// Whether the last bytes of a value are those of an envelope of this program.
    [[nodiscard]] static bool isOwnTail(const QByteArray &tail);
    /// `cached_at` as a point in time, taking it for this machine's local time.
    [[nodiscard]] static std::optional<WallTime> parseCachedAt(const QByteArray &cachedAt);
};

} // namespace hrcache
