#pragma once

#include <thread>

namespace hrcache {

/// Reads the font configuration of the system on a thread of its own while the program connects to the
/// display: the first text of a window would wait for it. Make one before the application object, and let it
/// live until the window is shown. Does nothing where fonts come without fontconfig.
class EarlyFonts
{
public:
    EarlyFonts();
    ~EarlyFonts();
    /// Returns when they are read. Whoever needs a font earlier reads the same on his own.
    void wait();

    EarlyFonts(const EarlyFonts &) = delete;
    EarlyFonts &operator=(const EarlyFonts &) = delete;

private:
    std::thread m_thread;
};

} // namespace hrcache
