#pragma once

#include <QByteArray>

#include <algorithm>
#include <cstring>
#include <string_view>

namespace hrcache {

/// Text that grows at its end. QByteArray::append() costs more than the few bytes that it adds; here a
/// caller asks for room once and then writes.
class JsonOutput
{
public:
    explicit JsonOutput(qsizetype expected = 256)
        : m_bytes(std::max<qsizetype>(expected, 64), Qt::Uninitialized)
        , m_at(m_bytes.data())
        , m_end(m_at + m_bytes.size())
    {
    }

    Q_DISABLE_COPY_MOVE(JsonOutput)

    /// Makes room for at least `more` bytes, and returns where they go. See advanceTo().
    char *room(qsizetype more)
    {
        if (m_end - m_at < more)
            grow(more);
        return m_at;
    }

    /// Says how far a writer came in what room() gave.
    void advanceTo(char *at) { m_at = at; }

    void append(std::string_view text)
    {
        char *at = room(static_cast<qsizetype>(text.size()));
        std::memcpy(at, text.data(), text.size());
        m_at = at + text.size();
    }

    void append(char c)
    {
        *room(1) = c;
        ++m_at;
    }

    [[nodiscard]] qsizetype size() const { return m_at - m_bytes.constData(); }

    /// The text, with at least `spare` bytes of memory behind it. The output is empty afterwards.
    QByteArray take(qsizetype spare)
    {
        room(spare);
        m_bytes.truncate(size());
        m_at = m_end = nullptr;
        return std::exchange(m_bytes, QByteArray());
    }

private:
    void grow(qsizetype more)
    {
        const qsizetype used = size();
        m_bytes.resize(std::max(m_bytes.size() * 2, used + more));
        m_at = m_bytes.data() + used;
        m_end = m_bytes.data() + m_bytes.size();
    }

    QByteArray m_bytes;
    char *m_at;
    char *m_end;
};

} // namespace hrcache
