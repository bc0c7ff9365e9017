#include "hr/EmployeeListReader.h"

#include "base/ThreadPool.h"
#include "hr/RowPages.h"

#include <iterator>
#include <utility>

namespace hrcache {

namespace {

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

Task<Result<HrRows>> readList(HrStore &store, CompanyId company)
{
    std::vector<HrQuery> queries{HrQuery::employees(std::move(company))};
    auto reading = store.read(std::move(queries));
    auto rows = co_await reading;
    co_return std::move(rows.front());
}

void take(const FillDecision &decision, Provenance &from)
{
    from.willStore = decision.accepted;
    if (!decision.note.isEmpty())
        from.note = decision.note;
}

} // namespace

Task<Result<Sourced<EmployeePages>>> EmployeeListReader::read(UserId user, CompanyId company,
                                                              ReadOptions options, FirstPage firstPage)
{
    auto call = std::make_shared<Call>();
    call->user = std::move(user);
    call->company = std::move(company);
    call->options = std::move(options);
    call->firstPage = std::move(firstPage);
    call->start = m_clock.steady();
    CacheAnswer &answer = call->answer;
    answer.reason = Reason::NoUser;
    if (!call->user.isEmpty()) {
        std::vector<HrQuery> asked{HrQuery::employeesInPages(call->company)};
        auto looking = m_cache.lookUp(call->user, std::move(asked), call->options.mode);
        auto answers = co_await looking;
        answer = std::move(answers.front());
    }
    if (isGone())
        co_return failure(ErrorCode::Cancelled, {});
    if (answer.reason == Reason::Hit && answer.pages == 0) {
        EmployeePages pages;
        pages.pages.emplace_back(std::move(answer.document));
        Provenance from = std::move(answer.from);
        from.duration = since(call->start);
        co_return Sourced<EmployeePages>{std::move(pages), std::move(from)};
    }
    if (answer.reason == Reason::Hit) {
        auto looking = fromPages(call);
        auto found = co_await looking;
        if (isGone())
            co_return failure(ErrorCode::Cancelled, {});
        if (found) {
            giveBack(*call);
            co_return std::move(*found);
        }
        // Pages are gone or of another snapshot: what names them is replaced, if it still stands then.
        answer.reason = answer.from.reason = Reason::Unusable;
    }
    auto reading = fromDatabase(call);
    auto result = co_await reading;
    co_return result;
}

Task<std::optional<Sourced<EmployeePages>>> EmployeeListReader::fromPages(std::shared_ptr<Call> call)
{
    const QByteArray snapshot = call->answer.snapshot;
    const int count = call->answer.pages;
    // In one pipeline, but the first page is not to wait for the others.
    std::vector<HrQuery> first{HrQuery::employeesPage(call->company, 0)};
    std::vector<HrQuery> others;
    for (int page = 1; page < count; ++page)
        others.push_back(HrQuery::employeesPage(call->company, page));
    auto lookingForFirst = m_cache.lookUp(call->user, std::move(first), ReadMode::CacheFirst);
    auto lookingForOthers = m_cache.lookUp(call->user, std::move(others), ReadMode::CacheFirst);
    auto answers = co_await lookingForFirst;
    const CacheAnswer &head = answers.front();
    if (!isGone() && head.reason == Reason::Hit && head.snapshot == snapshot && count > 1) {
        if (const FirstPage firstPage = std::exchange(call->firstPage, {}))
            firstPage(EmployeeList(head.document), head.from);
    }
    auto rest = co_await lookingForOthers;
    if (isGone())
        co_return std::nullopt;
    std::move(rest.begin(), rest.end(), std::back_inserter(answers));
    bool complete = true;
    EmployeePages pages;
    Provenance from = call->answer.from;
    for (CacheAnswer &answer : answers) {
        complete = complete && answer.reason == Reason::Hit && answer.snapshot == snapshot;
        if (answer.ticket)
            m_cache.release(std::move(answer.ticket));
        from.bytes += answer.from.bytes;
        pages.pages.emplace_back(std::move(answer.document));
    }
    if (!complete)
        co_return std::nullopt;
    from.duration = since(call->start);
    pages.pageEntries = count;
    co_return Sourced<EmployeePages>{std::move(pages), std::move(from)};
}

Task<Result<Sourced<EmployeePages>>> EmployeeListReader::fromDatabase(std::shared_ptr<Call> call)
{
    std::vector<HrQuery> asked{HrQuery::employeesHead(call->company)};
    // Whoever is not listed is not thought of by writers.
    const bool stores = call->answer.ticket != nullptr;
    if (stores)
        asked.push_back(HrQuery::accountContext(call->user, call->company));
    auto reading = m_store.read(std::move(asked), call->options.stop);
    auto rows = co_await reading;
    if (isGone())
        co_return failure(ErrorCode::Cancelled, {});
    Result<HrRows> &head = rows.front();
    if (!head) {
        giveBack(*call);
        co_return failure(std::move(head.error()));
    }
    auto document = HrDocument::fromRows(HrQuery::Kind::EmployeesHead, head->json);
    if (!document) {
        giveBack(*call);
        co_return failure(std::move(document.error()));
    }
    const bool isListed = stores && rows.back() && !rows.back()->isEmpty();
    if (head->count <= employeesPerPage)
        co_return shortList(*call, std::move(*document), std::move(*head), isListed);
    if (const FirstPage firstPage = std::exchange(call->firstPage, {}))
        firstPage(EmployeeList(std::move(*document)), databaseProvenance(*call, head->json.size()));
    auto readingAll = longList(call, isListed);
    auto result = co_await readingAll;
    co_return result;
}

Sourced<EmployeePages> EmployeeListReader::shortList(Call &call, HrDocument document, HrRows rows,
                                                     bool isListed)
{
    Provenance from = databaseProvenance(call, rows.json.size());
    EmployeePages pages;
    pages.pages.emplace_back(std::move(document));
    std::unique_ptr<FillTicket> ticket = std::move(call.answer.ticket);
    if (ticket && isListed) {
        take(m_cache.fill(std::move(ticket), std::move(rows)), from);
    } else if (ticket) {
        // Not this object: the store outlives it.
        HrStore &store = m_store;
        auto readAgain = [&store, company = call.company] { return readList(store, company); };
        take(m_cache.fillForUnlisted(call.user, call.company, std::move(ticket), rows, std::move(readAgain)),
             from);
    }
    tell(from);
    return {std::move(pages), std::move(from)};
}

Task<Result<Sourced<EmployeePages>>> EmployeeListReader::longList(std::shared_ptr<Call> call, bool isListed)
{
    bool mayStore = isListed;
    if (!isListed && call->answer.ticket) {
        auto registering = m_cache.registerUnlisted(call->user, call->company);
        const Result<void> registered = co_await registering;
        if (isGone())
            co_return failure(ErrorCode::Cancelled, {});
        mayStore = registered.has_value();
    }
    std::vector<HrQuery> all{HrQuery::employees(call->company)};
    auto reading = m_store.read(std::move(all), call->options.stop);
    auto lists = co_await reading;
    if (isGone())
        co_return failure(ErrorCode::Cancelled, {});
    if (!lists.front()) {
        giveBack(*call);
        co_return failure(std::move(lists.front().error()));
    }
    HrRows list = std::move(*lists.front());
    lists.clear();
    std::unique_ptr<FillTicket> ticket = mayStore ? std::move(call->answer.ticket) : nullptr;
    const bool asOne = ticket && m_cache.staysWhole(*ticket, list);
    const qsizetype bytes = list.json.size();
    auto work = [json = asOne ? list.json : std::move(list.json), count = list.count,
                 fromReplica = list.fromReplica] { return cutAndDecode(json, count, fromReplica); };
    auto working = runOnPool(workerPool(), std::move(work));
    Result<Result<CutList>> worked = co_await working;
    if (isGone())
        co_return failure(ErrorCode::Cancelled, {});
    Result<CutList> cut = failure(ErrorCode::Cancelled, {});
    if (worked)
        cut = std::move(*worked);
    if (!cut) {
        if (ticket)
            m_cache.release(std::move(ticket));
        giveBack(*call);
        co_return failure(std::move(cut.error()));
    }
    Provenance from = databaseProvenance(*call, bytes);
    if (asOne)
        take(m_cache.fill(std::move(ticket), std::move(list)), from);
    else if (ticket)
        take(m_cache.fillPages(call->user, call->company, std::move(ticket), std::move(cut->rows)), from);
    giveBack(*call);
    tell(from);
    EmployeePages pages;
    pages.pages = std::move(cut->pages);
    if (from.willStore && !asOne)
        pages.pageEntries = static_cast<int>(pages.pages.size());
    co_return Sourced<EmployeePages>{std::move(pages), std::move(from)};
}

void EmployeeListReader::tell(const Provenance &from)
{
    if (m_service)
        emit m_service->answeredByDatabase(from);
}

void EmployeeListReader::giveBack(Call &call)
{
    if (call.answer.ticket)
        m_cache.release(std::move(call.answer.ticket));
}

Provenance EmployeeListReader::databaseProvenance(const Call &call, qsizetype bytes) const
{
    Provenance from = call.answer.from;
    from.source = Source::Database;
    from.reason = call.answer.reason;
    from.server = m_store.name();
    from.bytes = bytes;
    from.cachedAt.reset();
    from.ttlLeft.reset();
    from.duration = since(call.start);
    return from;
}

} // namespace hrcache
