#include "base/Clock.h"

#include <ctime>

namespace hrcache {

namespace {

class SystemClock final : public Clock
{
public:
    WallTime now() const override
    {
        return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
    }

    SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
};

} // namespace

const Clock &Clock::system()
{
    static const SystemClock clock;
    return clock;
}

QByteArray toLocalIso(WallTime time)
{
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    // Most calls fall into the second of the call before: the calendar is asked once for it.
    thread_local std::chrono::sys_seconds knownSecond{std::chrono::seconds(-1)};
    thread_local char text[32];
    if (whole != knownSecond) {
        const std::time_t seconds = std::chrono::system_clock::to_time_t(
            std::chrono::time_point_cast<std::chrono::system_clock::duration>(whole));
        std::tm parts{};
#ifdef _WIN32
        localtime_s(&parts, &seconds);
#else
        localtime_r(&seconds, &parts);
#endif
        std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.", &parts);
        knownSecond = whole;
    }
    constexpr int headLength = 20;
    char *at = text + headLength;
    auto micros = static_cast<int>((time - whole).count());
    for (int digit = 5; digit >= 0; --digit, micros /= 10)
        at[digit] = static_cast<char>('0' + micros % 10);
    return QByteArray(text, headLength + 6);
}

} // namespace hrcache
