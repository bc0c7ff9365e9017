#include "redis/RespCommands.h"

#include <charconv>
#include <cstring>

namespace hrcache {

namespace {

// "$" or "*", a number, a line end, and as much again for an integer and the line end of an argument.
constexpr qsizetype framing = 48;

char *putNumber(char *out, qint64 number)
{
    return std::to_chars(out, out + 20, number).ptr;
}

char *putHeader(char *out, char type, qint64 number)
{
    *out++ = type;
    out = putNumber(out, number);
    *out++ = '\r';
    *out++ = '\n';
    return out;
}

char *putBulk(char *out, QByteArrayView text)
{
    out = putHeader(out, '$', text.size());
    if (!text.isEmpty())
        std::memcpy(out, text.data(), size_t(text.size()));
    out += text.size();
    *out++ = '\r';
    *out++ = '\n';
    return out;
}

} // namespace

RespCommands &RespCommands::append(std::initializer_list<Argument> arguments)
{
    qsizetype bound = framing;
    for (const Argument &argument : arguments)
        bound += framing + argument.text.size();
    const qsizetype before = m_bytes.size();
    m_bytes.resize(before + bound);
    char *const begin = m_bytes.data();
    char *out = putHeader(begin + before, '*', qint64(arguments.size()));
    for (const Argument &argument : arguments) {
        if (argument.isText) {
            out = putBulk(out, argument.text);
        } else {
            char digits[20];
            const char *end = putNumber(digits, argument.integer);
            out = putBulk(out, QByteArrayView(digits, end));
        }
    }
    m_bytes.resize(out - begin);
    ++m_count;
    return *this;
}

RespCommands &RespCommands::addList(QByteArrayView first, const QByteArray *begin, const QByteArray *end)
{
    qsizetype bound = 2 * framing + first.size();
    for (const QByteArray *argument = begin; argument != end; ++argument)
        bound += framing + argument->size();
    const qsizetype before = m_bytes.size();
    m_bytes.resize(before + bound);
    char *const start = m_bytes.data();
    char *out = putHeader(start + before, '*', 1 + (end - begin));
    out = putBulk(out, first);
    for (const QByteArray *argument = begin; argument != end; ++argument)
        out = putBulk(out, *argument);
    m_bytes.resize(out - start);
    ++m_count;
    return *this;
}

} // namespace hrcache
