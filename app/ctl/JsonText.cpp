#include "app/ctl/JsonText.h"

#include "app/ctl/DisplayWidth.h"

#include <QJsonDocument>
#include <QString>

#include <algorithm>

namespace hrcache {

namespace {

/// Behind the string that begins at `at`.
qsizetype endOfString(const QByteArray &json, qsizetype at)
{
    for (++at; at < json.size() && json[at] != '"'; ++at) {
        if (json[at] == '\\')
            ++at;
    }
    return std::min(at + 1, json.size());
}

/// The code unit written as \uXXXX at `at`, or 0.
char16_t escapedUnit(const QByteArray &json, qsizetype at)
{
    if (at + 6 > json.size() || json[at] != '\\' || json[at + 1] != 'u')
        return 0;
    bool ok = false;
    const auto unit = json.mid(at + 2, 4).toUShort(&ok, 16);
    return ok ? static_cast<char16_t>(unit) : u'\0';
}

QByteArray readable(const QByteArray &json, qsizetype from, qsizetype to)
{
    QByteArray text;
    for (qsizetype at = from; at < to;) {
        const char16_t unit = escapedUnit(json, at);
        const char16_t low = QChar::isHighSurrogate(unit) ? escapedUnit(json, at + 6) : u'\0';
        if (QChar::isLowSurrogate(low)) {
            const char16_t pair[] = {unit, low};
            text += QString::fromUtf16(pair, 2).toUtf8();
            at += 12;
        } else if (unit >= 0xa0 && !QChar::isSurrogate(unit) && !steersTerminal(unit)) {
            text += QString(QChar(unit)).toUtf8();
            at += 6;
        } else if (json[at] == '\\' && at + 1 < to) {
            text += json.mid(at, 2);
            at += 2;
        } else {
            text += json[at++];
        }
    }
    return text;
}

/// Qt's parser takes control characters within strings, which JSON does not.
bool hasControls(const QByteArray &json)
{
    for (qsizetype at = 0; at < json.size();) {
        if (json[at] != '"') {
            ++at;
            continue;
        }
        const qsizetype end = endOfString(json, at);
        if (std::any_of(json.begin() + at, json.begin() + end,
                        [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
            return true;
        at = end;
    }
    return false;
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

QByteArray indentedJson(const QByteArray &json)
{
    QByteArray text;
    int depth = 0;
    const auto newLine = [&] { text += '\n' + QByteArray(2 * static_cast<qsizetype>(depth), ' '); };
    for (qsizetype at = 0; at < json.size();) {
        const char c = json[at];
        if (c == '"') {
            const qsizetype end = endOfString(json, at);
            text += readable(json, at, end);
            at = end;
            continue;
        }
        ++at;
        if (isSpace(c))
            continue;
        if (c == '{' || c == '[') {
            qsizetype next = at;
            while (next < json.size() && isSpace(json[next]))
                ++next;
            text += c;
            if (next < json.size() && (json[next] == '}' || json[next] == ']')) {
                text += json[next];
                at = next + 1;
                continue;
            }
            ++depth;
            newLine();
        } else if (c == '}' || c == ']') {
            --depth;
            newLine();
            text += c;
        } else if (c == ',') {
            text += c;
            newLine();
        } else {
            text += c == ':' ? QByteArrayLiteral(": ") : QByteArray(1, c);
        }
    }
    return text;
}

std::vector<JsonItem> itemsOf(const QByteArray &json)
{
    std::vector<JsonItem> items;
    const QByteArrayView text(json);
    int depth = 0;
    bool isArray = false;
    qsizetype valueFrom = -1;
    QByteArrayView name;
    const auto take = [&](qsizetype to) {
        const auto value = text.sliced(valueFrom, to - valueFrom).trimmed();
        if (!value.isEmpty())
            items.push_back({name, value});
        valueFrom = -1;
    };
    for (qsizetype at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (c == '"') {
            const qsizetype end = endOfString(json, at);
            if (depth == 1 && valueFrom < 0)
                name = text.sliced(at + 1, end - at - 2);
            at = end - 1;
            continue;
        }
        const bool opens = c == '{' || c == '[';
        const bool closes = c == '}' || c == ']';
        if (depth == 1 && (c == ',' || closes) && valueFrom >= 0)
            take(at);
        if (depth == 0 && opens)
            isArray = c == '[';
        depth += opens ? 1 : closes ? -1 : 0;
        const bool begins = isArray ? c == ',' || opens : c == ':';
        if (depth == 1 && begins && valueFrom < 0)
            valueFrom = at + 1;
    }
    return items;
}

std::optional<std::vector<std::pair<QByteArray, QByteArray>>> membersOf(const QByteArray &json)
{
    if (!QJsonDocument::fromJson(json).isObject() || hasControls(json))
        return std::nullopt;
    std::vector<std::pair<QByteArray, QByteArray>> members;
    for (const JsonItem &item : itemsOf(json))
        members.emplace_back(item.name.toByteArray(), item.value.toByteArray());
    return members;
}

} // namespace hrcache
