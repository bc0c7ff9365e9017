#pragma once

namespace hrcache {

/// Prepares the program as main() does for the window: style and palette, locale, accessibility switched on.
/// Call from initTestCase().
void prepareUiTest();

} // namespace hrcache
