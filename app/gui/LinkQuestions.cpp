#include "app/gui/LinkQuestions.h"

#include "base/Clock.h"
#include "base/NextTurn.h"

#include <QCoreApplication>

namespace hrcache {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LinkQuestions)
};

} // namespace

Task<Result<std::chrono::microseconds>> pingCache(CacheStore *store)
{
    const auto since = Clock::system().steady();
    auto task = store->ping();
    const Result<void> done = co_await task;
    if (!done)
        co_return failure(done.error());
    co_return std::chrono::duration_cast<std::chrono::microseconds>(Clock::system().steady() - since);
}

Task<Result<std::chrono::microseconds>> pingDatabase(HrStore *store, std::stop_token stop)
{
    const auto since = Clock::system().steady();
    std::vector<HrQuery> queries{HrQuery::companyByMandate(QStringLiteral("-"))};
    auto task = store->read(std::move(queries), std::move(stop));
    const auto answers = co_await task;
    if (!answers.front())
        co_return failure(answers.front().error());
    co_return std::chrono::duration_cast<std::chrono::microseconds>(Clock::system().steady() - since);
}

Task<Result<std::chrono::microseconds>> pingApart(std::unique_ptr<HrStore> store, std::stop_token stop)
{
    auto task = pingDatabase(store.get(), std::move(stop));
    const auto answer = co_await task;
    // Not from inside of a call of what is destroyed.
    co_await nextTurn();
    co_return answer;
}

Task<Result<QString>> limitsOfCache(CacheStore *store)
{
    auto task = store->check();
    const Result<CacheStatus> status = co_await task;
    if (!status)
        co_return failure(status.error());
    QStringList words;
    if (!status->primary)
        words << Text::tr("This is a replica: it takes no writes, so nothing is cached.");
    words += status->missingRights;
    co_return words.join(u'\n');
}

Task<Result<QString>> limitsOfDatabase(HrStore *store)
{
    auto task = store->check();
    const Result<StoreStatus> status = co_await task;
    if (!status)
        co_return failure(status.error());
    QStringList words;
    if (!status->primary)
        words << Text::tr("This is a replica: what it answers may be old.");
    if (const QStringList missing = status->missing(); !missing.isEmpty())
        words << Text::tr("Missing in the database: %1.").arg(missing.join(QStringLiteral(", ")));
    else if (!status->rights.contains(QStringLiteral("update")))
        words << Text::tr("This login may not change anything.");
    co_return words.join(u'\n');
}

} // namespace hrcache
