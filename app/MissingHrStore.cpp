#include "app/MissingHrStore.h"

#include <QCoreApplication>

namespace hrcache {

Error MissingHrStore::error()
{
    return Error::make(ErrorCode::NotConfigured,
                       QCoreApplication::translate(
                           "MissingHrStore", "No database is configured, only Redis. Set NEON_DATABASE_URL "
                                             "(postgresql://user:password@host/database?sslmode=require)."));
}

Task<std::vector<Result<HrRows>>> MissingHrStore::read(std::vector<HrQuery> queries, std::stop_token)
{
    std::vector<Result<HrRows>> results;
    for (size_t i = 0; i < queries.size(); ++i)
        results.emplace_back(failure(error()));
    co_return results;
}

Task<Result<WriteFacts>> MissingHrStore::writeFacts(HrWrite, UserId)
{
    co_return failure(error());
}

Task<Result<WriteOutcome>> MissingHrStore::write(HrWrite)
{
    co_return failure(error());
}

Task<Result<std::vector<UserId>>> MissingHrStore::holders(CompanyId)
{
    co_return failure(error());
}

Task<Result<StoreStatus>> MissingHrStore::check()
{
    co_return failure(error());
}

} // namespace hrcache
