#pragma once

#include "base/Result.h"
#include "hr/HrRows.h"

#include <vector>

namespace hrcache {

/// Cuts the canonical JSON of a list into lists of `rowsPerPage` rows each, in order; an empty list gives no
/// page. Takes about as long as parsing: call it on a thread pool for large lists. Errors: Protocol.
[[nodiscard]] Result<std::vector<HrRows>> cutIntoPages(QByteArray list, int rowsPerPage);

} // namespace hrcache
