#pragma once

#include "hr/HrStore.h"
#include "ui/support/Gate.h"

namespace hrcache {

/// Another store behind gates: what it answers comes when a test wants it, or not at all.
class GatedHrStore final : public HrStore
{
public:
    /// `inner` must outlive this store.
    explicit GatedHrStore(HrStore &inner)
        : m_inner(inner)
    {
    }

    Gate reads;  ///< read(); what is held was read from the inner store already, so that it can be old
    Gate writes; ///< writeFacts() and write()

    Task<std::vector<Result<HrRows>>> read(std::vector<HrQuery> queries, std::stop_token stop = {}) override;
    Task<Result<WriteFacts>> writeFacts(HrWrite write, UserId user) override;
    Task<Result<WriteOutcome>> write(HrWrite write) override;
    Task<Result<std::vector<UserId>>> holders(CompanyId company) override;
    Task<Result<StoreStatus>> check() override;

    [[nodiscard]] QString name() const override { return m_inner.name(); }

    /// The next write() loses its connection: done or not, nobody knows (CommitUnknown).
    void loseCommit(bool done) { m_loseCommit = done; }

    /// What write() was given last.
    [[nodiscard]] const HrWrite &lastWrite() const { return m_lastWrite; }

    /// Calls of write().
    [[nodiscard]] int writeCount() const { return m_writeCount; }

    /// Reads that were given up by their caller.
    [[nodiscard]] int cancelled() const { return m_cancelled; }

private:
    HrStore &m_inner;
    HrWrite m_lastWrite;
    int m_writeCount = 0;
    std::optional<bool> m_loseCommit;
    int m_cancelled = 0;
};

} // namespace hrcache
