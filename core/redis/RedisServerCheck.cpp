#include "redis/RedisServerCheck.h"

#include "redis/RedisError.h"

#include <QRandomGenerator>

#include <algorithm>

namespace hrcache {

namespace {

constexpr int pings = 5;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RedisServerCheck)
};

// The replies of the one pipeline that asks for everything, in its order.
enum Asked : size_t {
    Hello,
    Info,
    WhoAmI,
    DbSize,
    Set,
    Get,
    Strlen,
    Pttl,
    GetRange,
    Eval,
    Scan,
    Publish,
    Del,
    Count
};

RespCommands questions()
{
    const QByteArray random = QByteArray::number(QRandomGenerator::global()->generate64(), 16);
    const QByteArray key = "cache:check:" + random;
    RespCommands commands;
    commands.add("HELLO").add("INFO").add("ACL", "WHOAMI").add("DBSIZE");
    commands.add("SET", key, "1", "PX", 10000).add("GET", key).add("STRLEN", key).add("PTTL", key);
    commands.add("GETRANGE", key, -1, -1);
    commands.add("EVAL", "return redis.call('GET',KEYS[1])", 1, key);
    commands.add("SCAN", "0", "MATCH", "cache:check:*", "COUNT", 1);
    // The channel of a company that does not exist.
    commands.add("PUBLISH", "cache:invalidate:check-" + random, "");
    commands.add("DEL", key);
    return commands;
}

// The value of `name` in INFO's lines.
QByteArray infoField(const RespValue &info, const QByteArray &name)
{
    if (!info.isBulk())
        return {};
    for (const QByteArray &line : info.text.split('\n')) {
        if (line.startsWith(name + ':'))
            return line.mid(name.size() + 1).trimmed();
    }
    return {};
}

// The value of `name` in HELLO's flat list of names and values.
QByteArray helloField(const RespValue &hello, const QByteArray &name)
{
    for (size_t index = 0; index + 1 < hello.elements.size(); index += 2) {
        if (hello.elements[index].text == name)
            return hello.elements[index + 1].text;
    }
    return {};
}

QByteArray eitherField(const QByteArray &first, const QByteArray &second)
{
    return first.isEmpty() ? second : first;
}

void describeRights(CacheStatus &status, const std::vector<RespValue> &replies)
{
    const auto allowed = [&](Asked asked) { return !replies[asked].isError(); };
    const auto missing = [&](Asked asked, const QString &words) {
        if (!allowed(asked))
            status.missingRights.append(
                Text::tr("%1: %2").arg(words, redisReplyError(replies[asked]).message));
    };
    status.canWrite = allowed(Set) && allowed(Del);
    status.canScript = allowed(Eval);
    status.canPublish = allowed(Publish);
    status.canScan = allowed(Scan);
    missing(Get, Text::tr("Cached values cannot be read (GET)"));
    missing(Set, Text::tr("Nothing can be cached (SET)"));
    missing(Del, Text::tr("Cached copies cannot be deleted, so writes are not safe (DEL)"));
    missing(Pttl, Text::tr("What is left of a TTL cannot be seen (PTTL)"));
    missing(Strlen, Text::tr("The size of entries cannot be seen (STRLEN)"));
    missing(GetRange, Text::tr("The age of entries cannot be seen (GETRANGE)"));
    missing(Eval,
            Text::tr("Scripts cannot be run; entries are stored by transactions, which take longer (EVAL)"));
    missing(Scan, Text::tr("Keys cannot be listed (SCAN)"));
    missing(Publish, Text::tr("Invalidations cannot be announced to others (PUBLISH)"));
    missing(DbSize, Text::tr("Keys cannot be counted (DBSIZE)"));
}

} // namespace

Task<Result<CacheStatus>> redisServerCheck(std::shared_ptr<RedisClient> client)
{
    auto completion = client->send(questions(), RedisWait::Command);
    RedisReplies replies = co_await std::move(completion);
    if (!replies)
        co_return failure(replies.error());
    for (const RespValue &reply : *replies) {
        const QByteArray code = reply.errorCode();
        if (code == "NOAUTH" || code == "LOADING" || code == "MASTERDOWN")
            co_return failure(redisReplyError(reply));
    }

    CacheStatus status;
    status.product = QStringLiteral("Redis");
    status.host = client->config().endpoint();
    status.database = client->config().database;
    status.tls = client->tlsProtocol();
    status.encrypted = !status.tls.isEmpty();
    const QByteArray version =
        eitherField(helloField((*replies)[Hello], "version"), infoField((*replies)[Info], "redis_version"));
    status.version = version.isEmpty() ? Text::tr("unknown") : QString::fromUtf8(version);
    const QByteArray role =
        eitherField(helloField((*replies)[Hello], "role"), infoField((*replies)[Info], "role"));
    status.primary = role != "replica" && role != "slave" && (*replies)[Set].errorCode() != "READONLY";
    if ((*replies)[WhoAmI].isBulk())
        status.user = QString::fromUtf8((*replies)[WhoAmI].text);
    else
        status.user =
            client->config().username.isEmpty() ? QStringLiteral("default") : client->config().username;
    if ((*replies)[DbSize].isInteger())
        status.keys = (*replies)[DbSize].integer;
    describeRights(status, *replies);

    std::vector<std::chrono::microseconds> roundTrips;
    for (int index = 0; index < pings; ++index) {
        RespCommands ping;
        ping.add("PING");
        const auto start = std::chrono::steady_clock::now();
        auto pinging = client->send(std::move(ping), RedisWait::Command);
        RedisReplies pong = co_await std::move(pinging);
        if (!pong)
            co_return failure(pong.error());
        roundTrips.push_back(
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start));
    }
    std::nth_element(roundTrips.begin(), roundTrips.begin() + pings / 2, roundTrips.end());
    status.latency = roundTrips[pings / 2];
    co_return status;
}

} // namespace hrcache
