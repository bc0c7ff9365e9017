#pragma once

namespace hrcache {

/// Has scroll areas answer assistive technology that asks for a part of them which is gone by now, as when a
/// scroll bar has just been hidden: what Qt 6.4 brings for them ends the program then. May be called again.
void installScrollAreaAccessibility();

} // namespace hrcache
