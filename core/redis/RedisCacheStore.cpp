#include "redis/RedisCacheStore.h"

#include "redis/RedisChangeFeed.h"
#include "redis/RedisCompareAndSet.h"
#include "redis/RedisDescribe.h"
#include "redis/RedisError.h"
#include "redis/RedisLease.h"
#include "redis/RedisServerCheck.h"

#include <QRandomGenerator>

#include <algorithm>

namespace hrcache {

namespace {

constexpr size_t keysPerDelete = 500;

// Coroutines hold the client, so that it lives until the last of them has been told that it ended.

Task<Result<void>> setValue(std::shared_ptr<RedisClient> client, QByteArray key, QByteArray value,
                            std::chrono::seconds ttl)
{
    if (ttl.count() <= 0)
        co_return failure(ErrorCode::InvalidArgument,
                          QCoreApplication::translate("RedisCacheStore", "A TTL must be positive."));
    RespCommands commands;
    commands.add("SET", key, value, "EX", ttl.count());
    Task<Result<RespValue>> asking = client->command(std::move(commands), RedisWait::Command);
    Result<RespValue> reply = co_await asking;
    if (!reply)
        co_return failure(reply.error());
    co_return Result<void>();
}

Task<Result<qint64>> removeKeys(std::shared_ptr<RedisClient> client, std::vector<QByteArray> keys,
                                QByteArray channel, QByteArray message)
{
    RespCommands commands;
    for (size_t first = 0; first < keys.size(); first += keysPerDelete) {
        const size_t last = std::min(keys.size(), first + keysPerDelete);
        commands.addList("DEL", keys.data() + first, keys.data() + last);
    }
    const int deletes = commands.count();
    if (!channel.isEmpty())
        commands.add("PUBLISH", channel, message);
    if (commands.isEmpty())
        co_return qint64(0);
    auto completion = client->send(std::move(commands), RedisWait::Command);
    RedisReplies replies = co_await std::move(completion);
    if (!replies)
        co_return failure(replies.error());
    qint64 existed = 0;
    for (int index = 0; index < deletes; ++index) {
        const RespValue &reply = (*replies)[size_t(index)];
        if (reply.isError())
            co_return failure(redisReplyError(reply));
        if (!reply.isInteger())
            co_return failure(redisUnexpectedReply());
        existed += reply.integer;
    }
    if (!channel.isEmpty() && replies->back().isError() && replies->back().errorCode() != "NOPERM")
        co_return failure(redisReplyError(replies->back()));
    co_return existed;
}

Task<Result<ScanPage>> scanStep(std::shared_ptr<RedisClient> client, QByteArray pattern, QByteArray cursor,
                                int count)
{
    RespCommands commands;
    commands.add("SCAN", cursor, "MATCH", pattern, "COUNT", std::max(count, 1));
    Task<Result<RespValue>> asking = client->command(std::move(commands), RedisWait::Command);
    Result<RespValue> reply = co_await asking;
    if (!reply)
        co_return failure(reply.error());
    if (!reply->isArray() || reply->elements.size() != 2 || !reply->elements[0].isBulk() ||
        !reply->elements[1].isArray())
        co_return failure(redisUnexpectedReply());
    ScanPage page;
    page.cursor = reply->elements[0].text;
    page.keys.reserve(reply->elements[1].elements.size());
    for (RespValue &key : reply->elements[1].elements)
        page.keys.push_back(std::move(key.text));
    co_return page;
}

Task<Result<qint64>> countKeys(std::shared_ptr<RedisClient> client)
{
    RespCommands commands;
    commands.add("DBSIZE");
    Task<Result<RespValue>> asking = client->command(std::move(commands), RedisWait::Command);
    Result<RespValue> reply = co_await asking;
    if (!reply)
        co_return failure(reply.error());
    if (!reply->isInteger())
        co_return failure(redisUnexpectedReply());
    co_return reply->integer;
}

Task<Result<void>> probeWrites(std::shared_ptr<RedisClient> client)
{
    const QByteArray key = "cache:ping:" + QByteArray::number(QRandomGenerator::global()->generate64(), 16);
    RespCommands commands;
    commands.add("DEL", key);
    Task<Result<RespValue>> asking = client->command(std::move(commands), RedisWait::Read);
    Result<RespValue> reply = co_await asking;
    if (!reply)
        co_return failure(reply.error());
    co_return Result<void>();
}

} // namespace

RedisCacheStore::RedisCacheStore(RedisConfig config)
    : m_client(std::make_shared<RedisClient>(config))
    , m_abilities(std::make_shared<RedisAbilities>())
    , m_transactions(std::make_shared<RedisTransactions>(std::move(config)))
{
}

RedisCacheStore::~RedisCacheStore()
{
    m_changes.reset();
    m_transactions->shutDown();
    m_client->shutDown();
}

Task<std::vector<Result<CacheValue>>> RedisCacheStore::get(std::vector<QByteArray> keys)
{
    return redisGet(m_client, std::move(keys));
}

Task<std::vector<Result<CacheValue>>> RedisCacheStore::getOrLease(std::vector<LeaseRequest> requests,
                                                                  std::chrono::milliseconds leaseTime)
{
    return redisGetOrLease(m_client, m_abilities, std::move(requests), leaseTime);
}

Task<std::vector<Result<bool>>> RedisCacheStore::setIfUnchanged(std::vector<ConditionalSet> requests)
{
    return redisSetIfUnchanged(m_client, m_abilities, m_transactions, std::move(requests));
}

Task<Result<void>> RedisCacheStore::set(QByteArray key, QByteArray value, std::chrono::seconds ttl)
{
    return setValue(m_client, std::move(key), std::move(value), ttl);
}

Task<Result<qint64>> RedisCacheStore::remove(std::vector<QByteArray> keys, QByteArray channel,
                                             QByteArray message)
{
    return removeKeys(m_client, std::move(keys), std::move(channel), std::move(message));
}

Task<std::vector<Result<CacheKeyInfo>>> RedisCacheStore::describe(std::vector<QByteArray> keys)
{
    return redisDescribe(m_client, std::move(keys));
}

Task<Result<ScanPage>> RedisCacheStore::scan(QByteArray pattern, QByteArray cursor, int count)
{
    return scanStep(m_client, std::move(pattern), std::move(cursor), count);
}

Task<Result<qint64>> RedisCacheStore::keyCount()
{
    return countKeys(m_client);
}

Task<Result<void>> RedisCacheStore::ping()
{
    return probeWrites(m_client);
}

Task<Result<CacheStatus>> RedisCacheStore::check()
{
    return redisServerCheck(m_client);
}

KeyChangeFeed *RedisCacheStore::changes()
{
    if (!m_changes)
        m_changes = std::make_unique<RedisChangeFeed>(m_client->config(), "cache:");
    return m_changes.get();
}

} // namespace hrcache
