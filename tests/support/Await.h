#pragma once

#include "base/Tasks.h"

#include <QEventLoop>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

namespace hrcache {

inline constexpr std::chrono::seconds awaitGuard{30};

namespace detail {

struct AwaitSignal
{
    bool done = false;
    std::function<void()> wake = [] {};

    void finish()
    {
        done = true;
        wake();
    }
};

template<typename T>
struct AwaitState : AwaitSignal
{
    std::optional<T> value;
};

template<typename T>
Task<> storeResult(Task<T> task, std::shared_ptr<AwaitState<T>> state)
{
    T value = co_await task;
    state->value.emplace(std::move(value));
    state->finish();
}

inline Task<> storeEnd(Task<> task, std::shared_ptr<AwaitSignal> state)
{
    co_await task;
    state->finish();
}

inline void runUntilDone(AwaitSignal &state, std::chrono::milliseconds guard)
{
    if (state.done)
        return;
    QEventLoop loop;
    state.wake = [&loop] { loop.quit(); };
    QTimer::singleShot(guard, &loop, &QEventLoop::quit);
    loop.exec();
    state.wake = [] {};
    if (!state.done)
        qFatal("awaitResult: the task did not finish within %lld ms", static_cast<long long>(guard.count()));
}

} // namespace detail

/// Runs the event loop until `task` is done and returns its result, which need not be default
/// constructible. A task that takes longer than `guard` ends the test program with a message.
template<typename T>
[[nodiscard]] T awaitResult(Task<T> task, std::chrono::milliseconds guard = awaitGuard)
{
    auto state = std::make_shared<detail::AwaitState<T>>();
    Task<> storing = detail::storeResult<T>(std::move(task), state);
    detail::runUntilDone(*state, guard);
    return std::move(*state->value);
}

inline void awaitResult(Task<> task, std::chrono::milliseconds guard = awaitGuard)
{
    auto state = std::make_shared<detail::AwaitSignal>();
    Task<> storing = detail::storeEnd(std::move(task), state);
    detail::runUntilDone(*state, guard);
}

} // namespace hrcache
