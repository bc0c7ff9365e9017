#pragma once

#include "redis/RespLimits.h"

#include <QByteArrayView>

#include <array>
#include <span>

namespace hrcache {

/// Follows the framing of a RESP2 stream byte by byte and refuses what breaks the protocol or the limits,
/// without storing anything of it. What it lets through can be given to a parser that trusts its input.
class RespScanner
{
public:
    enum class Verdict {
        NeedsMore, ///< all bytes taken, the reply goes on
        Complete,  ///< the last byte taken ends a reply
        Refused    ///< nothing after `taken` may be used; the stream is lost
    };

    struct Step
    {
        qsizetype taken = 0;
        Verdict verdict = Verdict::NeedsMore;
    };

    explicit RespScanner(RespLimits limits = {});

    /// Goes through `bytes` up to the end of the current reply. Once it has refused, it keeps refusing.
    [[nodiscard]] Step scan(QByteArrayView bytes);

    /// Why the stream was refused: technical, English, without any of its content. Empty if it was not.
    [[nodiscard]] const char *refusal() const { return m_refusal; }

private:
    enum class State { Type, Number, Line, Body, BodyCr, BodyLf };

    [[nodiscard]] bool takeType(char byte);
    [[nodiscard]] bool takeNumberByte(char byte);
    [[nodiscard]] bool takeNumber(qint64 number);
    [[nodiscard]] bool takeLine(QByteArrayView bytes, qsizetype &position);
    [[nodiscard]] bool startArray(qint64 elements);
    [[nodiscard]] bool charge(qint64 bytes);
    void endValue();
    bool refuse(const char *reason);

    RespLimits m_limits;
    State m_state = State::Type;
    char m_type = 0;
    bool m_sawCr = false;
    bool m_complete = false;
    const char *m_refusal = "";
    std::array<char, 21> m_digits{}; // "-9223372036854775808" and one more
    int m_digitCount = 0;
    int m_lineBytes = 0;
    qint64 m_bodyLeft = 0;
    qint64 m_replyBytes = 0;
    qint64 m_replyElements = 0;
    std::array<qint64, 7> m_open{}; // elements still to come, outermost array first
    int m_depth = 0;
};

} // namespace hrcache
