#pragma once

#include "base/Completion.h"
#include "base/Result.h"
#include "base/Tasks.h"

#include <optional>
#include <vector>

namespace hrcache {

/// Lets calls pass, holds them until a test lets them go one by one, or lets them fail. Same thread.
class Gate
{
public:
    /// From now on calls wait.
    void hold() { m_held = true; }

    /// Lets every waiting call go, and those that come.
    void open()
    {
        m_held = false;
        auto waiting = std::exchange(m_waiting, {});
        for (auto &call : waiting)
            call.finish(Result<bool>(true));
    }

    /// Lets one waiting call go, by its place in the order of arrival.
    void letPass(size_t index)
    {
        auto call = std::move(m_waiting.at(index));
        m_waiting.erase(m_waiting.begin() + static_cast<std::ptrdiff_t>(index));
        call.finish(Result<bool>(true));
    }

    [[nodiscard]] size_t waiting() const { return m_waiting.size(); }

    /// Every call fails from now on; none: they work again.
    void failWith(std::optional<Error> error) { m_error = std::move(error); }

    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

    [[nodiscard]] int calls() const { return m_calls; }

    Task<> pass()
    {
        ++m_calls;
        if (!m_held)
            co_return;
        m_waiting.emplace_back();
        auto turn = m_waiting.back().completion();
        co_await std::move(turn);
    }

private:
    bool m_held = false;
    int m_calls = 0;
    std::optional<Error> m_error;
    std::vector<Completer<Result<bool>>> m_waiting;
};

} // namespace hrcache
