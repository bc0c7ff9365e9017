#include "cache/CacheStore.h"

namespace hrcache {

namespace {

/// Matches one `[…]` class at `pattern`; moves `pattern` behind it.
bool classMatches(const char *&pattern, const char *patternEnd, unsigned char c)
{
    const bool negated = pattern != patternEnd && *pattern == '^';
    if (negated)
        ++pattern;
    bool matched = false;
    while (pattern != patternEnd && *pattern != ']') {
        if (*pattern == '\\' && pattern + 1 != patternEnd)
            ++pattern;
        auto low = static_cast<unsigned char>(*pattern++);
        auto high = low;
        if (patternEnd - pattern >= 2 && *pattern == '-' && pattern[1] != ']') {
            high = static_cast<unsigned char>(pattern[1]);
            pattern += 2;
        }
        if (low > high)
            std::swap(low, high);
        matched = matched || (c >= low && c <= high);
    }
    if (pattern != patternEnd)
        ++pattern;
    return matched != negated;
}

/// Matches the one character or class at `pattern` (never a star); moves `pattern` behind it.
bool oneMatches(const char *&pattern, const char *patternEnd, unsigned char c)
{
    const char wanted = *pattern++;
    if (wanted == '?')
        return true;
    if (wanted == '[')
        return classMatches(pattern, patternEnd, c);
    if (wanted == '\\' && pattern != patternEnd)
        return static_cast<unsigned char>(*pattern++) == c;
    return static_cast<unsigned char>(wanted) == c;
}

} // namespace

QByteArray escapeGlob(const QByteArray &text)
{
    QByteArray escaped;
    escaped.reserve(text.size() + 8);
    for (const char c : text) {
        if (c == '*' || c == '?' || c == '[' || c == ']' || c == '\\' || c == '^' || c == '-')
            escaped.append('\\');
        escaped.append(c);
    }
    return escaped;
}

bool globMatches(const QByteArray &pattern, const QByteArray &text)
{
    const char *p = pattern.constData();
    const char *const pEnd = p + pattern.size();
    const char *t = text.constData();
    const char *const tEnd = t + text.size();
    const char *starPattern = nullptr; // behind the last star, to go back to
    const char *starText = nullptr;
    while (t != tEnd) {
        if (p != pEnd && *p == '*') {
            starPattern = ++p;
            starText = t;
            continue;
        }
        if (p != pEnd && oneMatches(p, pEnd, static_cast<unsigned char>(*t))) {
            ++t;
            continue;
        }
        if (starPattern == nullptr)
            return false;
        p = starPattern;
        t = ++starText;
    }
    while (p != pEnd && *p == '*')
        ++p;
    return p == pEnd;
}

} // namespace hrcache
