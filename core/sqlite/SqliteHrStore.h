#pragma once

#include "base/Clock.h"
#include "hr/HrStore.h"
#include "sqlite/SqliteContents.h"

#include <chrono>
#include <memory>

namespace hrcache {

class SqliteThread;

/// The embedded database: one file, on a thread of its own. The file is made by the first call, with its
/// folder. Errors beside those of HrStore: Storage (the file cannot be read, written or understood; words say
/// why and what to do). A cancelled statement ends between two of its rows; its caller does not wait for
/// that.
class SqliteHrStore final : public HrStore
{
public:
    struct Options
    {
        /// Of the file; ":memory:" for one that is gone with the store.
        QString path;
        SqliteContents contents = SqliteContents::Sample;
        /// How long a write waits for another program's.
        std::chrono::milliseconds writePatience{10'000};
    };

    /// `clock` must live longer than the store.
    explicit SqliteHrStore(Options options, const Clock &clock = Clock::system());
    ~SqliteHrStore() override;

    Task<std::vector<Result<HrRows>>> read(std::vector<HrQuery> queries, std::stop_token stop = {}) override;
    Task<Result<WriteFacts>> writeFacts(HrWrite write, UserId user) override;
    Task<Result<WriteOutcome>> write(HrWrite write) override;
    Task<Result<std::vector<UserId>>> holders(CompanyId company) override;
    Task<Result<StoreStatus>> check() override;
    void prepare() override;
    Task<> close() override;
    [[nodiscard]] QString name() const override;

private:
    Options m_options;
    const Clock &m_clock;
    std::unique_ptr<SqliteThread> m_thread;
};

} // namespace hrcache
