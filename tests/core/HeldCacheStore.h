#pragma once

#include "base/Completion.h"
#include "cache/MemoryCacheStore.h"

namespace hrcache {

/// A cache in memory that keeps its answers back until it is told to give them, as a distant server does, or
/// to end them all with Cancelled, as a store does when it is taken down.
class HeldCacheStore final : public CacheStore
{
public:
    bool holds = false;
    int calls = 0;

    [[nodiscard]] size_t held() const { return m_held.size(); }

    /// To those who wait now.
    void giveAnswers()
    {
        for (Completer<Result<void>> &held : std::exchange(m_held, {}))
            held.finish({});
    }

    void endAll()
    {
        holds = false;
        for (Completer<Result<void>> &held : std::exchange(m_held, {}))
            held.finish(failure(ErrorCode::Cancelled, {}));
    }

    Task<std::vector<Result<CacheValue>>> get(std::vector<QByteArray> keys) override
    {
        return later(m_inner.get(std::move(keys)));
    }

    Task<std::vector<Result<CacheValue>>> getOrLease(std::vector<LeaseRequest> requests,
                                                     std::chrono::milliseconds leaseTime) override
    {
        return later(m_inner.getOrLease(std::move(requests), leaseTime));
    }

    Task<std::vector<Result<bool>>> setIfUnchanged(std::vector<ConditionalSet> requests) override
    {
        return later(m_inner.setIfUnchanged(std::move(requests)));
    }

    Task<Result<void>> set(QByteArray key, QByteArray value, std::chrono::seconds ttl) override
    {
        return later(m_inner.set(std::move(key), std::move(value), ttl));
    }

    Task<Result<qint64>> remove(std::vector<QByteArray> keys, QByteArray channel, QByteArray message) override
    {
        return later(m_inner.remove(std::move(keys), std::move(channel), std::move(message)));
    }

    Task<std::vector<Result<CacheKeyInfo>>> describe(std::vector<QByteArray> keys) override
    {
        return later(m_inner.describe(std::move(keys)));
    }

    Task<Result<ScanPage>> scan(QByteArray pattern, QByteArray cursor, int count) override
    {
        return later(m_inner.scan(std::move(pattern), std::move(cursor), count));
    }

    Task<Result<qint64>> keyCount() override { return later(m_inner.keyCount()); }

    Task<Result<void>> ping() override { return later(m_inner.ping()); }

    Task<Result<CacheStatus>> check() override { return later(m_inner.check()); }

    [[nodiscard]] QString name() const override { return m_inner.name(); }

private:
    template<typename T>
    static void end(Result<T> &answer, const Error &error)
    {
        answer = failure(error);
    }

    template<typename T>
    static void end(std::vector<Result<T>> &answers, const Error &error)
    {
        for (Result<T> &answer : answers)
            answer = failure(error);
    }

    template<typename Answer>
    Task<Answer> later(Task<Answer> answering)
    {
        ++calls;
        Answer answer = co_await answering;
        if (holds) {
            auto released = m_held.emplace_back().completion();
            const Result<void> given = co_await std::move(released);
            if (!given)
                end(answer, given.error());
        }
        co_return answer;
    }

    MemoryCacheStore m_inner{Clock::system()};
    std::vector<Completer<Result<void>>> m_held;
};

} // namespace hrcache
