#include "redis/RedisCompareAndSet.h"

#include "redis/RedisError.h"

#include <QCryptographicHash>

namespace hrcache {

namespace {

// KEYS[1]; ARGV: what is expected, the new value (empty: delete), the TTL in seconds.
constexpr QByteArrayView plainScript = "local v=redis.call('GET',KEYS[1]) "
                                       "if not v or v~=ARGV[1] then return 0 end "
                                       "if ARGV[2]=='' then redis.call('DEL',KEYS[1]) "
                                       "else redis.call('SET',KEYS[1],ARGV[2],'EX',ARGV[3]) end return 1";

// The same, with the SHA-1 of what is expected.
constexpr QByteArrayView hashScript = "local v=redis.call('GET',KEYS[1]) "
                                      "if not v or redis.sha1hex(v)~=ARGV[1] then return 0 end "
                                      "if ARGV[2]=='' then redis.call('DEL',KEYS[1]) "
                                      "else redis.call('SET',KEYS[1],ARGV[2],'EX',ARGV[3]) end return 1";

// Longer values are compared by their hash rather than sent.
constexpr qsizetype longestPlain = 256;

void encode(RespCommands &commands, const ConditionalSet &request)
{
    const bool hashed = request.expected.size() > longestPlain;
    const QByteArray expected =
        hashed ? QCryptographicHash::hash(request.expected, QCryptographicHash::Sha1).toHex()
               : request.expected;
    commands.add("EVAL", hashed ? hashScript : plainScript, 1, request.key, expected, request.value,
                 request.ttl.count());
}

bool isEvalRefusal(const RespValue &reply)
{
    return reply.isError() && (reply.errorCode() == "NOPERM" || reply.text.startsWith("ERR unknown command"));
}

} // namespace

Task<std::vector<Result<bool>>> redisSetIfUnchanged(std::shared_ptr<RedisClient> client,
                                                    std::shared_ptr<RedisAbilities> abilities,
                                                    std::shared_ptr<RedisTransactions> transactions,
                                                    std::vector<ConditionalSet> requests)
{
    std::vector<Result<bool>> results(requests.size(), Result<bool>(false));
    abilities->follow(client->connectionNumber());
    std::vector<size_t> open;
    for (size_t index = 0; index < requests.size(); ++index) {
        if (!requests[index].value.isEmpty() && requests[index].ttl.count() <= 0)
            results[index] =
                failure(ErrorCode::InvalidArgument,
                        QCoreApplication::translate("RedisCacheStore", "A TTL must be positive."));
        else
            open.push_back(index);
    }
    if (open.empty())
        co_return results;

    std::vector<size_t> refused;
    if (abilities->eval) {
        RespCommands commands;
        for (size_t index : open)
            encode(commands, requests[index]);
        auto completion = client->send(std::move(commands), RedisWait::Command);
        RedisReplies replies = co_await std::move(completion);
        if (!replies) {
            for (size_t index : open)
                results[index] = failure(replies.error());
            co_return results;
        }
        abilities->follow(client->connectionNumber());
        for (size_t position = 0; position < open.size(); ++position) {
            const RespValue &reply = (*replies)[position];
            if (isEvalRefusal(reply)) {
                refused.push_back(open[position]);
                // Not so for a key outside the role's patterns.
                abilities->eval = abilities->eval && !reply.text.contains("command");
            } else if (reply.isError()) {
                results[open[position]] = failure(redisReplyError(reply));
            } else if (!reply.isInteger()) {
                results[open[position]] = failure(redisUnexpectedReply());
            } else {
                results[open[position]] = reply.integer == 1;
            }
        }
    } else {
        refused = open;
    }
    if (refused.empty())
        co_return results;

    std::vector<ConditionalSet> rest;
    rest.reserve(refused.size());
    for (size_t index : refused)
        rest.push_back(std::move(requests[index]));
    Task<std::vector<Result<bool>>> asking = transactions->setIfUnchanged(std::move(rest));
    std::vector<Result<bool>> answers = co_await asking;
    for (size_t position = 0; position < refused.size(); ++position)
        results[refused[position]] = std::move(answers[position]);
    co_return results;
}

} // namespace hrcache
