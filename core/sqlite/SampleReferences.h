#pragma once

#include "sqlite/SampleData.h"

namespace hrcache {

/// The five reference lists of Switzerland and France, with labels in four languages.
[[nodiscard]] std::vector<SampleTable> sampleReferences();

} // namespace hrcache
