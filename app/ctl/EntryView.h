#pragma once

#include "cache/CacheStore.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QString>

namespace hrcache {

/// One key's value, taken apart for people and programs. Takes anything that may stand in a key.
class EntryView
{
    Q_DECLARE_TR_FUNCTIONS(EntryView)
public:
    enum class State {
        Entry,
        Lease,   ///< somebody is filling the key
        Foreign, ///< no envelope: something else has this key
        Damaged  ///< compressed, and cannot be decompressed
    };

    EntryView(QByteArray key, const CacheValue &value);

    [[nodiscard]] State state() const { return m_state; }

    [[nodiscard]] QString toText() const;
    /// One JSON object on one line.
    [[nodiscard]] QByteArray toJson() const;

private:
    [[nodiscard]] QByteArray member(const char *name) const;
    /// Why readers do not use the entry; empty if they do.
    [[nodiscard]] QString refusalText() const;

    QByteArray m_key;
    std::optional<std::chrono::milliseconds> m_ttlLeft;
    qsizetype m_storedBytes = 0;
    bool m_compressed = false;
    QByteArray m_json; ///< after decompression
    std::vector<std::pair<QByteArray, QByteArray>> m_members;
    QString m_problem;
    State m_state = State::Foreign;
};

} // namespace hrcache
