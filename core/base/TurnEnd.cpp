#include "base/TurnEnd.h"

#include <QAbstractEventDispatcher>
#include <QThread>

namespace hrcache {

TurnEnd::TurnEnd(std::function<void()> action, QObject *parent)
    : QObject(parent)
    , m_action(std::move(action))
{
}

void TurnEnd::request()
{
    m_requested = true;
    if (m_connected)
        return;
    if (auto *dispatcher = QAbstractEventDispatcher::instance(thread())) {
        // A loop that only polls never says that it blocks, but each of its rounds says that it is awake.
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &TurnEnd::run);
        connect(dispatcher, &QAbstractEventDispatcher::awake, this, &TurnEnd::run);
        m_connected = true;
    }
}

void TurnEnd::run()
{
    if (!std::exchange(m_requested, false))
        return;
    const auto action = m_action;
    action();
}

} // namespace hrcache
