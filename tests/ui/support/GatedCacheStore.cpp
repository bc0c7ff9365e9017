#include "ui/support/GatedCacheStore.h"

namespace hrcache {

namespace {

template<typename T>
std::vector<Result<T>> allFailed(size_t count, const Error &error)
{
    return std::vector<Result<T>>(count, Result<T>(tl::unexpect, error));
}

} // namespace

Task<std::vector<Result<CacheValue>>> GatedCacheStore::get(std::vector<QByteArray> keys)
{
    if (m_error)
        co_return allFailed<CacheValue>(keys.size(), *m_error);
    auto values = co_await m_inner.get(std::move(keys));
    co_return values;
}

Task<std::vector<Result<CacheValue>>> GatedCacheStore::getOrLease(std::vector<LeaseRequest> requests,
                                                                  std::chrono::milliseconds leaseTime)
{
    if (m_error)
        co_return allFailed<CacheValue>(requests.size(), *m_error);
    auto values = co_await m_inner.getOrLease(std::move(requests), leaseTime);
    co_return values;
}

Task<std::vector<Result<bool>>> GatedCacheStore::setIfUnchanged(std::vector<ConditionalSet> requests)
{
    if (m_error)
        co_return allFailed<bool>(requests.size(), *m_error);
    auto done = co_await m_inner.setIfUnchanged(std::move(requests));
    co_return done;
}

Task<Result<void>> GatedCacheStore::set(QByteArray key, QByteArray value, std::chrono::seconds ttl)
{
    if (m_error)
        co_return failure(*m_error);
    auto done = co_await m_inner.set(std::move(key), std::move(value), ttl);
    co_return done;
}

Task<Result<qint64>> GatedCacheStore::remove(std::vector<QByteArray> keys, QByteArray channel,
                                             QByteArray message)
{
    if (m_error)
        co_return failure(*m_error);
    auto removed = co_await m_inner.remove(std::move(keys), std::move(channel), std::move(message));
    co_return removed;
}

Task<std::vector<Result<CacheKeyInfo>>> GatedCacheStore::describe(std::vector<QByteArray> keys)
{
    if (m_error)
        co_return allFailed<CacheKeyInfo>(keys.size(), *m_error);
    auto infos = co_await m_inner.describe(std::move(keys));
    co_return infos;
}

Task<Result<ScanPage>> GatedCacheStore::scan(QByteArray pattern, QByteArray cursor, int count)
{
    if (m_error)
        co_return failure(*m_error);
    auto page = co_await m_inner.scan(std::move(pattern), std::move(cursor), count);
    co_return page;
}

Task<Result<qint64>> GatedCacheStore::keyCount()
{
    if (m_error)
        co_return failure(*m_error);
    auto count = co_await m_inner.keyCount();
    co_return count;
}

Task<Result<void>> GatedCacheStore::ping()
{
    if (m_error)
        co_return failure(*m_error);
    auto done = co_await m_inner.ping();
    co_return done;
}

Task<Result<CacheStatus>> GatedCacheStore::check()
{
    if (m_error)
        co_return failure(*m_error);
    auto status = co_await m_inner.check();
    co_return status;
}

} // namespace hrcache
