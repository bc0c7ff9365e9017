#pragma once

#include "base/Clock.h"
#include "base/Ids.h"

#include <QByteArray>

#include <vector>

namespace hrcache {

/// Keys that must go but whose DEL was not acknowledged.
struct PendingInvalidation
{
    quint64 id = 0; ///< given by the journal
    CompanyId company;
    std::vector<QByteArray> keys;
    /// What the keys end in ("employees", …) that must also go for every unlisted holder, who could not be
    /// asked for.
    std::vector<QByteArray> endsForUnlisted;
    WallTime since{};
    WallTime until{}; ///< by then every entry has expired by itself
};

/// Where unacknowledged invalidations are kept until they are acknowledged. An implementation may be
/// durable; this interface does not fail: what cannot be kept is kept in memory.
class InvalidationJournal
{
public:
    virtual ~InvalidationJournal() = default;

    virtual quint64 add(PendingInvalidation pending) = 0;
    virtual void remove(quint64 id) = 0;
    /// Oldest first.
    [[nodiscard]] virtual std::vector<PendingInvalidation> entries() const = 0;
};

/// Kept as long as the process.
class MemoryInvalidationJournal final : public InvalidationJournal
{
public:
    quint64 add(PendingInvalidation pending) override;
    void remove(quint64 id) override;

    [[nodiscard]] std::vector<PendingInvalidation> entries() const override { return m_entries; }

private:
    quint64 m_lastId = 0;
    std::vector<PendingInvalidation> m_entries;
};

} // namespace hrcache
