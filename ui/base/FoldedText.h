#pragma once

#include <QByteArray>
#include <QString>

#include <string_view>
#include <vector>

namespace hrcache {

/// Texts as they are searched for: UTF-8 without case and accents. Any thread.
namespace foldedtext {

[[nodiscard]] QByteArray of(const QString &text);
/// Appends it folded, with a line end.
void append(QByteArray &to, std::string_view utf8);
/// The words that are looked for, folded.
[[nodiscard]] std::vector<QByteArray> words(const QString &text);
[[nodiscard]] bool containsAll(std::string_view folded, const std::vector<QByteArray> &words);

} // namespace foldedtext

} // namespace hrcache
