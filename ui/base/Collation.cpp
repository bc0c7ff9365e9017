#include "ui/base/Collation.h"

namespace hrcache {

QCollator listCollator()
{
    const QLocale usual;
    QCollator collator(usual.language() == QLocale::C ? QLocale(QLocale::English) : usual);
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    return collator;
}

} // namespace hrcache
