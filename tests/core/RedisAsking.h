#pragma once

#include "ScriptedRedis.h"
#include "redis/RedisClient.h"

namespace hrcache {

/// A pipeline under way, and its result once there is one.
class Asked
{
public:
    Asked(RedisClient &client, RespCommands commands, RedisWait wait = RedisWait::Command)
        : m_task(run(client.send(std::move(commands), wait), m_result))
    {
    }

    [[nodiscard]] bool isDone() const { return m_result->has_value(); }

    [[nodiscard]] const RedisReplies &result() const { return **m_result; }

    [[nodiscard]] ErrorCode error() const { return result() ? ErrorCode::Internal : result().error().code; }

    [[nodiscard]] QByteArray text(size_t index = 0) const { return (*result())[index].text; }

private:
    static Task<> run(Completion<RedisReplies> completion,
                      std::shared_ptr<std::optional<RedisReplies>> result)
    {
        RedisReplies replies = co_await std::move(completion);
        result->emplace(std::move(replies));
    }

    std::shared_ptr<std::optional<RedisReplies>> m_result = std::make_shared<std::optional<RedisReplies>>();
    Task<> m_task;
};

[[nodiscard]] inline RespCommands get(const QByteArray &key)
{
    RespCommands commands;
    commands.add("GET", key);
    return commands;
}

/// Answers as a small Redis would: GET gives the key back.
[[nodiscard]] inline QByteArray echo(const QByteArrayList &command)
{
    if (command[0] == "GET")
        return wireBulk(command[1]);
    return command[0] == "PING" ? "+PONG\r\n" : "+OK\r\n";
}

[[nodiscard]] inline RedisConfig configFor(const ScriptedRedis &server)
{
    RedisConfig config;
    config.host = QStringLiteral("127.0.0.1");
    config.port = server.port();
    return config;
}

} // namespace hrcache
