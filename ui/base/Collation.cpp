#include "ui/base/Collation.h"

#include <algorithm>

namespace hrcache {

QCollator listCollator()
{
    const QLocale usual;
    QCollator collator(usual.language() == QLocale::C ? QLocale(QLocale::English) : usual);
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    return collator;
}

void sortByLabel(QList<std::pair<QString, QString>> &labelled)
{
    const QCollator collator = listCollator();
    std::sort(labelled.begin(), labelled.end(),
              [&](const auto &a, const auto &b) { return collator.compare(a.second, b.second) < 0; });
}

} // namespace hrcache
