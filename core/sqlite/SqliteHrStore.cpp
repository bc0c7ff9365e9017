#include "sqlite/SqliteHrStore.h"

#include "hr/ContractRows.h"
#include "sqlite/SqliteConnection.h"
#include "sqlite/SqliteFacts.h"
#include "sqlite/SqliteReader.h"
#include "sqlite/SqliteStatus.h"
#include "sqlite/SqliteThread.h"
#include "sqlite/SqliteWriter.h"

#include <QDateTime>

namespace hrcache {

namespace {

/// The local day: contracts begin and end where their people work.
QDate dayOf(WallTime time)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(milliseconds.count()).date();
}

} // namespace

SqliteHrStore::SqliteHrStore(Options options, const Clock &clock)
    : m_options(std::move(options))
    , m_clock(clock)
    , m_thread(std::make_unique<SqliteThread>(
          [path = m_options.path, contents = m_options.contents, &clock](std::stop_token stop) {
              return SqliteConnection::open(path, contents, dayOf(clock.now()), std::move(stop));
          }))
{
}

SqliteHrStore::~SqliteHrStore() = default;

Task<> SqliteHrStore::close()
{
    auto closing = m_thread->close();
    co_await std::move(closing);
}

Task<std::vector<Result<HrRows>>> SqliteHrStore::read(std::vector<HrQuery> queries, std::stop_token stop)
{
    using Answers = std::vector<Result<HrRows>>;
    const size_t count = queries.size();
    if (count == 0)
        co_return Answers();
    const QDate today = dayOf(m_clock.now());
    auto completion = m_thread->run<Answers>(
        [queries = std::move(queries), today](SqliteConnection &connection,
                                              const std::stop_token &unwanted) -> Result<Answers> {
            auto begun = connection.beginRead();
            if (!begun)
                return failure(std::move(begun.error()));
            Answers answers(queries.size(), failure(ErrorCode::Internal, {}));
            for (const std::vector<size_t> &batch : batchesOf(queries)) {
                if (batch.size() == 1) {
                    answers[batch.front()] = readSqlite(connection, queries[batch.front()], today, unwanted);
                    continue;
                }
                std::vector<const HrQuery *> asked;
                for (const size_t i : batch)
                    asked.push_back(&queries[i]);
                auto rows = readSqliteContracts(connection, asked, unwanted);
                for (size_t n = 0; n < batch.size(); ++n)
                    answers[batch[n]] = std::move(rows[n]);
            }
            connection.endRead();
            return answers;
        },
        std::move(stop));
    auto answers = co_await std::move(completion);
    if (answers)
        co_return std::move(*answers);
    Answers failed;
    for (size_t i = 0; i < count; ++i)
        failed.push_back(failure(answers.error()));
    co_return failed;
}

Task<Result<WriteFacts>> SqliteHrStore::writeFacts(HrWrite write, UserId user)
{
    auto completion = m_thread->run<WriteFacts>([write = std::move(write), user = std::move(user)](
                                                    SqliteConnection &connection, const std::stop_token &) {
        return readFacts(connection, write, user);
    });
    auto facts = co_await std::move(completion);
    co_return facts;
}

Task<Result<WriteOutcome>> SqliteHrStore::write(HrWrite write)
{
    auto completion = m_thread->run<WriteOutcome>(
        [write = std::move(write), &clock = m_clock,
         patience = m_options.writePatience](SqliteConnection &connection, const std::stop_token &unwanted) {
            return writeSqlite(connection, write, clock.now(), unwanted, patience);
        });
    auto outcome = co_await std::move(completion);
    co_return outcome;
}

Task<Result<std::vector<UserId>>> SqliteHrStore::holders(CompanyId company)
{
    auto completion = m_thread->run<std::vector<UserId>>(
        [company = std::move(company)](SqliteConnection &connection, const std::stop_token &) {
            return readHolders(connection, company);
        });
    auto holders = co_await std::move(completion);
    co_return holders;
}

Task<Result<StoreStatus>> SqliteHrStore::check()
{
    auto completion = m_thread->run<StoreStatus>(
        [&clock = m_clock, asked = m_clock.steady()](SqliteConnection &connection, const std::stop_token &) {
            auto status = readStatus(connection);
            if (status)
                status->latency = std::chrono::ceil<std::chrono::microseconds>(clock.steady() - asked);
            return status;
        });
    auto status = co_await std::move(completion);
    co_return status;
}

void SqliteHrStore::prepare()
{
    m_thread->prepare();
}

QString SqliteHrStore::name() const
{
    return QStringLiteral("SQLite");
}

} // namespace hrcache
