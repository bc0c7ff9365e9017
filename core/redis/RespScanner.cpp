#include "redis/RespScanner.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace hrcache {

namespace {

// The spelling that hiredis takes too: no plus sign, no leading zero, no "-0".
bool isPlainNumber(const char *begin, const char *end)
{
    if (begin != end && *begin == '-')
        return end - begin >= 2 && begin[1] >= '1' && begin[1] <= '9';
    return begin != end && (*begin != '0' || end - begin == 1);
}

} // namespace

RespScanner::RespScanner(RespLimits limits)
    : m_limits(limits)
{
    m_limits.nesting = std::clamp(m_limits.nesting, 0, int(m_open.size()));
}

RespScanner::Step RespScanner::scan(QByteArrayView bytes)
{
    qsizetype position = 0;
    m_complete = false;
    while (!*m_refusal && position < bytes.size() && !m_complete) {
        bool good = true;
        switch (m_state) {
        case State::Type:
            good = takeType(bytes[position++]);
            break;
        case State::Number:
            good = takeNumberByte(bytes[position++]);
            break;
        case State::Line:
            good = takeLine(bytes, position);
            break;
        case State::Body: {
            const qint64 part = std::min<qint64>(m_bodyLeft, bytes.size() - position);
            m_bodyLeft -= part;
            position += part;
            if (m_bodyLeft == 0)
                m_state = State::BodyCr;
            break;
        }
        case State::BodyCr:
            good = bytes[position++] == '\r' || refuse("a bulk string is longer than declared");
            m_state = State::BodyLf;
            break;
        case State::BodyLf:
            good = bytes[position++] == '\n' || refuse("a bulk string is longer than declared");
            if (good)
                endValue();
            break;
        }
        if (!good)
            --position;
    }
    if (*m_refusal)
        return {position, Verdict::Refused};
    return {position, m_complete ? Verdict::Complete : Verdict::NeedsMore};
}

bool RespScanner::takeType(char byte)
{
    m_type = byte;
    switch (byte) {
    case '$':
    case '*':
    case ':':
        m_state = State::Number;
        m_digitCount = 0;
        m_sawCr = false;
        return true;
    case '+':
    case '-':
        m_state = State::Line;
        m_lineBytes = 0;
        m_sawCr = false;
        return true;
    default:
        return refuse("unknown reply type");
    }
}

bool RespScanner::takeNumberByte(char byte)
{
    if (m_sawCr) {
        if (byte != '\n')
            return refuse("a number is not followed by the end of its line");
        const char *begin = m_digits.data();
        const char *end = begin + m_digitCount;
        qint64 number = 0;
        const auto [stop, error] = std::from_chars(begin, end, number);
        if (error != std::errc() || stop != end || !isPlainNumber(begin, end))
            return refuse("malformed number");
        return takeNumber(number);
    }
    if (byte == '\r') {
        m_sawCr = true;
        return true;
    }
    if (m_digitCount == int(m_digits.size()))
        return refuse("malformed number");
    if (byte != '-' && (byte < '0' || byte > '9'))
        return refuse("malformed number");
    m_digits[size_t(m_digitCount++)] = byte;
    return true;
}

bool RespScanner::takeNumber(qint64 number)
{
    if (m_type == ':') {
        endValue();
        return true;
    }
    if (number < -1)
        return refuse("negative length");
    if (m_type == '*' && number > 0)
        return startArray(number);
    if (m_type == '*' || number < 0) {
        // An empty array, or none, counts for its depth as hiredis counts it.
        if (m_type == '*' && m_depth >= m_limits.nesting)
            return refuse("arrays are nested too deeply");
        endValue();
        return true;
    }
    if (!charge(number))
        return false;
    m_bodyLeft = number;
    m_state = number == 0 ? State::BodyCr : State::Body;
    return true;
}

bool RespScanner::takeLine(QByteArrayView bytes, qsizetype &position)
{
    if (m_sawCr) {
        if (bytes[position++] != '\n')
            return refuse("carriage return within a line");
        endValue();
        return true;
    }
    const char *begin = bytes.data() + position;
    const qsizetype available = bytes.size() - position;
    const auto *cr = static_cast<const char *>(std::memchr(begin, '\r', size_t(available)));
    const qsizetype text = cr ? cr - begin : available;
    if (text > m_limits.lineBytes - m_lineBytes) {
        ++position;
        return refuse("a line is too long");
    }
    m_lineBytes += int(text);
    if (!charge(text)) {
        ++position;
        return false;
    }
    position += text;
    if (cr) {
        m_sawCr = true;
        ++position;
    }
    return true;
}

bool RespScanner::startArray(qint64 elements)
{
    if (m_depth >= m_limits.nesting)
        return refuse("arrays are nested too deeply");
    if (elements > m_limits.elements - m_replyElements)
        return refuse("an array has too many elements");
    m_replyElements += elements;
    m_open[size_t(m_depth++)] = elements;
    m_state = State::Type;
    return true;
}

bool RespScanner::charge(qint64 bytes)
{
    if (bytes > m_limits.replyBytes - m_replyBytes)
        return refuse("a reply is too large");
    m_replyBytes += bytes;
    return true;
}

void RespScanner::endValue()
{
    m_state = State::Type;
    while (m_depth > 0 && --m_open[size_t(m_depth - 1)] == 0)
        --m_depth;
    if (m_depth == 0) {
        m_complete = true;
        m_replyBytes = 0;
        m_replyElements = 0;
    }
}

bool RespScanner::refuse(const char *reason)
{
    m_refusal = reason;
    return false;
}

} // namespace hrcache
