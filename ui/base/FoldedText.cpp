#include "ui/base/FoldedText.h"

#include <algorithm>
#include <cstring>

namespace hrcache::foldedtext {

QByteArray of(const QString &text)
{
    QString decomposed = text.normalized(QString::NormalizationForm_KD).toCaseFolded();
    decomposed.removeIf([](QChar character) { return character.category() == QChar::Mark_NonSpacing; });
    return decomposed.toUtf8();
}

void append(QByteArray &to, std::string_view utf8)
{
    const bool plain =
        std::all_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<uint8_t>(c) < 0x80; });
    if (plain) {
        for (const char c : utf8)
            to.append(c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c);
    } else {
        to.append(of(QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()))));
    }
    to.append('\n');
}

std::vector<QByteArray> words(const QString &text)
{
    std::vector<QByteArray> words;
    for (const QByteArray &word : of(text).split(' ')) {
        if (!word.isEmpty())
            words.push_back(word);
    }
    return words;
}

bool containsAll(std::string_view folded, const std::vector<QByteArray> &words)
{
    return std::all_of(words.begin(), words.end(), [folded](const QByteArray &word) {
        return memmem(folded.data(), folded.size(), word.constData(), static_cast<size_t>(word.size()));
    });
}

} // namespace hrcache::foldedtext
