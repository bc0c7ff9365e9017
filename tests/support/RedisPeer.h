#pragma once

#include <QByteArrayList>
#include <QVariant>

#include <cstdint>
#include <memory>

struct redisContext;

namespace hrcache {

/// A foreign client of Redis for tests: synchronous, on hiredis, sharing nothing with our client.
/// Blocks the calling thread. A connection that breaks or does not come about ends the test program.
class RedisPeer
{
public:
    explicit RedisPeer(std::uint16_t port);
    explicit RedisPeer(const QString &unixSocket);
    ~RedisPeer();

    /// QByteArray for a string or a status, qlonglong for an integer, an invalid QVariant for nil,
    /// QVariantList for an array, QByteArray starting with "ERROR " for an error reply.
    QVariant command(const QByteArrayList &words);

    /// command() for replies that are strings; empty for nil.
    QByteArray text(const QByteArrayList &words) { return command(words).toByteArray(); }

    qlonglong number(const QByteArrayList &words) { return command(words).toLongLong(); }

private:
    struct Free
    {
        void operator()(redisContext *context) const;
    };

    std::unique_ptr<redisContext, Free> m_context;
};

} // namespace hrcache
