#pragma once

#include "base/Completion.h"
#include "hr/HrStore.h"

#include <QHash>

namespace hrcache {

/// A store that answers what it is told to, when it is told to.
class FakeHrStore final : public HrStore
{
public:
    /// Rows by kind of query.
    QHash<int, Result<HrRows>> answers;
    /// If set, read() waits until answerHeld().
    bool hold = false;
    int reads = 0;        ///< calls of read()
    int queries = 0;      ///< queries in them, but for those whether the user is listed
    bool isListed = true; ///< whether core.account_access names everybody, or nobody
    int writes = 0;
    HrWrite judged;  ///< what writeFacts() was asked for last
    HrWrite written; ///< what write() was given last
    WriteFacts facts;
    Result<WriteOutcome> outcome;
    std::function<void()> beforeWriteReturns;
    std::function<void()> beforeReadReturns;

    static Result<HrRows> rows(const char *json, qsizetype count = 1) { return HrRows{json, count}; }

    void answerHeld()
    {
        auto waiting = std::exchange(m_held, {});
        for (auto &completer : waiting)
            completer.finish(Result<bool>(true));
    }

    [[nodiscard]] size_t held() const { return m_held.size(); }

    Task<std::vector<Result<HrRows>>> read(std::vector<HrQuery> asked, std::stop_token stop) override
    {
        ++reads;
        std::vector<Result<HrRows>> results;
        for (const HrQuery &query : asked) {
            const bool asksAccess = query.kind == HrQuery::Kind::AccountContext;
            queries += asksAccess ? 0 : 1;
            const auto otherwise =
                asksAccess && isListed ? rows(R"({"company_id": "c", "profile": "admin"})") : rows("[]", 0);
            results.push_back(answers.value(static_cast<int>(query.kind), otherwise));
        }
        if (hold) {
            m_held.emplace_back();
            auto completion = m_held.back().completion();
            const Result<bool> resumed = co_await std::move(completion);
            Q_UNUSED(resumed)
            if (stop.stop_requested())
                co_return std::vector<Result<HrRows>>(asked.size(), failure(ErrorCode::Cancelled, {}));
        }
        if (beforeReadReturns)
            beforeReadReturns();
        co_return results;
    }

    Task<Result<WriteFacts>> writeFacts(HrWrite write, UserId) override
    {
        judged = std::move(write);
        co_return Result<WriteFacts>(facts);
    }

    Task<Result<WriteOutcome>> write(HrWrite write) override
    {
        ++writes;
        written = std::move(write);
        if (beforeWriteReturns)
            beforeWriteReturns();
        co_return Result<WriteOutcome>(outcome);
    }

    Task<Result<std::vector<UserId>>> holders(CompanyId) override
    {
        co_return Result<std::vector<UserId>>(facts.holders);
    }

    Task<Result<StoreStatus>> check() override { co_return StoreStatus{}; }

    [[nodiscard]] QString name() const override { return QStringLiteral("fake"); }

private:
    std::vector<Completer<Result<bool>>> m_held;
};

} // namespace hrcache
