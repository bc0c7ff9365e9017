#include "support/RedisPeer.h"

#include <hiredis/hiredis.h>

namespace hrcache {

namespace {

QVariant toVariant(const redisReply &reply)
{
    switch (reply.type) {
    case REDIS_REPLY_INTEGER:
        return QVariant(static_cast<qlonglong>(reply.integer));
    case REDIS_REPLY_NIL:
        return {};
    case REDIS_REPLY_ERROR:
        return QByteArray("ERROR ") + QByteArray(reply.str, static_cast<qsizetype>(reply.len));
    case REDIS_REPLY_ARRAY: {
        QVariantList list;
        for (size_t i = 0; i < reply.elements; ++i)
            list.append(toVariant(*reply.element[i]));
        return list;
    }
    default:
        return QByteArray(reply.str, static_cast<qsizetype>(reply.len));
    }
}

void requireConnected(const redisContext *context)
{
    if (!context || context->err)
        qFatal("the test's own Redis client cannot connect: %s", context ? context->errstr : "no memory");
}

} // namespace

void RedisPeer::Free::operator()(redisContext *context) const
{
    redisFree(context);
}

RedisPeer::RedisPeer(std::uint16_t port)
    : m_context(redisConnect("127.0.0.1", port))
{
    requireConnected(m_context.get());
}

RedisPeer::RedisPeer(const QString &unixSocket)
    : m_context(redisConnectUnix(qPrintable(unixSocket)))
{
    requireConnected(m_context.get());
}

RedisPeer::~RedisPeer() = default;

QVariant RedisPeer::command(const QByteArrayList &words)
{
    std::vector<const char *> texts;
    std::vector<size_t> lengths;
    for (const QByteArray &word : words) {
        texts.push_back(word.constData());
        lengths.push_back(static_cast<size_t>(word.size()));
    }
    auto *reply = static_cast<redisReply *>(
        redisCommandArgv(m_context.get(), static_cast<int>(texts.size()), texts.data(), lengths.data()));
    if (!reply)
        qFatal("the test's own Redis client lost its connection: %s", m_context->errstr);
    QVariant value = toVariant(*reply);
    freeReplyObject(reply);
    return value;
}

} // namespace hrcache
