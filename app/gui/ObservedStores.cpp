#include "app/gui/ObservedStores.h"

namespace hrcache {

namespace {

/// Says that an operation is under way, and how it ended: Cancelled if nobody did.
class Operation
{
public:
    explicit Operation(std::shared_ptr<LinkTap> tap)
        : m_tap(std::move(tap))
    {
        if (m_tap->began)
            m_tap->began();
    }

    ~Operation()
    {
        const Error cancelled = Error::make(ErrorCode::Cancelled, {});
        end(&cancelled);
    }

    Q_DISABLE_COPY_MOVE(Operation)

    void end(const Error *error)
    {
        if (!std::exchange(m_ended, true))
            m_tap->tell(error);
    }

private:
    std::shared_ptr<LinkTap> m_tap;
    bool m_ended = false;
};

template<typename T>
Task<Result<T>> observed(Task<Result<T>> task, std::shared_ptr<LinkTap> tap)
{
    Operation operation(std::move(tap));
    Result<T> result = co_await task;
    operation.end(result ? nullptr : &result.error());
    co_return result;
}

/// All keys of a call share its fate; one that is refused by itself tells nothing of the server.
template<typename T>
Task<std::vector<Result<T>>> observedAll(Task<std::vector<Result<T>>> task, std::shared_ptr<LinkTap> tap)
{
    Operation operation(std::move(tap));
    std::vector<Result<T>> results = co_await task;
    if (!results.empty())
        operation.end(results.front() ? nullptr : &results.front().error());
    co_return results;
}

} // namespace

ObservedCacheStore::ObservedCacheStore(std::unique_ptr<CacheStore> inner, std::shared_ptr<LinkTap> tap)
    : m_tap(std::move(tap))
    , m_inner(std::move(inner))
{
}

Task<std::vector<Result<CacheValue>>> ObservedCacheStore::get(std::vector<QByteArray> keys)
{
    return observedAll(m_inner->get(std::move(keys)), m_tap);
}

Task<std::vector<Result<CacheValue>>> ObservedCacheStore::getOrLease(std::vector<LeaseRequest> requests,
                                                                     std::chrono::milliseconds leaseTime)
{
    return observedAll(m_inner->getOrLease(std::move(requests), leaseTime), m_tap);
}

Task<std::vector<Result<bool>>> ObservedCacheStore::setIfUnchanged(std::vector<ConditionalSet> requests)
{
    return observedAll(m_inner->setIfUnchanged(std::move(requests)), m_tap);
}

Task<Result<void>> ObservedCacheStore::set(QByteArray key, QByteArray value, std::chrono::seconds ttl)
{
    return observed(m_inner->set(std::move(key), std::move(value), ttl), m_tap);
}

Task<Result<qint64>> ObservedCacheStore::remove(std::vector<QByteArray> keys, QByteArray channel,
                                                QByteArray message)
{
    return observed(m_inner->remove(std::move(keys), std::move(channel), std::move(message)), m_tap);
}

Task<std::vector<Result<CacheKeyInfo>>> ObservedCacheStore::describe(std::vector<QByteArray> keys)
{
    return observedAll(m_inner->describe(std::move(keys)), m_tap);
}

Task<Result<ScanPage>> ObservedCacheStore::scan(QByteArray pattern, QByteArray cursor, int count)
{
    return observed(m_inner->scan(std::move(pattern), std::move(cursor), count), m_tap);
}

Task<Result<qint64>> ObservedCacheStore::keyCount()
{
    return observed(m_inner->keyCount(), m_tap);
}

Task<Result<void>> ObservedCacheStore::ping()
{
    return observed(m_inner->ping(), m_tap);
}

Task<Result<CacheStatus>> ObservedCacheStore::check()
{
    return observed(m_inner->check(), m_tap);
}

ObservedHrStore::ObservedHrStore(std::unique_ptr<HrStore> inner, std::shared_ptr<LinkTap> tap)
    : m_tap(std::move(tap))
    , m_inner(std::move(inner))
{
}

Task<std::vector<Result<HrRows>>> ObservedHrStore::read(std::vector<HrQuery> queries, std::stop_token stop)
{
    return observedAll(m_inner->read(std::move(queries), stop), m_tap);
}

Task<Result<WriteFacts>> ObservedHrStore::writeFacts(HrWrite write, UserId user)
{
    return observed(m_inner->writeFacts(std::move(write), std::move(user)), m_tap);
}

Task<Result<WriteOutcome>> ObservedHrStore::write(HrWrite write)
{
    return observed(m_inner->write(std::move(write)), m_tap);
}

Task<Result<std::vector<UserId>>> ObservedHrStore::holders(CompanyId company)
{
    return observed(m_inner->holders(std::move(company)), m_tap);
}

Task<Result<StoreStatus>> ObservedHrStore::check()
{
    return observed(m_inner->check(), m_tap);
}

} // namespace hrcache
