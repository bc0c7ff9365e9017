#include "postgres/PgHrStore.h"

#include "base/ThreadPool.h"
#include "hr/ContractRows.h"
#include "postgres/PgFacts.h"
#include "postgres/PgQueries.h"
#include "postgres/PgStatus.h"
#include "postgres/PgWrites.h"

#include <QElapsedTimer>

#include <array>

namespace hrcache {

namespace {

using Answers = std::vector<Result<HrRows>>;

/// Larger results become JSON on another thread: the event loop must not stall.
constexpr size_t largeResult = 1'000'000;
/// So are answers to that many queries.
constexpr size_t manyQueries = 200;

Result<HrRows> rowsOf(const HrQuery &query, std::span<const PgAnswer> answers)
{
    std::array<const SqlResult *, std::size(referenceTables)> results{};
    for (size_t i = 0; i < answers.size(); ++i) {
        if (!answers[i])
            return failure(pgError(answers[i].error()));
        results[i] = &*answers[i];
    }
    return makeRows(query, std::span(results).first(answers.size()));
}

/// The queries that one statement answers.
std::vector<const HrQuery *> pick(const std::vector<HrQuery> &queries, const std::vector<size_t> &batch)
{
    std::vector<const HrQuery *> picked;
    picked.reserve(batch.size());
    for (const size_t i : batch)
        picked.push_back(&queries[i]);
    return picked;
}

Answers answersOf(const std::vector<HrQuery> &queries, const PgReply &reply)
{
    Answers answers(queries.size(), failure(ErrorCode::Internal, {}));
    size_t first = 0;
    for (const std::vector<size_t> &batch : batchesOf(queries)) {
        const HrQuery &query = queries[batch.front()];
        const size_t count = statementCount(query);
        if (batch.size() == 1 || !reply[first]) {
            const auto rows = rowsOf(query, std::span(reply).subspan(first, count));
            for (const size_t i : batch)
                answers[i] = rows;
        } else {
            auto rows = makeContractRows(pick(queries, batch), *reply[first]);
            for (size_t n = 0; n < batch.size(); ++n)
                answers[batch[n]] = std::move(rows[n]);
        }
        first += count;
    }
    return answers;
}

bool isLarge(const PgReply &reply)
{
    size_t size = 0;
    for (const PgAnswer &answer : reply)
        size += answer ? answer->memorySize() : 0;
    return size > largeResult;
}

} // namespace

PgHrStore::PgHrStore(PgConfig config, PgPool::Limits limits)
    : m_pool(std::make_shared<PgPool>(std::move(config), limits))
{
}

PgHrStore::~PgHrStore() = default;

Task<Answers> PgHrStore::read(std::vector<HrQuery> queries, std::stop_token stop)
{
    if (queries.empty())
        co_return Answers();
    std::vector<PgStatement> statements;
    statements.reserve(queries.size());
    for (const std::vector<size_t> &batch : batchesOf(queries)) {
        if (batch.size() == 1)
            appendStatements(statements, queries[batch.front()]);
        else
            statements.push_back(contractsStatement(pick(queries, batch)));
    }
    auto completion = m_pool->read(std::move(statements), std::move(stop));
    Result<PgReply> reply = co_await std::move(completion);
    if (!reply)
        co_return Answers(queries.size(), failure(std::move(reply.error())));
    if (queries.size() < manyQueries && !isLarge(*reply))
        co_return answersOf(queries, *reply);

    auto shared = std::make_shared<PgReply>(std::move(*reply));
    const size_t count = queries.size();
    auto work = [shared = std::move(shared), queries = std::move(queries)] {
        return answersOf(queries, *shared);
    };
    auto running = runOnPool(workerPool(), std::move(work));
    Result<Answers> answers = co_await running;
    if (!answers)
        co_return Answers(count, failure(std::move(answers.error())));
    co_return std::move(*answers);
}

Task<Result<WriteFacts>> PgHrStore::writeFacts(HrWrite write, UserId user)
{
    const PgFacts facts(std::move(write), std::move(user));
    auto completion = m_pool->read(facts.statements());
    Result<PgReply> reply = co_await std::move(completion);
    if (!reply)
        co_return failure(std::move(reply.error()));
    co_return facts.read(*reply);
}

Task<Result<WriteOutcome>> PgHrStore::write(HrWrite write)
{
    auto statements = writeStatements(write);
    if (!statements)
        co_return failure(std::move(statements.error()));
    auto completion = m_pool->transaction(std::move(*statements));
    Result<PgReply> reply = co_await std::move(completion);
    if (!reply)
        co_return failure(std::move(reply.error()));
    co_return readOutcome(write, *reply);
}

Task<Result<std::vector<UserId>>> PgHrStore::holders(CompanyId company)
{
    std::vector<PgStatement> statements{holdersStatement(company)};
    auto completion = m_pool->read(std::move(statements));
    Result<PgReply> reply = co_await std::move(completion);
    if (!reply)
        co_return failure(std::move(reply.error()));
    const PgAnswer &answer = reply->front();
    if (!answer)
        co_return failure(pgError(answer.error()));
    co_return readHolders(*answer);
}

Task<Result<StoreStatus>> PgHrStore::check()
{
    const std::weak_ptr<PgPool> guard = m_pool;
    auto completion = m_pool->read(statusStatements());
    Result<PgReply> reply = co_await std::move(completion);
    if (!reply)
        co_return failure(std::move(reply.error()));
    auto status = readStatus(*reply);
    auto pool = guard.lock();
    if (!status || !pool)
        co_return status;

    status->tls = pool->tlsProtocol();
    status->encrypted = !status->tls.isEmpty();
    status->host = pool->serverAddress();
    status->openConnections = pool->openConnections();
    QElapsedTimer timer;
    std::vector<PgStatement> ping{pingStatement()};
    timer.start();
    auto pinging = pool->read(std::move(ping));
    pool.reset(); // or a store that goes away would be kept open by its own check
    Result<PgReply> pong = co_await std::move(pinging);
    if (!pong)
        co_return failure(std::move(pong.error()));
    status->latency = std::chrono::microseconds(timer.nsecsElapsed() / 1'000);
    co_return status;
}

void PgHrStore::prepare()
{
    m_pool->prepare();
}

QString PgHrStore::name() const
{
    return QStringLiteral("PostgreSQL");
}

} // namespace hrcache
