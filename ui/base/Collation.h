#pragma once

#include <QCollator>
#include <QList>

#include <utility>

namespace hrcache {

/// Orders texts as people expect them in a list: by the locale of the program (QLocale's default), without
/// case, numbers by their value. Where the locale is "C", which knows no alphabet but bytes, as in English. A
/// new one each time: a collator must not be shared between threads. Any thread.
[[nodiscard]] QCollator listCollator();

/// Codes with their labels, by the labels.
void sortByLabel(QList<std::pair<QString, QString>> &labelled);

} // namespace hrcache
