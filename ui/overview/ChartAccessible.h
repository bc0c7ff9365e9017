#pragma once

namespace hrcache {

/// Makes screen readers know charts as charts. May be called again.
void installChartAccessibility();

} // namespace hrcache
