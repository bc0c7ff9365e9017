// Internal: the storage behind HrDocument.
#pragma once

#include "hr/HrDocument.h"

namespace hrcache {

struct HrDocument::Data
{
    QByteArray bytes;
    qsizetype offset = 0;
    qsizetype length = 0;
    std::vector<RowTable> tables;
    std::unique_ptr<uint8_t[]> arena; // unescaped text of those strings that have escapes
    bool isList = false;
    bool isEmpty = true;
};

} // namespace hrcache
