#pragma once

#include <QTimer>

#include <coroutine>

namespace hrcache {

/// How many small things (decoding an entry, a few microseconds each) are done in one turn of the event loop
/// before nextTurn().
inline constexpr size_t itemsPerTurn = 200;

/// The same for things of any size: says when as much was done as fits into one turn.
class TurnBudget
{
public:
    /// One thing of so many bytes is about to be done.
    void spend(qsizetype bytes)
    {
        ++m_items;
        m_bytes += bytes;
    }

    /// Begins anew when it is.
    [[nodiscard]] bool isSpent()
    {
        constexpr qsizetype bytesPerTurn = 512 * 1024;
        if (m_items < itemsPerTurn && m_bytes < bytesPerTurn)
            return false;
        m_items = 0;
        m_bytes = 0;
        return true;
    }

private:
    size_t m_items = 0;
    qsizetype m_bytes = 0;
};

/// Resumes in a later turn of the thread's event loop: input, painting and timers come in between. For long
/// loops of small steps on the thread that serves the window. Look whether what you work with is still there
/// afterwards.
[[nodiscard]] inline auto nextTurn()
{
    struct Awaiter
    {
        [[nodiscard]] bool await_ready() const noexcept { return false; }

        void await_suspend(std::coroutine_handle<> waiter) const
        {
            // Not a posted event: all of those are served before anything else gets its turn.
            auto *timer = new QTimer;
            timer->setSingleShot(true);
            QObject::connect(timer, &QTimer::timeout, timer, [timer, waiter] {
                timer->deleteLater();
                waiter.resume();
            });
            timer->start(0);
        }

        void await_resume() const noexcept {}
    };

    return Awaiter{};
}

} // namespace hrcache
