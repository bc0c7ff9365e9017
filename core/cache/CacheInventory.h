#pragma once

#include "cache/CacheKey.h"
#include "cache/CacheStore.h"
#include "hr/HrStore.h"

#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <stop_token>

namespace hrcache {

/// Which keys are meant.
struct KeyScope
{
    std::vector<UserId> users; ///< empty: every user
    CompanyId company;         ///< empty: every company (only by scanning)
};

/// Whether the whole key space is walked to complete what follows from the rows.
enum class ScanPolicy {
    Never,
    WhenSmall, ///< only if the database holds at most CacheInventory::smallKeyCount keys
    Always
};

/// The keys that exist, and how they were found.
struct KeyInventory
{
    std::vector<CacheKeyInfo> entries; ///< without leases; ordered by key
    /// Keys that a reader is filling now.
    std::vector<QByteArray> leases;
    qsizetype fromRows = 0;  ///< of these, how many follow from the rows of the database
    qsizetype fromScan = 0;  ///< of these, how many only the scan found
    bool scanned = false;    ///< the whole key space was walked: the list is complete
    qsizetype denied = 0;    ///< keys that this role may not look at
    qint64 keysInServer = 0; ///< everybody's
    QString note;            ///< for people: why something was left out; else empty
};

/// The figures of the seed's statistics call.
struct CacheStats
{
    qint64 totalKeys = 0;
    std::map<QByteArray, qint64> dataTypes;
    qint64 totalSizeBytes = 0; ///< of the values
    QByteArray oldestEntry;    ///< cached_at as written; empty if there is none
    QByteArray newestEntry;
};

/// Finds the HR keys of users and companies without walking everybody's keys: nearly all follow from the
/// rows (employees, clusters, countries and languages). Same thread as its stores. It may go while it is
/// asked something; that ends with Cancelled then.
class CacheInventory final : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 smallKeyCount = 100'000;

    /// `rows` may be null: then keys are found by scanning only. Both must outlive this object.
    CacheInventory(CacheStore &store, HrStore *rows);
    ~CacheInventory() override;

    /// `progress` (may be empty) is told how many keys were found while a scan goes on. `stop` ends it before
    /// the next step (Cancelled).
    Task<Result<KeyInventory>> collect(KeyScope scope, ScanPolicy policy,
                                       std::function<void(qsizetype)> progress = {},
                                       std::stop_token stop = {});

    /// Every key that can exist for the scope according to the rows. Empty if the rows cannot be asked.
    Task<Result<std::vector<QByteArray>>> candidates(KeyScope scope);

    [[nodiscard]] static CacheStats stats(const KeyInventory &inventory);

private:
    Task<Result<void>> describe(std::shared_ptr<const std::vector<QByteArray>> keys, KeyInventory *inventory,
                                std::stop_token stop);
    Task<Result<void>> scan(QByteArray pattern, KeyScope scope,
                            std::shared_ptr<const std::vector<QByteArray>> known, KeyInventory *inventory,
                            std::function<void(qsizetype)> progress, std::stop_token stop);

    CacheStore &m_store;
    HrStore *m_rows;
};

} // namespace hrcache
