#pragma once

#include "hr/HrStore.h"

namespace hrcache {

/// Stands in where no database is configured: everything fails with NotConfigured, in words that say what
/// to set.
class MissingHrStore final : public HrStore
{
public:
    Task<std::vector<Result<HrRows>>> read(std::vector<HrQuery> queries, std::stop_token stop) override;
    Task<Result<WriteFacts>> writeFacts(HrWrite write, UserId user) override;
    Task<Result<WriteOutcome>> write(HrWrite write) override;
    Task<Result<std::vector<UserId>>> holders(CompanyId company) override;
    Task<Result<StoreStatus>> check() override;

    [[nodiscard]] QString name() const override { return QStringLiteral("none"); }

    [[nodiscard]] static Error error();
};

} // namespace hrcache
