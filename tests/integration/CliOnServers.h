#pragma once

#include "CliTesting.h"

#include <algorithm>

namespace hrcache {

/// The program on a Redis and a PostgreSQL database of the test's own.
class CliOnServers : public QObject
{
protected:
    /// New ones, for each test.
    void startServers()
    {
        m_redis = std::make_unique<RedisProcess>();
        m_database = std::make_unique<TestDatabase>();
        m_cli = std::make_unique<Cli>();
        m_cli->useRedis(m_redis->port());
        m_cli->useDatabase(m_database->url());
    }

    [[nodiscard]] static QStringList args(const char *text)
    {
        return QString::fromUtf8(text).split(u' ', Qt::SkipEmptyParts);
    }

    [[nodiscard]] CliResult run(const char *arguments, const QByteArray &input = {}) const
    {
        return m_cli->run(args(arguments), input);
    }

    /// What `rpc -` answers to `input`.
    [[nodiscard]] CliResult stream(const QByteArray &input, QStringList options = {}) const
    {
        return m_cli->run(options << QStringLiteral("rpc") << QStringLiteral("-"), input);
    }

    /// In order.
    [[nodiscard]] QByteArrayList keysInRedis() const
    {
        RedisPeer peer = m_redis->peer();
        QByteArrayList keys;
        for (const QVariant &key : peer.command({"KEYS", "*"}).toList())
            keys << key.toByteArray();
        std::sort(keys.begin(), keys.end());
        return keys;
    }

    std::unique_ptr<RedisProcess> m_redis;
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Cli> m_cli;
};

} // namespace hrcache
