#pragma once

#include "hr/HrStore.h"
#include "postgres/PgConfig.h"
#include "postgres/PgPool.h"

namespace hrcache {

/// The HR tables in PostgreSQL. A read of any number of queries, the facts before a write and a write with
/// its BEGIN and COMMIT take one round trip each.
class PgHrStore final : public HrStore
{
public:
    explicit PgHrStore(PgConfig config, PgPool::Limits limits = {});
    ~PgHrStore() override;

    Task<std::vector<Result<HrRows>>> read(std::vector<HrQuery> queries, std::stop_token stop = {}) override;
    Task<Result<WriteFacts>> writeFacts(HrWrite write, UserId user) override;
    Task<Result<WriteOutcome>> write(HrWrite write) override;
    Task<Result<std::vector<UserId>>> holders(CompanyId company) override;
    Task<Result<StoreStatus>> check() override;
    void prepare() override;
    [[nodiscard]] QString name() const override;

private:
    /// Shared so that a call can tell, after it was resumed, whether the store is still there.
    std::shared_ptr<PgPool> m_pool;
};

} // namespace hrcache
