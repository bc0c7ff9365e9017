#pragma once

#include <QObject>

#include <functional>

namespace hrcache {

/// Calls a function once at the end of the current turn of the thread's event loop, before the loop waits
/// for anything. Cheaper than a posted event, which wakes the loop through the kernel. Without a running
/// event loop nothing is called.
class TurnEnd : public QObject
{
    Q_OBJECT

public:
    /// `action` is called on this object's thread; it may destroy this object.
    explicit TurnEnd(std::function<void()> action, QObject *parent = nullptr);

    /// Asks for one call; more requests in the same turn change nothing.
    void request();

    [[nodiscard]] bool isRequested() const { return m_requested; }

private:
    void run();

    std::function<void()> m_action;
    bool m_requested = false;
    bool m_connected = false;
};

} // namespace hrcache
