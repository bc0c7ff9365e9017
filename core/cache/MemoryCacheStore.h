#pragma once

#include "base/Clock.h"
#include "cache/CacheStore.h"

#include <QHash>

#include <map>

namespace hrcache {

/// A CacheStore in this process: the embedded default, with the semantics of Redis. Single-threaded.
class MemoryCacheStore final : public CacheStore
{
public:
    /// `clock` must outlive the store. Above `maximumBytes` (keys and values) the entries that expire first
    /// make room.
    explicit MemoryCacheStore(const Clock &clock, qint64 maximumBytes = 64 * 1024 * 1024);

    Task<std::vector<Result<CacheValue>>> get(std::vector<QByteArray> keys) override;
    Task<std::vector<Result<CacheValue>>> getOrLease(std::vector<LeaseRequest> requests,
                                                     std::chrono::milliseconds leaseTime) override;
    Task<std::vector<Result<bool>>> setIfUnchanged(std::vector<ConditionalSet> requests) override;
    Task<Result<void>> set(QByteArray key, QByteArray value, std::chrono::seconds ttl) override;
    Task<Result<qint64>> remove(std::vector<QByteArray> keys, QByteArray channel,
                                QByteArray message) override;
    Task<std::vector<Result<CacheKeyInfo>>> describe(std::vector<QByteArray> keys) override;
    Task<Result<ScanPage>> scan(QByteArray pattern, QByteArray cursor, int count) override;
    Task<Result<qint64>> keyCount() override;
    Task<Result<void>> ping() override;
    Task<Result<CacheStatus>> check() override;

    [[nodiscard]] QString name() const override { return QStringLiteral("memory"); }

private:
    struct Entry
    {
        QByteArray value;
        SteadyTime deadline;
    };

    using Entries = std::map<QByteArray, Entry>;

    /// The live entry, or none; an expired one is removed.
    Entry *find(const QByteArray &key);
    void store(const QByteArray &key, const QByteArray &value, std::chrono::milliseconds ttl);
    bool erase(const QByteArray &key);
    void makeRoom();
    [[nodiscard]] std::chrono::milliseconds left(const Entry &entry) const;

    const Clock &m_clock;
    qint64 m_maximumBytes;
    qint64 m_bytes = 0;
    Entries m_entries;
};

} // namespace hrcache
