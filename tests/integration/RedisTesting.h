#pragma once

#include "redis/RedisCacheStore.h"
#include "support/Await.h"
#include "support/TestServers.h"

#include <QUuid>

namespace hrcache {

[[nodiscard]] inline RedisConfig redisConfig(std::uint16_t port)
{
    RedisConfig config;
    config.host = QStringLiteral("127.0.0.1");
    config.port = port;
    return config;
}

/// The shared server with users, as one of them.
[[nodiscard]] inline RedisConfig redisConfigFor(const char *user)
{
    RedisConfig config = redisConfig(TestServers::redisAuthPort());
    config.username = QString::fromLatin1(user);
    config.password = TestServers::redisPassword();
    return config;
}

/// A key that no other test uses.
[[nodiscard]] inline QByteArray ownKey()
{
    return "cache:test:" + QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
}

[[nodiscard]] inline Result<CacheValue> getOne(CacheStore &store, const QByteArray &key)
{
    return awaitResult(store.get({key})).front();
}

[[nodiscard]] inline Result<CacheValue> leaseOne(CacheStore &store, const QByteArray &key)
{
    return awaitResult(store.getOrLease({{key, "L"}}, std::chrono::seconds(10))).front();
}

[[nodiscard]] inline Result<bool> swapOne(CacheStore &store, const ConditionalSet &request)
{
    return awaitResult(store.setIfUnchanged({request})).front();
}

} // namespace hrcache
