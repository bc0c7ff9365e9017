#include "sqlite/JsonbText.h"

#include <QStringDecoder>

#include <algorithm>
#include <charconv>
#include <vector>

namespace hrcache {

namespace {

constexpr int deepest = 256;
/// Exponents beyond this would be written out as zeros.
constexpr int largestExponent = 1000;

void appendQuoted(QByteArray &out, const QByteArray &text)
{
    constexpr char hex[] = "0123456789abcdef";
    out.append('"');
    for (const char c : text) {
        switch (c) {
        case '"':
            out.append("\\\"");
            break;
        case '\\':
            out.append("\\\\");
            break;
        case '\b':
            out.append("\\b");
            break;
        case '\f':
            out.append("\\f");
            break;
        case '\n':
            out.append("\\n");
            break;
        case '\r':
            out.append("\\r");
            break;
        case '\t':
            out.append("\\t");
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                out.append("\\u00");
                out.append(hex[c >> 4]);
                out.append(hex[c & 0xf]);
            } else {
                out.append(c);
            }
        }
    }
    out.append('"');
}

void appendUtf8(QByteArray &out, char32_t codePoint)
{
    out.append(QString::fromUcs4(&codePoint, 1).toUtf8());
}

class JsonbPrinter
{
public:
    explicit JsonbPrinter(std::string_view json)
        : m_at(json.data())
        , m_end(json.data() + json.size())
    {
    }

    std::optional<QByteArray> print()
    {
        QByteArray out;
        if (!value(out, 0))
            return std::nullopt;
        skipSpace();
        if (m_at != m_end)
            return std::nullopt;
        return out;
    }

private:
    struct Member
    {
        QByteArray name;
        QByteArray value;
    };

    void skipSpace()
    {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\t' || *m_at == '\n' || *m_at == '\r'))
            ++m_at;
    }

    bool take(char wanted)
    {
        skipSpace();
        if (m_at == m_end || *m_at != wanted)
            return false;
        ++m_at;
        return true;
    }

    bool takeWord(std::string_view word)
    {
        if (static_cast<size_t>(m_end - m_at) < word.size() || std::string_view(m_at, word.size()) != word)
            return false;
        m_at += word.size();
        return true;
    }

    bool value(QByteArray &out, int depth)
    {
        skipSpace();
        if (m_at == m_end || depth > deepest)
            return false;
        switch (*m_at) {
        case '{':
            return object(out, depth);
        case '[':
            return array(out, depth);
        case '"': {
            QByteArray text;
            if (!string(text))
                return false;
            appendQuoted(out, text);
            return true;
        }
        case 't':
            out.append("true");
            return takeWord("true");
        case 'f':
            out.append("false");
            return takeWord("false");
        case 'n':
            out.append("null");
            return takeWord("null");
        default:
            return number(out);
        }
    }

    bool object(QByteArray &out, int depth)
    {
        ++m_at;
        std::vector<Member> members;
        if (!take('}')) {
            do {
                Member member;
                skipSpace();
                if (!string(member.name) || !take(':') || !value(member.value, depth + 1))
                    return false;
                members.push_back(std::move(member));
            } while (take(','));
            if (!take('}'))
                return false;
        }
        std::stable_sort(members.begin(), members.end(), [](const Member &a, const Member &b) {
            return a.name.size() != b.name.size() ? a.name.size() < b.name.size() : a.name < b.name;
        });
        out.append('{');
        bool first = true;
        for (auto member = members.begin(); member != members.end(); ++member) {
            if (std::next(member) != members.end() && std::next(member)->name == member->name)
                continue;
            if (!first)
                out.append(", ");
            first = false;
            appendQuoted(out, member->name);
            out.append(": ");
            out.append(member->value);
        }
        out.append('}');
        return true;
    }

    bool array(QByteArray &out, int depth)
    {
        ++m_at;
        out.append('[');
        if (!take(']')) {
            bool first = true;
            do {
                if (!first)
                    out.append(", ");
                first = false;
                if (!value(out, depth + 1))
                    return false;
            } while (take(','));
            if (!take(']'))
                return false;
        }
        out.append(']');
        return true;
    }

    bool hexUnit(char32_t &unit)
    {
        if (m_end - m_at < 4)
            return false;
        uint32_t parsed = 0;
        const auto [end, error] = std::from_chars(m_at, m_at + 4, parsed, 16);
        if (error != std::errc() || end != m_at + 4)
            return false;
        m_at += 4;
        unit = parsed;
        return true;
    }

    bool unicodeEscape(QByteArray &out)
    {
        char32_t unit = 0;
        if (!hexUnit(unit) || unit == 0 || (unit >= 0xdc00 && unit <= 0xdfff))
            return false;
        if (unit >= 0xd800 && unit <= 0xdbff) {
            char32_t low = 0;
            if (!takeWord("\\u") || !hexUnit(low) || low < 0xdc00 || low > 0xdfff)
                return false;
            unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        }
        appendUtf8(out, unit);
        return true;
    }

    bool string(QByteArray &out)
    {
        if (m_at == m_end || *m_at != '"')
            return false;
        ++m_at;
        while (m_at != m_end && *m_at != '"') {
            const char c = *m_at++;
            if (static_cast<unsigned char>(c) < 0x20)
                return false;
            if (c != '\\') {
                out.append(c);
                continue;
            }
            if (m_at == m_end)
                return false;
            constexpr std::string_view escapes = "\"\\/bfnrt";
            constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
            const char escape = *m_at++;
            const auto index = escapes.find(escape);
            if (index != std::string_view::npos)
                out.append(meanings[index]);
            else if (escape != 'u' || !unicodeEscape(out))
                return false;
        }
        if (m_at == m_end)
            return false;
        ++m_at;
        return true;
    }

    QByteArray digits()
    {
        const char *const start = m_at;
        while (m_at != m_end && *m_at >= '0' && *m_at <= '9')
            ++m_at;
        return QByteArray(start, m_at - start);
    }

    bool number(QByteArray &out)
    {
        const bool negative = m_at != m_end && *m_at == '-';
        if (negative)
            ++m_at;
        QByteArray all = digits();
        if (all.isEmpty() || (all.size() > 1 && all.startsWith('0')))
            return false;
        QByteArray fraction;
        if (m_at != m_end && *m_at == '.') {
            ++m_at;
            fraction = digits();
            if (fraction.isEmpty())
                return false;
        }
        int exponent = 0;
        if (m_at != m_end && (*m_at == 'e' || *m_at == 'E')) {
            ++m_at;
            const bool down = m_at != m_end && *m_at == '-';
            if (m_at != m_end && (*m_at == '-' || *m_at == '+'))
                ++m_at;
            bool good = false;
            exponent = digits().toInt(&good);
            if (!good || exponent > largestExponent)
                return false;
            exponent = down ? -exponent : exponent;
        }
        appendNumber(out, negative, all + fraction, static_cast<int>(fraction.size()), exponent);
        return true;
    }

    /// `digits` with `decimals` of them behind the point, times ten to the `exponent`, written out.
    static void appendNumber(QByteArray &out, bool negative, QByteArray digits, int decimals, int exponent)
    {
        const int scale = std::max(0, decimals - exponent);
        if (exponent > decimals)
            digits.append(exponent - decimals, '0');
        if (digits.size() <= scale)
            digits.prepend(QByteArray(scale + 1 - digits.size(), '0'));
        QByteArray whole = digits.left(digits.size() - scale);
        qsizetype zeros = 0;
        while (zeros + 1 < whole.size() && whole[zeros] == '0')
            ++zeros;
        whole.remove(0, zeros);
        const bool isZero = digits.count('0') == digits.size();
        if (negative && !isZero)
            out.append('-');
        out.append(whole);
        if (scale > 0)
            out.append('.').append(digits.right(scale));
    }

    const char *m_at;
    const char *m_end;
};

} // namespace

std::optional<QByteArray> toJsonbText(std::string_view json)
{
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = utf8(QByteArrayView(json.data(), static_cast<qsizetype>(json.size())));
    if (utf8.hasError())
        return std::nullopt;
    return JsonbPrinter(json).print();
}

} // namespace hrcache
