#include "ui/cache/IndentedJson.h"

#include <algorithm>

namespace hrcache {

namespace {

/// Nesting deeper than this is not indented further: the text would grow with its square.
constexpr int deepestIndent = 40;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

qsizetype skipSpace(const QByteArray &json, qsizetype at)
{
    while (at < json.size() && isSpace(json[at]))
        ++at;
    return at;
}

/// Behind the string that begins at `at`.
qsizetype endOfString(const QByteArray &json, qsizetype at)
{
    for (++at; at < json.size() && json[at] != '"'; ++at) {
        if (json[at] == '\\')
            ++at;
    }
    return std::min(at + 1, json.size());
}

} // namespace

QByteArray indentedJson(const QByteArray &json, qsizetype maximumBytes)
{
    QByteArray text;
    text.reserve(std::min(json.size() * 2, maximumBytes + 1024));
    int depth = 0;
    const auto newLine = [&] {
        text += '\n';
        text.append(2 * static_cast<qsizetype>(std::clamp(depth, 0, deepestIndent)), ' ');
    };
    for (qsizetype at = skipSpace(json, 0); at < json.size(); at = skipSpace(json, at)) {
        const char c = json[at];
        if (c == '"') {
            const qsizetype end = endOfString(json, at);
            text.append(json.constData() + at, end - at);
            at = end;
            continue;
        }
        ++at;
        if (c == '{' || c == '[') {
            text += c;
            const qsizetype next = skipSpace(json, at);
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
            if (text.size() > maximumBytes)
                return text;
            newLine();
        } else if (c == ':') {
            text += ": ";
        } else {
            text += c;
        }
    }
    return text;
}

} // namespace hrcache
