#pragma once

#include "base/Completion.h"
#include "base/TurnEnd.h"
#include "hr/HrStore.h"

#include <memory>
#include <vector>

namespace hrcache {

/// A database whose reads of one turn of the event loop go in one round trip, whoever asks for them. For a
/// command that asks several questions at once and would open a connection for each; what can be cancelled
/// goes alone.
class JoinedReads final : public HrStore
{
public:
    explicit JoinedReads(std::unique_ptr<HrStore> inner);

    Task<std::vector<Result<HrRows>>> read(std::vector<HrQuery> queries, std::stop_token stop) override;

    Task<Result<WriteFacts>> writeFacts(HrWrite write, UserId user) override
    {
        return m_inner->writeFacts(std::move(write), std::move(user));
    }

    Task<Result<WriteOutcome>> write(HrWrite write) override { return m_inner->write(std::move(write)); }

    Task<Result<std::vector<UserId>>> holders(CompanyId company) override
    {
        return m_inner->holders(std::move(company));
    }

    Task<Result<StoreStatus>> check() override { return m_inner->check(); }

    void prepare() override { m_inner->prepare(); }

    [[nodiscard]] QString name() const override { return m_inner->name(); }

private:
    struct Waiting
    {
        std::vector<HrQuery> queries;
        Completer<Result<std::vector<Result<HrRows>>>> completer;
    };

    Task<> send();

    std::unique_ptr<HrStore> m_inner;
    std::vector<Waiting> m_waiting;
    TurnEnd m_turnEnd;
};

} // namespace hrcache
