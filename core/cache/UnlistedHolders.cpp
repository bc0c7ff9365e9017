#include "cache/UnlistedHolders.h"

#include <QCoreApplication>

namespace hrcache {

namespace {

/// Others may register at the same time; each round one of them succeeds.
constexpr int mostTries = 8;

// Free coroutines: they need the store, which outlives them, and not the object that began them.

Task<Result<void>> addLine(CacheStore &store, QByteArray key, QByteArray line, std::chrono::seconds kept)
{
    for (int tries = 0; tries < mostTries; ++tries) {
        std::vector<LeaseRequest> requests{{key, line}};
        const auto found = co_await store.getOrLease(std::move(requests), kept);
        const Result<CacheValue> &value = found.front();
        if (!value)
            co_return failure(value.error());
        if (value->leased)
            co_return Result<void>();
        if (!value->value)
            break; // a role that may not write
        const QByteArray lines = *value->value;
        const bool isThere = ('\n' + lines).contains('\n' + line);
        if (isThere && value->ttlLeft && *value->ttlLeft > kept / 2)
            co_return Result<void>();
        std::vector<ConditionalSet> changes{{key, lines, isThere ? lines : lines + line, kept}};
        const auto changed = co_await store.setIfUnchanged(std::move(changes));
        if (!changed.front())
            co_return failure(changed.front().error());
        if (*changed.front())
            co_return Result<void>();
    }
    co_return failure(
        ErrorCode::PermissionDenied,
        QCoreApplication::translate("UnlistedHolders", "The cache took no note of who holds a copy."));
}

Task<Result<std::vector<UserId>>> readLines(CacheStore &store, QByteArray key)
{
    std::vector<QByteArray> keys{std::move(key)};
    const auto found = co_await store.get(std::move(keys));
    if (!found.front())
        co_return failure(found.front().error());
    std::vector<UserId> users;
    if (found.front()->value) {
        for (const QByteArray &line : found.front()->value->split('\n')) {
            if (auto user = UserId::parse(QString::fromUtf8(line), {}))
                users.push_back(std::move(*user));
        }
    }
    co_return users;
}

} // namespace

QByteArray UnlistedHolders::key(const CompanyId &company)
{
    return "cache:unlisted:" + company.bytes();
}

Task<Result<void>> UnlistedHolders::add(UserId user, CompanyId company)
{
    return addLine(m_store, key(company), user.bytes() + '\n', m_kept);
}

Task<Result<std::vector<UserId>>> UnlistedHolders::of(CompanyId company)
{
    return readLines(m_store, key(company));
}

} // namespace hrcache
