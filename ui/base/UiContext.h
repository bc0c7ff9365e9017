#pragma once

namespace hrcache {

class Session;
class Settings;

/// What every page is given. All outlive the pages.
struct UiContext
{
    Session &session;
    Settings &settings;
};

} // namespace hrcache
