#pragma once

class QWidget;

namespace hrcache {

/// Opens what the program is, its version and licence, over `parent`; it goes when it is closed.
void showAbout(QWidget *parent);

} // namespace hrcache
