#pragma once

#include "base/Result.h"

#include <coroutine>
#include <memory>
#include <optional>

namespace hrcache {

namespace detail {

template<typename T>
struct CompletionState
{
    std::optional<T> value;
    std::coroutine_handle<> waiter;
};

} // namespace detail

/// The awaiting end of a one-shot value: `Result<X> r = co_await std::move(completion);`
/// One coroutine may await it, once. Same thread as its Completer.
template<typename T>
class [[nodiscard]] Completion
{
public:
    explicit Completion(std::shared_ptr<detail::CompletionState<T>> state)
        : m_state(std::move(state))
    {
    }

    ~Completion()
    {
        if (m_state)
            m_state->waiter = nullptr;
    }

    Completion(Completion &&) noexcept = default;
    Completion &operator=(Completion &&) = delete;

    bool await_ready() const noexcept { return m_state->value.has_value(); }

    void await_suspend(std::coroutine_handle<> waiter) noexcept { m_state->waiter = waiter; }

    T await_resume() { return std::move(*m_state->value); }

private:
    std::shared_ptr<detail::CompletionState<T>> m_state;
};

/// The finishing end. Whoever holds it must finish it; a Completer that dies unfinished finishes with
/// ErrorCode::Cancelled, so that no coroutine waits for ever. Move-only.
template<typename T>
class Completer
{
public:
    Completer()
        : m_state(std::make_shared<detail::CompletionState<T>>())
    {
    }

    Completer(Completer &&) noexcept = default;

    Completer &operator=(Completer &&other) noexcept
    {
        if (this != &other) {
            abandon();
            m_state = std::move(other.m_state);
        }
        return *this;
    }

    ~Completer() { abandon(); }

    /// The end to await. Call once.
    Completion<T> completion() { return Completion<T>(m_state); }

    [[nodiscard]] bool isFinished() const { return !m_state || m_state->value.has_value(); }

    /// Sets the value and resumes the waiting coroutine before it returns: `this` and the object that
    /// owns it may be gone afterwards, so make it the last thing a function does, or guard.
    void finish(T value)
    {
        auto state = m_state;
        if (!state || state->value)
            return;
        state->value.emplace(std::move(value));
        if (auto waiter = std::exchange(state->waiter, nullptr))
            waiter.resume();
    }

private:
    void abandon()
    {
        if (m_state && !m_state->value)
            finish(T(tl::unexpect, Error::make(ErrorCode::Cancelled, {})));
    }

    std::shared_ptr<detail::CompletionState<T>> m_state;
};

} // namespace hrcache
