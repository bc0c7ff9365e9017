#include "redis/RedisTransactions.h"

#include "redis/RedisConnection.h"
#include "redis/RedisError.h"

#include <algorithm>
#include <deque>

namespace hrcache {

namespace {

constexpr size_t keysPerTransaction = 100;

struct LaterDeleter
{
    void operator()(QObject *object) const { object->deleteLater(); }
};

} // namespace

struct RedisTransactions::Turns
{
    RedisConfig config;
    std::unique_ptr<RedisConnection, LaterDeleter> connection;
    std::deque<Completer<Result<void>>> waiting;
    bool busy = false;
    bool closed = false;

    // WATCH holds only on the connection it was sent on, so one transaction must not span two.
    RedisConnection *use()
    {
        if (!connection || connection->state() == RedisConnection::State::Failed) {
            connection.reset(new RedisConnection(config));
            connection->open(RedisConnection::FirstCommands::AfterLogin);
        }
        return connection.get();
    }

    static Task<Result<void>> begin(std::shared_ptr<Turns> self)
    {
        while (self->busy && !self->closed) {
            Completer<Result<void>> turn;
            auto completion = turn.completion();
            self->waiting.push_back(std::move(turn));
            Result<void> mine = co_await std::move(completion);
            if (!mine)
                co_return mine;
        }
        if (self->closed)
            co_return failure(ErrorCode::Cancelled, {});
        self->busy = true;
        co_return Result<void>();
    }

    void end()
    {
        busy = false;
        if (waiting.empty())
            return;
        Completer<Result<void>> next = std::move(waiting.front());
        waiting.pop_front();
        next.finish({});
    }

    static Task<std::vector<Result<bool>>> run(std::shared_ptr<Turns> self,
                                               std::vector<ConditionalSet> requests);
};

RedisTransactions::RedisTransactions(RedisConfig config)
    : m_turns(std::make_shared<Turns>())
{
    m_turns->config = std::move(config);
}

RedisTransactions::~RedisTransactions()
{
    shutDown();
}

void RedisTransactions::shutDown()
{
    const std::shared_ptr<Turns> turns = m_turns;
    turns->closed = true;
    for (Completer<Result<void>> &turn : std::exchange(turns->waiting, {}))
        turn.finish(failure(ErrorCode::Cancelled, {}));
    if (turns->connection)
        turns->connection->close();
}

// One transaction. Where another client changed any of its keys, EXEC does nothing; then each key is tried
// alone, for the others may be unchanged.
Task<std::vector<Result<bool>>> RedisTransactions::Turns::run(std::shared_ptr<Turns> self,
                                                              std::vector<ConditionalSet> requests)
{
    std::vector<Result<bool>> results(requests.size(), Result<bool>(false));
    const auto failAll = [&results](const Error &error) {
        std::fill(results.begin(), results.end(), Result<bool>(failure(error)));
    };
    RedisConnection *connection = self->use();
    RespCommands look;
    // A role without MULTI would have its SET carried out at once, unguarded: find out with an empty one.
    look.add("MULTI").add("EXEC");
    for (const ConditionalSet &request : requests)
        look.add("WATCH", request.key).add("GET", request.key);
    auto looking = connection->send(std::move(look), RedisWait::Command);
    RedisReplies seen = co_await std::move(looking);
    if (!seen) {
        failAll(seen.error());
        co_return results;
    }
    for (const RespValue &probe : {(*seen)[0], (*seen)[1]}) {
        if (probe.isError()) {
            connection->close();
            failAll(redisReplyError(probe));
            co_return results;
        }
    }
    RespCommands change;
    change.add("MULTI");
    std::vector<size_t> unchanged;
    for (size_t index = 0; index < requests.size(); ++index) {
        const RespValue &watched = (*seen)[2 + 2 * index];
        const RespValue &value = (*seen)[2 + 2 * index + 1];
        if (watched.isError() || value.isError()) {
            results[index] = failure(redisReplyError(watched.isError() ? watched : value));
            continue;
        }
        if (!value.isBulk() || value.text != requests[index].expected)
            continue;
        unchanged.push_back(index);
        if (requests[index].value.isEmpty())
            change.add("DEL", requests[index].key);
        else
            change.add("SET", requests[index].key, requests[index].value, "EX", requests[index].ttl.count());
    }
    if (unchanged.empty()) {
        RespCommands release;
        release.add("UNWATCH");
        [[maybe_unused]] auto unawaited = connection->send(std::move(release), RedisWait::Command);
        co_return results;
    }
    change.add("EXEC");
    auto changing = connection->send(std::move(change), RedisWait::Command);
    RedisReplies changed = co_await std::move(changing);
    if (!changed) {
        for (size_t index : unchanged)
            results[index] = failure(changed.error());
        co_return results;
    }
    const RespValue &executed = changed->back();
    if (executed.isNil() && unchanged.size() > 1) {
        for (size_t index : unchanged) {
            std::vector<ConditionalSet> alone{requests[index]};
            Task<std::vector<Result<bool>>> single = run(self, std::move(alone));
            std::vector<Result<bool>> one = co_await single;
            results[index] = std::move(one.front());
        }
        co_return results;
    }
    for (size_t position = 0; position < unchanged.size(); ++position) {
        Result<bool> &result = results[unchanged[position]];
        // A command that was refused when it was queued says why; EXEC only that it gave up.
        const RespValue &queued = (*changed)[1 + position];
        if (queued.isError())
            result = failure(redisReplyError(queued));
        else if (executed.isError())
            result = failure(redisReplyError(executed));
        else if (executed.isArray() && executed.elements[position].isError())
            result = failure(redisReplyError(executed.elements[position]));
        else
            result = executed.isArray();
    }
    co_return results;
}

Task<std::vector<Result<bool>>> RedisTransactions::setIfUnchanged(std::vector<ConditionalSet> requests)
{
    const std::shared_ptr<Turns> turns = m_turns;
    std::vector<Result<bool>> results;
    results.reserve(requests.size());
    for (size_t first = 0; first < requests.size(); first += keysPerTransaction) {
        const size_t last = std::min(requests.size(), first + keysPerTransaction);
        std::vector<ConditionalSet> part(std::make_move_iterator(requests.begin() + qsizetype(first)),
                                         std::make_move_iterator(requests.begin() + qsizetype(last)));
        Task<Result<void>> beginning = Turns::begin(turns);
        Result<void> begun = co_await beginning;
        if (!begun) {
            results.resize(requests.size(), Result<bool>(failure(begun.error())));
            break;
        }
        Task<std::vector<Result<bool>>> running = Turns::run(turns, std::move(part));
        std::vector<Result<bool>> some = co_await running;
        std::move(some.begin(), some.end(), std::back_inserter(results));
        turns->end();
    }
    co_return results;
}

} // namespace hrcache
