#include "hr/HrService.h"

#include "base/NextTurn.h"
#include "base/SendCount.h"
#include "base/ThreadPool.h"
#include "hr/WriteRules.h"

namespace hrcache {

namespace {

constexpr qsizetype decodeInBackgroundBytes = 512 * 1024;

/// How long a user is taken for listed in core.account_access without asking again.
constexpr std::chrono::seconds listedFor{60};
/// Whoever is listed when a read begins still is when it ends.
constexpr std::chrono::seconds longestRead{20};
constexpr qsizetype mostListed = 10'000;

Task<Result<HrRows>> readOne(HrStore &store, HrQuery query)
{
    std::vector<HrQuery> queries{std::move(query)};
    auto rows = co_await store.read(std::move(queries));
    co_return std::move(rows.front());
}

QByteArray flightKey(const UserId &user, const HrQuery &query, ReadMode mode)
{
    QByteArray key;
    key.reserve(160);
    const auto add = [&key](const QByteArray &part) { key.append(part).append('\0'); };
    key.append(static_cast<char>(query.kind)).append(mode == ReadMode::Forced ? 'F' : 'C');
    for (const QByteArray &part : {user.bytes(), query.company.bytes(), query.employee.bytes(),
                                   query.user.bytes(), query.country, query.language})
        add(part);
    if (query.year != 0 || query.month != 0)
        add(QByteArray::number(query.year * 100 + query.month));
    if (!query.mandatePath.isEmpty())
        add(query.mandatePath.toUtf8());
    return key;
}

} // namespace

/// A read that several callers wait for.
struct HrService::Flight
{
    std::vector<Completer<DocumentResult>> waiters;
    std::uint64_t sentBefore = sendCount;

    Completion<DocumentResult> join()
    {
        waiters.emplace_back();
        return waiters.back().completion();
    }

    void land(const DocumentResult &result)
    {
        auto waiting = std::exchange(waiters, {});
        for (auto &waiter : waiting)
            waiter.finish(result);
    }
};

HrService::HrService(HrStore &store, HrCache &cache, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_cache(cache)
    , m_clock(clock)
    , m_turnEnd([this] { m_startingNow.clear(); })
{
}

HrService::~HrService() = default;

Task<DocumentResult> HrService::read(UserId user, HrQuery query, ReadOptions options)
{
    // Sharing is sound only while nothing has been sent: a write that is acknowledged before the second call
    // could be missing from an answer that was under way already.
    const QByteArray key = flightKey(user, query, options.mode);
    if (const auto found = m_startingNow.constFind(key); found != m_startingNow.constEnd() &&
                                                         (*found)->sentBefore == sendCount &&
                                                         !options.stop.stop_possible()) {
        auto joined = (*found)->join();
        DocumentResult shared = co_await std::move(joined);
        co_return shared;
    }
    std::shared_ptr<Flight> flight;
    if (!options.stop.stop_possible()) {
        flight = std::make_shared<Flight>();
        m_turnEnd.request();
        m_startingNow.insert(key, flight);
    }
    QPointer<HrService> self(this);
    std::vector<HrQuery> queries{std::move(query)};
    auto results = co_await readFresh(std::move(user), std::move(queries), std::move(options));
    if (flight) {
        if (self && m_startingNow.value(key) == flight)
            m_startingNow.remove(key);
        flight->land(results.front());
    }
    co_return std::move(results.front());
}

Task<std::vector<DocumentResult>> HrService::readAll(UserId user, std::vector<HrQuery> queries,
                                                     ReadOptions options)
{
    return readFresh(std::move(user), std::move(queries), std::move(options));
}

Task<Result<HrDocument>> HrService::decode(HrQuery::Kind kind, QByteArray json)
{
    auto work = [kind, json] { return HrDocument::fromRows(kind, json); };
    auto working = runOnPool(workerPool(), std::move(work));
    Result<Result<HrDocument>> decoded = co_await working;
    if (!decoded)
        co_return failure(std::move(decoded.error()));
    co_return std::move(*decoded);
}

bool HrService::isListed(const UserId &user, const CompanyId &company, std::chrono::seconds stillFor) const
{
    const auto found = m_listed.constFind({user, company});
    return found != m_listed.constEnd() && *found > m_clock.steady() + stillFor;
}

FillDecision HrService::fill(const UserId &user, const HrQuery &query, std::unique_ptr<FillTicket> ticket,
                             HrRows rows)
{
    if (isListed(user, query.company))
        return m_cache.fill(std::move(ticket), std::move(rows));
    // Not this object: the store outlives it.
    HrStore &store = m_store;
    return m_cache.fillForUnlisted(user, query.company, std::move(ticket), rows,
                                   [&store, query] { return readOne(store, query); });
}

Task<std::vector<DocumentResult>> HrService::readFresh(UserId user, std::vector<HrQuery> queries,
                                                       ReadOptions options)
{
    const SteadyTime start = m_clock.steady();
    QPointer<HrService> self(this);
    std::vector<CacheAnswer> answers;
    if (!user.isEmpty()) {
        auto asked = queries;
        auto looking = m_cache.lookUp(user, std::move(asked), options.mode);
        answers = co_await looking;
        if (!self)
            co_return std::vector<DocumentResult>(queries.size(), failure(ErrorCode::Cancelled, {}));
    } else {
        answers.resize(queries.size());
        for (size_t i = 0; i < queries.size(); ++i)
            answers[i].reason = queries[i].isCacheable() ? Reason::NoUser : Reason::NotCached;
    }

    std::vector<DocumentResult> results(queries.size(),
                                        DocumentResult(tl::unexpect, Error::make(ErrorCode::Cancelled, {})));
    std::vector<size_t> missing;
    const auto elapsed = [&] {
        return std::chrono::duration_cast<std::chrono::microseconds>(m_clock.steady() - start);
    };
    for (size_t i = 0; i < queries.size(); ++i) {
        CacheAnswer &answer = answers[i];
        if (answer.reason == Reason::Hit) {
            answer.from.duration = elapsed();
            results[i] = Sourced<HrDocument>{std::move(answer.document), std::move(answer.from)};
            continue;
        }
        if (answer.reason == Reason::BeingFilled && !answer.lease.isEmpty()) {
            // The lease still stood when we asked, so no acknowledged write is missing from that read.
            if (const auto found = m_byLease.constFind(answer.lease); found != m_byLease.constEnd()) {
                auto joined = (*found)->join();
                DocumentResult shared = co_await std::move(joined);
                if (!self)
                    co_return results;
                if (shared) {
                    shared->from.reason = Reason::BeingFilled;
                    shared->from.duration = elapsed();
                    results[i] = std::move(shared);
                    continue;
                }
            }
        }
        missing.push_back(i);
    }
    if (missing.empty() || !self)
        co_return results;

    std::vector<HrQuery> asked;
    asked.reserve(missing.size());
    std::vector<std::shared_ptr<Flight>> flights(missing.size());
    for (size_t n = 0; n < missing.size(); ++n) {
        asked.push_back(queries[missing[n]]);
        const auto &ticket = answers[missing[n]].ticket;
        if (ticket && !ticket->lease().isEmpty()) {
            flights[n] = std::make_shared<Flight>();
            m_byLease.insert(ticket->lease(), flights[n]);
        }
    }
    // Whoever is not listed is not thought of by writers. Asked in the same round trip, now and then.
    std::vector<CompanyId> unsure;
    for (const size_t i : missing) {
        const CompanyId &company = queries[i].company;
        if (answers[i].ticket && !isListed(user, company, longestRead) &&
            std::find(unsure.begin(), unsure.end(), company) == unsure.end()) {
            unsure.push_back(company);
            asked.push_back(HrQuery::accountContext(user, company));
        }
    }
    auto rows = co_await m_store.read(std::move(asked), options.stop);
    if (!self)
        co_return results;
    for (size_t n = 0; n < unsure.size(); ++n) {
        const Result<HrRows> &access = rows[missing.size() + n];
        if (m_listed.size() >= mostListed)
            m_listed.clear();
        if (access && !access->isEmpty() && !access->fromReplica)
            m_listed.insert({user, unsure[n]}, m_clock.steady() + listedFor);
    }

    TurnBudget budget;
    for (size_t n = 0; n < missing.size(); ++n) {
        budget.spend(rows[n] ? rows[n]->json.size() : 0);
        if (budget.isSpent() && n > 0) {
            co_await nextTurn();
            if (!self)
                co_return results;
        }
        const size_t i = missing[n];
        CacheAnswer &answer = answers[i];
        if (flights[n])
            m_byLease.remove(answer.ticket->lease());
        Result<HrDocument> document = tl::make_unexpected(Error{});
        if (!rows[n])
            document = failure(rows[n].error());
        else if (rows[n]->json.size() <= decodeInBackgroundBytes)
            document = HrDocument::fromRows(queries[i].kind, rows[n]->json);
        else {
            auto json = rows[n]->json;
            auto decoding = decode(queries[i].kind, std::move(json));
            document = co_await decoding;
        }
        if (!self)
            co_return results;
        if (!document) {
            if (answer.ticket)
                m_cache.release(std::move(answer.ticket));
            results[i] = failure(std::move(document.error()));
        } else {
            Provenance from = std::move(answer.from);
            from.source = Source::Database;
            from.reason = answer.reason;
            from.server = m_store.name();
            from.bytes = rows[n]->json.size();
            from.cachedAt.reset();
            from.ttlLeft.reset();
            if (answer.ticket) {
                const FillDecision decision =
                    fill(user, queries[i], std::move(answer.ticket), std::move(*rows[n]));
                from.willStore = decision.accepted;
                if (!decision.note.isEmpty())
                    from.note = decision.note;
            }
            from.duration = elapsed();
            emit answeredByDatabase(from);
            if (!self)
                co_return results;
            results[i] = Sourced<HrDocument>{std::move(*document), std::move(from)};
        }
        if (flights[n])
            flights[n]->land(results[i]);
    }
    co_return results;
}

std::vector<HrQuery> HrService::touchedBy(const HrWrite &write, const EmployeeId &employee)
{
    const CompanyId &company = write.company;
    switch (write.kind) {
    case HrWrite::Kind::CreateEmployee:
        return {HrQuery::employees(company)};
    case HrWrite::Kind::UpdateEmployee:
        return {HrQuery::employees(company), HrQuery::employeeById(company, employee)};
    case HrWrite::Kind::DeleteEmployee:
        return {HrQuery::employees(company), HrQuery::employeeById(company, employee),
                HrQuery::contracts(company, employee), HrQuery::activeContract(company, employee)};
    case HrWrite::Kind::CreateContract:
    case HrWrite::Kind::UpdateContract:
        return {HrQuery::contracts(company, employee), HrQuery::activeContract(company, employee)};
    }
    return {};
}

Task<InvalidationReceipt> HrService::invalidateAfter(HrWrite write, EmployeeId employee,
                                                     std::vector<UserId> holders)
{
    std::sort(holders.begin(), holders.end());
    holders.erase(std::unique(holders.begin(), holders.end()), holders.end());
    auto queries = touchedBy(write, employee);
    auto receipt = co_await m_cache.invalidate(write.company, std::move(holders), std::move(queries));
    co_return receipt;
}

Task<Result<WriteReceipt>> HrService::write(UserId user, HrWrite write, WriteOptions options)
{
    auto done = std::make_shared<Completer<Result<WriteReceipt>>>();
    auto completion = done->completion();
    m_writes.spawn(runWrite(std::move(user), std::move(write), options, std::move(done)));
    Result<WriteReceipt> receipt = co_await std::move(completion);
    co_return receipt;
}

Task<> HrService::runWrite(UserId user, HrWrite write, WriteOptions options,
                           std::shared_ptr<Completer<Result<WriteReceipt>>> done)
{
    auto working = carryOut(std::move(user), std::move(write), options);
    Result<WriteReceipt> receipt = co_await working;
    done->finish(std::move(receipt));
}

Task<Result<WriteReceipt>> HrService::carryOut(UserId user, HrWrite write, WriteOptions options)
{
    const SteadyTime start = m_clock.steady();
    QPointer<HrService> self(this);
    trimNames(write);
    const auto gone = [] { return failure(ErrorCode::Cancelled, {}); };
    // Both servers are asked at the same time.
    auto reachableTask = m_cache.canInvalidate();
    auto facts = co_await m_store.writeFacts(write, user);
    if (!self)
        co_return gone();
    if (!facts)
        co_return failure(std::move(facts.error()));
    if (auto judged = judgeWrite(write, *facts, !user.isEmpty()); !judged)
        co_return failure(std::move(judged.error()));
    const Result<void> reachable = co_await reachableTask;
    if (!self)
        co_return gone();
    if (!reachable && !options.evenIfNotInvalidated)
        co_return failure(reachable.error());

    addDefaults(write, *facts);
    std::vector<UserId> holders = std::move(facts->holders);
    if (!user.isEmpty())
        holders.push_back(user);
    EmployeeId employee = facts->employee.isEmpty() ? write.employee : facts->employee;
    auto sent = write;
    auto outcome = co_await m_store.write(std::move(sent));
    if (!self)
        co_return gone();
    if (!outcome) {
        if (outcome.error().code == ErrorCode::CommitUnknown) {
            // It may have been committed: an entry too few is harmless, an old one is not.
            co_await invalidateAfter(write, employee, std::move(holders));
        }
        co_return failure(std::move(outcome.error()));
    }
    WriteReceipt receipt;
    receipt.employee = outcome->employee.isEmpty() ? employee : outcome->employee;
    receipt.contract = outcome->contract;
    holders.insert(holders.end(), outcome->holders.begin(), outcome->holders.end());
    receipt.invalidation = co_await invalidateAfter(write, receipt.employee, std::move(holders));
    if (self)
        receipt.duration = std::chrono::duration_cast<std::chrono::microseconds>(m_clock.steady() - start);
    co_return receipt;
}

} // namespace hrcache
