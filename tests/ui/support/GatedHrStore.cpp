#include "ui/support/GatedHrStore.h"

namespace hrcache {

Task<std::vector<Result<HrRows>>> GatedHrStore::read(std::vector<HrQuery> queries, std::stop_token stop)
{
    const size_t count = queries.size();
    auto rows = co_await m_inner.read(std::move(queries));
    co_await reads.pass();
    if (stop.stop_requested()) {
        ++m_cancelled;
        const Error cancelled = Error::make(ErrorCode::Cancelled, {});
        co_return std::vector<Result<HrRows>>(count, Result<HrRows>(tl::unexpect, cancelled));
    }
    if (reads.error())
        co_return std::vector<Result<HrRows>>(count, Result<HrRows>(tl::unexpect, *reads.error()));
    co_return rows;
}

Task<Result<WriteFacts>> GatedHrStore::writeFacts(HrWrite write, UserId user)
{
    co_await writes.pass();
    if (writes.error())
        co_return failure(*writes.error());
    auto facts = co_await m_inner.writeFacts(std::move(write), std::move(user));
    co_return facts;
}

Task<Result<WriteOutcome>> GatedHrStore::write(HrWrite write)
{
    m_lastWrite = write;
    ++m_writeCount;
    const auto lost = std::exchange(m_loseCommit, {});
    const Error unknown = Error::make(ErrorCode::CommitUnknown,
                                      QStringLiteral("It is not known whether the change was saved."));
    if (lost && !*lost)
        co_return failure(unknown);
    auto outcome = co_await m_inner.write(std::move(write));
    if (lost)
        co_return failure(unknown);
    co_return outcome;
}

Task<Result<std::vector<UserId>>> GatedHrStore::holders(CompanyId company)
{
    auto users = co_await m_inner.holders(std::move(company));
    co_return users;
}

Task<Result<StoreStatus>> GatedHrStore::check()
{
    auto status = co_await m_inner.check();
    co_return status;
}

} // namespace hrcache
