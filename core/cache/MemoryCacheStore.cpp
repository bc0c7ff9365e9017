#include "cache/MemoryCacheStore.h"

#include <QCoreApplication>

#include <algorithm>

namespace hrcache {

namespace {

constexpr qsizetype tailLength = 512;

QString noTtl()
{
    return QCoreApplication::translate("MemoryCacheStore", "An entry must live for at least a second.");
}

} // namespace

MemoryCacheStore::MemoryCacheStore(const Clock &clock, qint64 maximumBytes)
    : m_clock(clock)
    , m_maximumBytes(maximumBytes)
{
}

MemoryCacheStore::Entry *MemoryCacheStore::find(const QByteArray &key)
{
    const auto found = m_entries.find(key);
    if (found == m_entries.end())
        return nullptr;
    if (found->second.deadline > m_clock.steady())
        return &found->second;
    erase(key);
    return nullptr;
}

void MemoryCacheStore::store(const QByteArray &key, const QByteArray &value, std::chrono::milliseconds ttl)
{
    erase(key);
    m_bytes += key.size() + value.size();
    m_entries.emplace(key, Entry{value, m_clock.steady() + ttl});
    makeRoom();
}

bool MemoryCacheStore::erase(const QByteArray &key)
{
    const auto found = m_entries.find(key);
    if (found == m_entries.end())
        return false;
    m_bytes -= key.size() + found->second.value.size();
    m_entries.erase(found);
    return true;
}

void MemoryCacheStore::makeRoom()
{
    while (m_bytes > m_maximumBytes && !m_entries.empty()) {
        const auto first =
            std::min_element(m_entries.begin(), m_entries.end(), [](const auto &a, const auto &b) {
                return a.second.deadline < b.second.deadline;
            });
        erase(QByteArray(first->first));
    }
}

std::chrono::milliseconds MemoryCacheStore::left(const Entry &entry) const
{
    return std::chrono::ceil<std::chrono::milliseconds>(entry.deadline - m_clock.steady());
}

Task<std::vector<Result<CacheValue>>> MemoryCacheStore::get(std::vector<QByteArray> keys)
{
    std::vector<Result<CacheValue>> values;
    values.reserve(keys.size());
    for (const QByteArray &key : keys) {
        CacheValue value;
        if (const Entry *entry = find(key)) {
            value.value = entry->value;
            value.ttlLeft = left(*entry);
        }
        values.emplace_back(std::move(value));
    }
    co_return values;
}

Task<std::vector<Result<CacheValue>>> MemoryCacheStore::getOrLease(std::vector<LeaseRequest> requests,
                                                                   std::chrono::milliseconds leaseTime)
{
    std::vector<Result<CacheValue>> values;
    values.reserve(requests.size());
    for (const LeaseRequest &request : requests) {
        CacheValue value;
        if (const Entry *entry = find(request.key)) {
            value.value = entry->value;
            value.ttlLeft = left(*entry);
        } else {
            store(request.key, request.lease, leaseTime);
            value.leased = true;
        }
        values.emplace_back(std::move(value));
    }
    co_return values;
}

Task<std::vector<Result<bool>>> MemoryCacheStore::setIfUnchanged(std::vector<ConditionalSet> requests)
{
    std::vector<Result<bool>> done;
    done.reserve(requests.size());
    for (const ConditionalSet &request : requests) {
        if (!request.value.isEmpty() && request.ttl.count() <= 0) {
            done.emplace_back(failure(ErrorCode::InvalidArgument, noTtl()));
            continue;
        }
        const Entry *entry = find(request.key);
        const bool unchanged = entry != nullptr && entry->value == request.expected;
        if (unchanged && request.value.isEmpty())
            erase(request.key);
        else if (unchanged)
            store(request.key, request.value, request.ttl);
        done.emplace_back(unchanged);
    }
    co_return done;
}

Task<Result<void>> MemoryCacheStore::set(QByteArray key, QByteArray value, std::chrono::seconds ttl)
{
    if (ttl.count() <= 0)
        co_return failure(ErrorCode::InvalidArgument, noTtl());
    store(key, value, ttl);
    co_return {};
}

Task<Result<qint64>> MemoryCacheStore::remove(std::vector<QByteArray> keys, QByteArray, QByteArray)
{
    qint64 removed = 0;
    for (const QByteArray &key : keys)
        removed += find(key) != nullptr && erase(key) ? 1 : 0;
    co_return removed;
}

Task<std::vector<Result<CacheKeyInfo>>> MemoryCacheStore::describe(std::vector<QByteArray> keys)
{
    std::vector<Result<CacheKeyInfo>> infos;
    infos.reserve(keys.size());
    for (const QByteArray &key : keys) {
        CacheKeyInfo info;
        info.key = key;
        if (const Entry *entry = find(key)) {
            info.exists = true;
            info.bytes = entry->value.size();
            info.ttlLeft = left(*entry);
            info.tail = entry->value.right(tailLength);
        }
        infos.emplace_back(std::move(info));
    }
    co_return infos;
}

Task<Result<ScanPage>> MemoryCacheStore::scan(QByteArray pattern, QByteArray cursor, int count)
{
    // The cursor is the hexadecimal key to go on with: keys that come or go meanwhile disturb nothing.
    ScanPage page;
    page.cursor = QByteArrayLiteral("0");
    auto at = cursor == "0" ? m_entries.begin() : m_entries.lower_bound(QByteArray::fromHex(cursor));
    for (int seen = 0; at != m_entries.end(); ++at, ++seen) {
        if (seen == std::max(1, count)) {
            page.cursor = at->first.toHex();
            break;
        }
        if (at->second.deadline > m_clock.steady() && globMatches(pattern, at->first))
            page.keys.push_back(at->first);
    }
    co_return page;
}

Task<Result<qint64>> MemoryCacheStore::keyCount()
{
    co_return std::count_if(m_entries.begin(), m_entries.end(),
                            [this](const auto &item) { return item.second.deadline > m_clock.steady(); });
}

Task<Result<void>> MemoryCacheStore::ping()
{
    co_return {};
}

Task<Result<CacheStatus>> MemoryCacheStore::check()
{
    CacheStatus status;
    status.product = name();
    status.version = QStringLiteral(HRCACHE_VERSION);
    status.keys = static_cast<qint64>(m_entries.size());
    status.canWrite = status.canScript = status.canPublish = status.canScan = true;
    co_return status;
}

} // namespace hrcache
