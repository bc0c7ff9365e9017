#include "redis/RespValue.h"

#include <cstring>

namespace hrcache {

QByteArray RespValue::errorCode() const
{
    if (type != Type::Error)
        return {};
    const qsizetype space = text.indexOf(' ');
    return space < 0 ? text : text.left(space);
}

RespValue RespValue::nil()
{
    return {};
}

RespValue RespValue::ofInteger(qint64 value)
{
    RespValue reply;
    reply.type = Type::Integer;
    reply.integer = value;
    return reply;
}

RespValue RespValue::ofStatus(QByteArray text)
{
    RespValue reply;
    reply.type = Type::Status;
    reply.text = std::move(text);
    return reply;
}

RespValue RespValue::ofError(QByteArray text)
{
    RespValue reply;
    reply.type = Type::Error;
    reply.text = std::move(text);
    return reply;
}

RespValue RespValue::ofBulk(QByteArrayView text)
{
    RespValue reply;
    reply.type = Type::Bulk;
    // Allocated once with its padding, then cut: a reserve() before an append() would copy the header twice.
    QByteArray bytes(text.size() + padding, Qt::Uninitialized);
    if (!text.isEmpty())
        std::memcpy(bytes.data(), text.data(), size_t(text.size()));
    bytes.resize(text.size());
    reply.text = std::move(bytes);
    return reply;
}

} // namespace hrcache
