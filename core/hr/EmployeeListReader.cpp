#include "hr/EmployeeListReader.h"

#include "base/ThreadPool.h"
#include "hr/RowPages.h"

#include <QThreadPool>

#include <algorithm>

namespace hrcache {

namespace {

constexpr size_t whole = 0; // the answers of the first look-up: the contract's key, and our index
constexpr size_t paged = 1;
constexpr size_t pagesColumn = 1; // columnsOf(EmployeesIndex)
constexpr size_t snapshotColumn = 0;

struct CutList
{
    std::vector<HrRows> rows;
    std::vector<EmployeeList> pages;
};

Result<CutList> cutAndDecode(const QByteArray &list, qsizetype count, bool fromReplica)
{
    const auto pages = (count + employeesPerPage - 1) / employeesPerPage;
    const int perPage = pages <= mostEmployeePages
                            ? employeesPerPage
                            : static_cast<int>((count + mostEmployeePages - 1) / mostEmployeePages);
    auto rows = cutIntoPages(list, perPage);
    if (!rows)
        return failure(std::move(rows.error()));
    CutList cut;
    for (HrRows &page : *rows) {
        page.fromReplica = fromReplica;
        auto document = HrDocument::fromRows(HrQuery::Kind::EmployeesPage, page.json);
        if (!document)
            return failure(std::move(document.error()));
        cut.pages.emplace_back(std::move(*document));
    }
    cut.rows = std::move(*rows);
    return cut;
}

} // namespace

Task<Result<Sourced<EmployeePages>>> EmployeeListReader::read(UserId user, CompanyId company,
                                                              ReadOptions options, FirstPage firstPage)
{
    const SteadyTime start = m_clock.steady();
    std::vector<CacheAnswer> answers(2);
    for (CacheAnswer &answer : answers)
        answer.reason = Reason::NoUser;
    if (!user.isEmpty()) {
        std::vector<HrQuery> asked{HrQuery::employees(company), HrQuery::employeesIndex(company)};
        answers = co_await m_cache.lookUp(user, std::move(asked), options.mode);
    }
    if (isGone())
        co_return failure(ErrorCode::Cancelled, {});
    if (answers[whole].reason == Reason::Hit) {
        if (answers[paged].ticket)
            m_cache.release(std::move(answers[paged].ticket));
        EmployeePages pages;
        pages.pages.emplace_back(std::move(answers[whole].document));
        Provenance from = std::move(answers[whole].from);
        from.duration = std::chrono::duration_cast<std::chrono::microseconds>(m_clock.steady() - start);
        co_return Sourced<EmployeePages>{std::move(pages), std::move(from)};
    }
    if (answers[paged].reason == Reason::Hit) {
        auto found = co_await fromCache(user, company, std::move(answers[paged]), start);
        if (isGone())
            co_return failure(ErrorCode::Cancelled, {});
        if (found) {
            if (answers[whole].ticket)
                m_cache.release(std::move(answers[whole].ticket));
            co_return std::move(*found);
        }
        // The pages are gone or of another snapshot: the index is to be replaced with them.
        std::vector<HrQuery> again{HrQuery::employeesIndex(company)};
        auto replaced = co_await m_cache.lookUp(user, std::move(again), ReadMode::Forced);
        if (isGone())
            co_return failure(ErrorCode::Cancelled, {});
        answers[paged] = std::move(replaced.front());
        answers[paged].reason = answers[paged].from.reason = Reason::Unusable;
    }
    auto result = co_await fromDatabase(std::move(user), std::move(company), std::move(options),
                                        std::move(answers), std::move(firstPage), start);
    co_return result;
}

Task<std::optional<Sourced<EmployeePages>>> EmployeeListReader::fromCache(UserId user, CompanyId company,
                                                                          CacheAnswer found, SteadyTime start)
{
    const RowView row = found.document.table().row(0);
    const QByteArray snapshot = row.text(snapshotColumn).toLatin1();
    const int count = static_cast<int>(row.number(pagesColumn));
    if (count < 1 || count > mostEmployeePages)
        co_return std::nullopt;
    std::vector<HrQuery> asked;
    for (int page = 0; page < count; ++page)
        asked.push_back(HrQuery::employeesPage(company, page));
    auto answers = co_await m_cache.lookUp(std::move(user), std::move(asked), ReadMode::CacheFirst);
    if (isGone())
        co_return std::nullopt;
    const bool complete = std::all_of(answers.begin(), answers.end(), [&](const CacheAnswer &answer) {
        return answer.reason == Reason::Hit && answer.snapshot == snapshot;
    });
    EmployeePages pages;
    Provenance from = std::move(found.from);
    for (CacheAnswer &answer : answers) {
        if (answer.ticket)
            m_cache.release(std::move(answer.ticket));
        from.bytes += answer.from.bytes;
        pages.pages.emplace_back(std::move(answer.document));
    }
    if (!complete)
        co_return std::nullopt;
    from.duration = std::chrono::duration_cast<std::chrono::microseconds>(m_clock.steady() - start);
    co_return Sourced<EmployeePages>{std::move(pages), std::move(from)};
}

Task<Result<Sourced<EmployeePages>>> EmployeeListReader::fromDatabase(UserId user, CompanyId company,
                                                                      ReadOptions options,
                                                                      std::vector<CacheAnswer> answers,
                                                                      FirstPage firstPage, SteadyTime start)
{
    const auto giveBack = [&] {
        for (CacheAnswer &answer : answers) {
            if (answer.ticket)
                m_cache.release(std::move(answer.ticket));
        }
    };
    std::vector<HrQuery> asked{HrQuery::employeesHead(company)};
    auto heads = co_await m_store.read(std::move(asked), options.stop);
    if (isGone())
        co_return failure(ErrorCode::Cancelled, {});
    Result<HrDocument> head = failure(ErrorCode::Internal, {});
    if (heads.front())
        head = HrDocument::fromRows(HrQuery::Kind::EmployeesHead, heads.front()->json);
    else
        head = failure(heads.front().error());
    if (!head) {
        giveBack();
        co_return failure(std::move(head.error()));
    }
    if (heads.front()->count <= employeesPerPage) {
        Provenance from = databaseProvenance(answers[whole], heads.front()->json.size(), start);
        EmployeePages pages;
        pages.pages.emplace_back(std::move(*head));
        if (answers[whole].ticket) {
            const auto decision = m_cache.fill(std::move(answers[whole].ticket), std::move(*heads.front()));
            from.willStore = decision.accepted;
            if (!decision.note.isEmpty())
                from.note = decision.note;
        }
        giveBack();
        co_return Sourced<EmployeePages>{std::move(pages), std::move(from)};
    }
    if (firstPage)
        firstPage(EmployeeList(std::move(*head)),
                  databaseProvenance(answers[paged], heads.front()->json.size(), start));

    std::vector<HrQuery> all{HrQuery::employees(company)};
    auto lists = co_await m_store.read(std::move(all), options.stop);
    if (isGone())
        co_return failure(ErrorCode::Cancelled, {});
    if (!lists.front()) {
        giveBack();
        co_return failure(std::move(lists.front().error()));
    }
    const qsizetype bytes = lists.front()->json.size();
    auto work = [json = std::move(lists.front()->json), count = lists.front()->count,
                 fromReplica = lists.front()->fromReplica] { return cutAndDecode(json, count, fromReplica); };
    auto working = runOnPool(QThreadPool::globalInstance(), std::move(work));
    Result<Result<CutList>> worked = co_await working;
    if (isGone())
        co_return failure(ErrorCode::Cancelled, {});
    Result<CutList> cut = failure(ErrorCode::Cancelled, {});
    if (worked)
        cut = std::move(*worked);
    if (!cut) {
        giveBack();
        co_return failure(std::move(cut.error()));
    }
    Provenance from = databaseProvenance(answers[paged], bytes, start);
    if (answers[paged].ticket) {
        const auto decision = m_cache.fillPages(std::move(user), std::move(company),
                                                std::move(answers[paged].ticket), std::move(cut->rows));
        from.willStore = decision.accepted;
        if (!decision.note.isEmpty())
            from.note = decision.note;
    }
    giveBack();
    EmployeePages pages;
    pages.pages = std::move(cut->pages);
    co_return Sourced<EmployeePages>{std::move(pages), std::move(from)};
}

Provenance EmployeeListReader::databaseProvenance(const CacheAnswer &answer, qsizetype bytes,
                                                  SteadyTime start) const
{
    Provenance from = answer.from;
    from.source = Source::Database;
    from.reason = answer.reason;
    from.server = m_store.name();
    from.bytes = bytes;
    from.cachedAt.reset();
    from.ttlLeft.reset();
    from.duration = std::chrono::duration_cast<std::chrono::microseconds>(m_clock.steady() - start);
    return from;
}

} // namespace hrcache
