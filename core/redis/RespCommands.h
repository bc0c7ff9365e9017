#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <concepts>
#include <initializer_list>

namespace hrcache {

/// Commands encoded for the wire, to be sent together in one write.
class RespCommands
{
public:
    /// Appends one command. Arguments: anything a QByteArrayView can be made of, and integers.
    template<typename... Arguments>
    RespCommands &add(const Arguments &...arguments)
    {
        return append({Argument(arguments)...});
    }

    /// Appends one command made of `first` and all of `rest`.
    RespCommands &addList(QByteArrayView first, const QByteArray *begin, const QByteArray *end);

    /// Makes room for `bytes` more, where the caller knows better.
    void reserve(qsizetype bytes) { m_bytes.reserve(m_bytes.size() + bytes); }

    [[nodiscard]] int count() const { return m_count; }

    [[nodiscard]] bool isEmpty() const { return m_count == 0; }

    /// The encoded bytes. They may hold secrets: not for logs.
    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }

    [[nodiscard]] QByteArray takeBytes() { return std::exchange(m_bytes, {}); }

private:
    struct Argument
    {
        template<std::integral Integer>
        explicit Argument(Integer number)
            : text(nullptr)
            , integer(qint64(number))
        {
        }

        template<typename Text>

        requires(!std::integral<Text>) explicit Argument(const Text &bytes)
            : text(bytes)
            , isText(true)
        {
        }

        QByteArrayView text;
        qint64 integer = 0;
        bool isText = false;
    };

    RespCommands &append(std::initializer_list<Argument> arguments);

    QByteArray m_bytes;
    int m_count = 0;
};

} // namespace hrcache
