#include "redis/RedisLease.h"

#include "redis/RedisError.h"

#include <algorithm>
#include <array>

namespace hrcache {

namespace {

// A pipeline of more keys than this needs longer than one read.
constexpr size_t keysOfOneRead = 1000;

constexpr std::chrono::seconds pauseAfterDenial{60};
constexpr std::chrono::seconds pauseAfterTrouble{5};

enum class Way {
    SetWithGet, ///< SET … NX GET PX, PTTL
    GetThenSet, ///< GET, SET … NX PX, PTTL: Redis before 7
    GetOnly     ///< GET, PTTL
};

size_t repliesPerKey(Way way)
{
    return way == Way::GetThenSet ? 3 : 2;
}

RedisWait waitFor(size_t keys)
{
    return keys <= keysOfOneRead ? RedisWait::Read : RedisWait::Command;
}

void encode(RespCommands &commands, Way way, const QByteArray &key, const QByteArray &lease,
            std::chrono::milliseconds leaseTime)
{
    if (way == Way::SetWithGet)
        commands.add("SET", key, lease, "NX", "GET", "PX", leaseTime.count());
    else
        commands.add("GET", key);
    if (way == Way::GetThenSet)
        commands.add("SET", key, lease, "NX", "PX", leaseTime.count());
    commands.add("PTTL", key);
}

std::optional<std::chrono::milliseconds> ttlOf(const RespValue &pttl)
{
    if (!pttl.isInteger() || pttl.integer < 0)
        return std::nullopt;
    return std::chrono::milliseconds(pttl.integer);
}

Result<CacheValue> found(RespValue &value, const RespValue &pttl)
{
    if (value.isError())
        return failure(redisReplyError(value));
    CacheValue result;
    if (value.isBulk()) {
        result.value = std::move(value.text);
        result.ttlLeft = ttlOf(pttl);
        return result;
    }
    if (!value.isNil())
        return failure(redisUnexpectedReply());
    return result;
}

// The server refuses this write but would answer a read.
bool isWriteRefusal(const QByteArray &code)
{
    static constexpr std::array codes{"NOPERM", "READONLY", "OOM", "MISCONF", "NOREPLICAS"};
    return std::any_of(codes.begin(), codes.end(), [&](const char *known) { return code == known; });
}

void remember(RedisAbilities &abilities, const RespValue &refusal)
{
    const SteadyTime now = std::chrono::steady_clock::now();
    const QByteArray code = refusal.errorCode();
    // A key outside the role's patterns says nothing of the next one; a command does.
    if (code == "NOPERM" && refusal.text.contains("command"))
        abilities.noWritesUntil = now + pauseAfterDenial;
    else if (code != "NOPERM")
        abilities.noWritesUntil = now + pauseAfterTrouble;
}

Way bestWay(const RedisAbilities &abilities)
{
    if (abilities.noWritesUntil != SteadyTime::min() &&
        std::chrono::steady_clock::now() < abilities.noWritesUntil)
        return Way::GetOnly;
    return abilities.setWithGet ? Way::SetWithGet : Way::GetThenSet;
}

// The answer for one key, or the way in which to ask once more.
struct Outcome
{
    Result<CacheValue> result;
    std::optional<Way> again;
};

Outcome interpret(Way way, RespValue *replies, RedisAbilities &abilities)
{
    RespValue &first = replies[0];
    if (way == Way::GetOnly)
        return {found(first, replies[1]), {}};
    if (way == Way::SetWithGet) {
        if (first.isNil()) {
            CacheValue taken;
            taken.leased = true;
            return {taken, {}};
        }
        if (first.isError() && first.text.contains("syntax error")) {
            abilities.setWithGet = false;
            return {{}, Way::GetThenSet};
        }
        if (first.isError() && isWriteRefusal(first.errorCode())) {
            remember(abilities, first);
            return {{}, Way::GetOnly};
        }
        return {found(first, replies[1]), {}};
    }
    Result<CacheValue> result = found(first, replies[2]);
    if (replies[1].isError() && isWriteRefusal(replies[1].errorCode()))
        remember(abilities, replies[1]);
    if (result && !result->value)
        result->leased = replies[1].isStatus("OK");
    return {std::move(result), {}};
}

} // namespace

Task<std::vector<Result<CacheValue>>> redisGet(std::shared_ptr<RedisClient> client,
                                               std::vector<QByteArray> keys)
{
    std::vector<Result<CacheValue>> results;
    if (keys.empty())
        co_return results;
    RespCommands commands;
    for (const QByteArray &key : keys)
        encode(commands, Way::GetOnly, key, {}, {});
    auto completion = client->send(std::move(commands), waitFor(keys.size()));
    RedisReplies replies = co_await std::move(completion);
    results.reserve(keys.size());
    for (size_t index = 0; index < keys.size(); ++index) {
        if (replies)
            results.push_back(found((*replies)[2 * index], (*replies)[2 * index + 1]));
        else
            results.push_back(failure(replies.error()));
    }
    co_return results;
}

Task<std::vector<Result<CacheValue>>> redisGetOrLease(std::shared_ptr<RedisClient> client,
                                                      std::shared_ptr<RedisAbilities> abilities,
                                                      std::vector<LeaseRequest> requests,
                                                      std::chrono::milliseconds leaseTime)
{
    std::vector<Result<CacheValue>> results(requests.size());
    if (requests.empty())
        co_return results;
    abilities->follow(client->connectionNumber());

    // What is still to be asked: everything at first, then what was refused in the way it was asked.
    std::vector<size_t> open(requests.size());
    for (size_t index = 0; index < open.size(); ++index)
        open[index] = index;
    Way way = bestWay(*abilities);
    while (!open.empty()) {
        RespCommands commands;
        for (size_t index : open)
            encode(commands, way, requests[index].key, requests[index].lease, leaseTime);
        auto completion = client->send(std::move(commands), waitFor(open.size()));
        RedisReplies replies = co_await std::move(completion);
        if (!replies) {
            for (size_t index : open)
                results[index] = failure(replies.error());
            break;
        }
        abilities->follow(client->connectionNumber());
        std::vector<size_t> refused;
        Way next = Way::GetOnly;
        for (size_t position = 0; position < open.size(); ++position) {
            Outcome outcome = interpret(way, replies->data() + position * repliesPerKey(way), *abilities);
            if (outcome.again) {
                refused.push_back(open[position]);
                next = *outcome.again;
            } else {
                results[open[position]] = std::move(outcome.result);
            }
        }
        open = std::move(refused);
        way = next;
    }
    co_return results;
}

} // namespace hrcache
