#pragma once

#include <QCoroTask>

#include <QObject>
#include <QTimer>

#include <coroutine>
#include <functional>
#include <memory>
#include <vector>

namespace hrcache {

template<typename T = void>
using Task = QCoro::Task<T>;

/// Awaits every task, in order, so that they run concurrently (QCoro tasks start at once).
template<typename T>
Task<std::vector<T>> whenAll(std::vector<Task<T>> tasks)
{
    std::vector<T> results;
    results.reserve(tasks.size());
    for (Task<T> &task : tasks)
        results.push_back(co_await task);
    co_return results;
}

/// Counts work that outlives its caller (a cache fill, a retry), so that it can be joined before exit.
class TaskCounter
{
public:
    /// Runs `work` to its end and counts it meanwhile.
    void spawn(Task<> task) { watch(std::move(task)); }

    /// Counts something as running for as long as what it returns lives.
    [[nodiscard]] std::shared_ptr<void> hold()
    {
        ++m_state->running;
        return {m_state.get(), [state = m_state](void *) { state->end(); }};
    }

    [[nodiscard]] int running() const { return m_state->running; }

    /// Resumes when nothing is running any more. Several may wait.
    auto idle()
    {
        struct Awaiter
        {
            std::shared_ptr<State> state;

            bool await_ready() const noexcept { return state->running == 0; }

            void await_suspend(std::coroutine_handle<> waiter) { state->waiters.push_back(waiter); }

            void await_resume() const noexcept {}
        };

        return Awaiter{m_state};
    }

private:
    struct State
    {
        void end()
        {
            if (--running > 0)
                return;
            for (auto waiter : std::exchange(waiters, {}))
                waiter.resume();
        }

        int running = 0;
        std::vector<std::coroutine_handle<>> waiters;
    };

    Task<> watch(Task<> task)
    {
        const auto held = hold();
        co_await task;
    }

    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace hrcache
