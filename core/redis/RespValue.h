#pragma once

#include <QByteArray>

#include <vector>

namespace hrcache {

/// One RESP2 reply.
struct RespValue
{
    enum class Type {
        Nil,     ///< no value, or no array
        Status,  ///< `text`: "OK", "PONG", …
        Error,   ///< `text`: the server's words; the first one is its code
        Integer, ///< `integer`
        Bulk,    ///< `text`: any bytes
        Array    ///< `elements`
    };

    /// Bytes of a Bulk's `text` that are allocated behind its end, for parsers that read ahead.
    static constexpr qsizetype padding = 64;

    Type type = Type::Nil;
    qint64 integer = 0;
    QByteArray text;
    std::vector<RespValue> elements;

    [[nodiscard]] bool isNil() const { return type == Type::Nil; }

    [[nodiscard]] bool isError() const { return type == Type::Error; }

    [[nodiscard]] bool isInteger() const { return type == Type::Integer; }

    [[nodiscard]] bool isBulk() const { return type == Type::Bulk; }

    [[nodiscard]] bool isArray() const { return type == Type::Array; }

    /// A Status with exactly this text.
    [[nodiscard]] bool isStatus(QByteArrayView status) const
    {
        return type == Type::Status && text == status;
    }

    /// The first word of an Error, e.g. "WRONGTYPE"; empty for anything else.
    [[nodiscard]] QByteArray errorCode() const;

    [[nodiscard]] static RespValue nil();
    [[nodiscard]] static RespValue ofInteger(qint64 value);
    [[nodiscard]] static RespValue ofStatus(QByteArray text);
    [[nodiscard]] static RespValue ofError(QByteArray text);
    [[nodiscard]] static RespValue ofBulk(QByteArrayView text);

    bool operator==(const RespValue &) const = default;
};

} // namespace hrcache
