#include "hr/CanonicalJson.h"

#include <simdjson.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstring>
#include <string>

namespace hrcache {

namespace {

constexpr std::array<bool, 256> needsEscape = [] {
    std::array<bool, 256> table{};
    for (int c = 0; c < 0x20; ++c)
        table[static_cast<size_t>(c)] = true;
    table['"'] = true;
    table['\\'] = true;
    return table;
}();

/// Writes the escape of one byte, at most 6 bytes.
char *writeEscape(char *at, unsigned char c)
{
    constexpr std::string_view plain = "\"\\\n\r\t\b\f";
    constexpr std::string_view escaped = "\"\\nrtbf";
    *at++ = '\\';
    if (const auto known = plain.find(static_cast<char>(c)); known != std::string_view::npos) {
        *at++ = escaped[known];
        return at;
    }
    constexpr char hex[] = "0123456789abcdef";
    for (const char digit : {'u', '0', '0', hex[c >> 4], hex[c & 0xf]})
        *at++ = digit;
    return at;
}

bool readDigits(const char *&at, const char *end, int count, int &value)
{
    value = 0;
    for (int i = 0; i < count; ++i, ++at) {
        if (at == end || *at < '0' || *at > '9')
            return false;
        value = value * 10 + (*at - '0');
    }
    return true;
}

bool readChar(const char *&at, const char *end, char wanted)
{
    if (at == end || *at != wanted)
        return false;
    ++at;
    return true;
}

/// "+01", "-03:30", "+00:00:20", "Z" or nothing, as seconds east of UTC.
bool readOffset(const char *&at, const char *end, int &seconds)
{
    seconds = 0;
    if (at == end)
        return true;
    if (*at == 'Z') {
        ++at;
        return at == end;
    }
    if (*at != '+' && *at != '-')
        return false;
    const int sign = *at++ == '-' ? -1 : 1;
    int part = 0;
    int unit = 3600;
    do {
        if (!readDigits(at, end, 2, part))
            return false;
        seconds += part * unit;
        unit /= 60;
    } while (unit > 0 && readChar(at, end, ':'));
    seconds *= sign;
    return at == end;
}

void writeDigits(char *&at, int value, int count)
{
    for (int i = count - 1; i >= 0; --i) {
        at[i] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
    at += count;
}

/// As isoformat() of Python writes it: a fraction has six digits. Infinity, BC and the like stay.
void appendLocalTimestamp(JsonOutput &out, std::string_view text)
{
    constexpr size_t wholeSeconds = 19; // 2026-01-16 10:30:00
    const bool fraction = text.size() > wholeSeconds + 1 && text.size() <= wholeSeconds + 7 &&
                          text[wholeSeconds] == '.' &&
                          text.find_first_not_of("0123456789", wholeSeconds + 1) == text.npos;
    if ((text.size() != wholeSeconds && !fraction) || text[10] != ' ') {
        appendJsonString(out, text);
        return;
    }
    std::string iso(text);
    iso[10] = 'T';
    if (fraction)
        iso.append(wholeSeconds + 7 - iso.size(), '0');
    appendJsonString(out, iso);
}

} // namespace

void appendJsonString(JsonOutput &out, std::string_view text)
{
    char *at = out.room(static_cast<qsizetype>(text.size()) * 6 + 2);
    *at++ = '"';
    for (const char character : text) {
        const auto c = static_cast<unsigned char>(character);
        if (Q_LIKELY(!needsEscape[c]))
            *at++ = character;
        else
            at = writeEscape(at, c);
    }
    *at++ = '"';
    out.advanceTo(at);
}

void appendJsonString(QByteArray &out, std::string_view text)
{
    JsonOutput json(static_cast<qsizetype>(text.size()) * 6 + 2);
    appendJsonString(json, text);
    out.append(json.take(0));
}

void appendJsonNumber(JsonOutput &out, double value)
{
    if (!std::isfinite(value)) {
        out.append("null");
        return;
    }
    constexpr qsizetype longest = 64;
    char *const text = out.room(longest);
    const double magnitude = std::fabs(value);
    const bool plain = magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e16);
    char *const end = std::to_chars(text, text + longest, value,
                                    plain ? std::chars_format::fixed : std::chars_format::scientific)
                          .ptr;
    out.advanceTo(end);
    if (plain && std::memchr(text, '.', static_cast<size_t>(end - text)) == nullptr)
        out.append(".0");
}

QByteArray jsonNumber(double value)
{
    JsonOutput json(64);
    appendJsonNumber(json, value);
    return json.take(0);
}

void appendJsonValue(JsonOutput &out, JsonType type, std::string_view text)
{
    switch (type) {
    case JsonType::Text:
        appendJsonString(out, text);
        return;
    case JsonType::Integer:
        out.append(text);
        return;
    case JsonType::Number: {
        double value = std::nan("");
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        appendJsonNumber(out,
                         error == std::errc() && end == text.data() + text.size() ? value : std::nan(""));
        return;
    }
    case JsonType::Boolean:
        out.append(!text.empty() && (text[0] == 't' || text[0] == '1') ? "true" : "false");
        return;
    case JsonType::LocalTimestamp:
        appendLocalTimestamp(out, text);
        return;
    case JsonType::Timestamp: {
        const QByteArray utc = toUtcIso(text);
        appendJsonString(out, {utc.constData(), static_cast<size_t>(utc.size())});
        return;
    }
    }
}

QByteArray toUtcIso(std::string_view timestamp)
{
    using namespace std::chrono;
    const char *at = timestamp.data();
    const char *const end = at + timestamp.size();
    const auto asItIs = [&] {
        return QByteArray(timestamp.data(), static_cast<qsizetype>(timestamp.size()));
    };

    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, offset = 0;
    if (!readDigits(at, end, 4, y) || !readChar(at, end, '-') || !readDigits(at, end, 2, mo) ||
        !readChar(at, end, '-') || !readDigits(at, end, 2, d))
        return asItIs();
    if (!readChar(at, end, ' ') && !readChar(at, end, 'T'))
        return asItIs();
    if (!readDigits(at, end, 2, h) || !readChar(at, end, ':') || !readDigits(at, end, 2, mi) ||
        !readChar(at, end, ':') || !readDigits(at, end, 2, s))
        return asItIs();
    int fraction = 0;
    if (readChar(at, end, '.')) {
        int scale = 100'000;
        while (at != end && *at >= '0' && *at <= '9') {
            fraction += (*at++ - '0') * scale;
            scale /= 10;
        }
    }
    const year_month_day date{year(y), month(static_cast<unsigned>(mo)), day(static_cast<unsigned>(d))};
    if (!readOffset(at, end, offset) || !date.ok())
        return asItIs();

    const sys_seconds utc = sys_days(date) + hours(h) + minutes(mi) + seconds(s - offset);
    const auto days = floor<std::chrono::days>(utc);
    const year_month_day day(days);
    const hh_mm_ss time(utc - days);
    char text[40];
    char *out = text;
    writeDigits(out, static_cast<int>(day.year()), 4);
    *out++ = '-';
    writeDigits(out, static_cast<int>(static_cast<unsigned>(day.month())), 2);
    *out++ = '-';
    writeDigits(out, static_cast<int>(static_cast<unsigned>(day.day())), 2);
    *out++ = 'T';
    writeDigits(out, static_cast<int>(time.hours().count()), 2);
    *out++ = ':';
    writeDigits(out, static_cast<int>(time.minutes().count()), 2);
    *out++ = ':';
    writeDigits(out, static_cast<int>(time.seconds().count()), 2);
    if (fraction != 0) {
        *out++ = '.';
        writeDigits(out, fraction, 6);
    }
    std::memcpy(out, "+00:00", 6);
    out += 6;
    return QByteArray(text, out - text);
}

QByteArray onOneLine(QByteArray json)
{
    if (!json.contains('\n') && !json.contains('\r'))
        return json;
    QByteArray line(json.size(), Qt::Uninitialized);
    size_t length = 0;
    const auto error =
        simdjson::minify(json.constData(), static_cast<size_t>(json.size()), line.data(), length);
    if (error)
        return json.replace('\n', ' ').replace('\r', ' ');
    line.truncate(static_cast<qsizetype>(length));
    return line;
}

} // namespace hrcache
