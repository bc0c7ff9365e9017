#include "hr/EmployeeListReader.h"

#include "base/ThreadPool.h"
#include "hr/RowPages.h"

#include <QThreadPool>

#include <iterator>
#include <utility>

namespace hrcache {

namespace {

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
    call->whole.reason = call->index.reason = Reason::NoUser;
    if (!call->user.isEmpty()) {
        std::vector<HrQuery> asked{HrQuery::employees(call->company), HrQuery::employeesIndex(call->company)};
        auto looking = m_cache.lookUp(call->user, std::move(asked), call->options.mode);
        auto answers = co_await looking;
        call->whole = std::move(answers.front());
        call->index = std::move(answers.back());
    }
    if (isGone())
        co_return failure(ErrorCode::Cancelled, {});
    if (call->whole.reason == Reason::Hit) {
        giveBack(*call);
        EmployeePages pages;
        pages.pages.emplace_back(std::move(call->whole.document));
        Provenance from = std::move(call->whole.from);
        from.duration = since(call->start);
        co_return Sourced<EmployeePages>{std::move(pages), std::move(from)};
    }
    if (call->index.reason == Reason::Hit) {
        auto looking = fromCache(call);
        auto found = co_await looking;
        if (isGone())
            co_return failure(ErrorCode::Cancelled, {});
        if (found) {
            giveBack(*call);
            co_return std::move(*found);
        }
        // The pages are gone or of another snapshot: the index is to be replaced with them.
        std::vector<HrQuery> again{HrQuery::employeesIndex(call->company)};
        auto replacing = m_cache.lookUp(call->user, std::move(again), ReadMode::Forced);
        auto replaced = co_await replacing;
        if (isGone())
            co_return failure(ErrorCode::Cancelled, {});
        call->index = std::move(replaced.front());
        call->index.reason = call->index.from.reason = Reason::Unusable;
    }
    auto reading = fromDatabase(call);
    auto result = co_await reading;
    co_return result;
}

Task<std::optional<Sourced<EmployeePages>>> EmployeeListReader::fromCache(std::shared_ptr<Call> call)
{
    const RowView row = call->index.document.table().row(0);
    const QByteArray snapshot = row.text(snapshotColumn).toLatin1();
    const int count = static_cast<int>(row.number(pagesColumn));
    if (count < 1 || count > mostEmployeePages)
        co_return std::nullopt;
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
    Provenance from = call->index.from;
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
    co_return Sourced<EmployeePages>{std::move(pages), std::move(from)};
}

Task<Result<Sourced<EmployeePages>>> EmployeeListReader::fromDatabase(std::shared_ptr<Call> call)
{
    std::vector<HrQuery> asked{HrQuery::employeesHead(call->company)};
    // Whoever is not listed is not thought of by writers.
    const bool stores = call->whole.ticket || call->index.ticket;
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
        firstPage(EmployeeList(std::move(*document)),
                  databaseProvenance(call->index, head->json.size(), call->start));
    auto readingAll = longList(call, isListed);
    auto result = co_await readingAll;
    co_return result;
}

Sourced<EmployeePages> EmployeeListReader::shortList(Call &call, HrDocument document, HrRows rows,
                                                     bool isListed)
{
    Provenance from = databaseProvenance(call.whole, rows.json.size(), call.start);
    EmployeePages pages;
    pages.pages.emplace_back(std::move(document));
    const bool fromReplica = rows.fromReplica;
    std::optional<FillDecision> decision;
    if (call.whole.ticket && isListed) {
        decision = m_cache.fill(std::move(call.whole.ticket), std::move(rows));
    } else if (call.whole.ticket) {
        // Not this object: the store outlives it.
        HrStore &store = m_store;
        auto readAgain = [&store, company = call.company] { return readList(store, company); };
        decision = m_cache.fillForUnlisted(call.user, call.company, std::move(call.whole.ticket), rows,
                                           std::move(readAgain));
    }
    if (decision)
        take(*decision, from);
    // Pages of a time when the list was longer.
    if (call.index.ticket && !fromReplica)
        m_cache.fill(std::move(call.index.ticket), {});
    giveBack(call);
    return {std::move(pages), std::move(from)};
}

Task<Result<Sourced<EmployeePages>>> EmployeeListReader::longList(std::shared_ptr<Call> call, bool isListed)
{
    bool mayStore = isListed;
    if (!isListed && (call->whole.ticket || call->index.ticket)) {
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
    // Only if an entry of the contract is there: it is to be as new as the pages.
    const bool replacesWhole = mayStore && call->whole.ticket && call->whole.ticket->lease().isEmpty();
    const qsizetype bytes = list.json.size();
    const qsizetype count = list.count;
    auto work = [json = replacesWhole ? list.json : std::move(list.json), count,
                 fromReplica = list.fromReplica] { return cutAndDecode(json, count, fromReplica); };
    auto working = runOnPool(QThreadPool::globalInstance(), std::move(work));
    Result<Result<CutList>> worked = co_await working;
    if (isGone())
        co_return failure(ErrorCode::Cancelled, {});
    Result<CutList> cut = failure(ErrorCode::Cancelled, {});
    if (worked)
        cut = std::move(*worked);
    if (!cut) {
        giveBack(*call);
        co_return failure(std::move(cut.error()));
    }
    Provenance from = databaseProvenance(call->index, bytes, call->start);
    if (mayStore)
        storePages(*call, std::move(list), std::move(cut->rows), from);
    giveBack(*call);
    EmployeePages pages;
    pages.pages = std::move(cut->pages);
    co_return Sourced<EmployeePages>{std::move(pages), std::move(from)};
}

void EmployeeListReader::storePages(Call &call, HrRows list, std::vector<HrRows> pages, Provenance &from)
{
    // An entry that stands under the contract's key would be a HIT before the pages are; one that is too
    // large now is removed.
    if (call.whole.ticket && call.whole.ticket->lease().isEmpty())
        m_cache.fill(std::move(call.whole.ticket), std::move(list));
    if (!call.index.ticket)
        return;
    take(m_cache.fillPages(call.user, call.company, std::move(call.index.ticket), std::move(pages)), from);
}

void EmployeeListReader::giveBack(Call &call)
{
    for (CacheAnswer *answer : {&call.whole, &call.index}) {
        if (answer->ticket)
            m_cache.release(std::move(answer->ticket));
    }
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
    from.duration = since(start);
    return from;
}

} // namespace hrcache
