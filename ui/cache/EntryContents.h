#pragma once

#include "base/Clock.h"
#include "base/Result.h"
#include "base/Tasks.h"
#include "cache/CacheStore.h"

#include <QJsonValue>
#include <QString>

#include <optional>

namespace hrcache {

/// The value of one key, taken apart for people. A value; made on any thread.
struct EntryContents
{
    enum class State {
        Gone,    ///< the key does not exist
        Entry,   ///< an envelope of the HR cache
        Lease,   ///< somebody is filling the key
        Foreign, ///< something else: readers take it for a MISS
        Damaged  ///< compressed, and it cannot be decompressed; `problem` has the words
    };

    /// Larger values are read only when somebody asks for it.
    static constexpr qint64 readAtOnceBytes = 256 * 1024;
    /// Of a compressed value, when it is decompressed.
    static constexpr qsizetype maximumBytes = 64 * 1024 * 1024;
    /// Of the text tab; the rest is there to be copied.
    static constexpr qsizetype shownTextBytes = 256 * 1024;

    State state = State::Gone;
    QByteArray key;
    std::optional<SteadyTime> deadline; ///< none: it never expires
    qint64 storedBytes = 0;
    bool compressed = false;
    QByteArray json; ///< the value, decompressed
    QString problem;

    // As they stand in the envelope.
    QString cachedAt;
    std::chrono::seconds ttl{0};
    QString source;
    std::optional<int> schemaVersion; ///< none: another program wrote it
    qsizetype items = 0;              ///< rows of `data`, 1 for an object; of a list in pages those in them
    qsizetype pages = 0;              ///< of a list in pages: in how many keys beside this one its rows are

    QJsonValue tree;      ///< the whole value; undefined if it is no JSON
    QString text;         ///< the beginning of it, indented
    bool textCut = false; ///< there is more than `text`

    [[nodiscard]] static EntryContents parse(QByteArray key, QByteArray value);
};

/// Reads a key and takes its value apart, large ones on a thread pool. `store` and `clock` must outlive the
/// task, or fail it.
[[nodiscard]] Task<Result<EntryContents>> readEntry(CacheStore *store, const Clock *clock, QByteArray key);

} // namespace hrcache
