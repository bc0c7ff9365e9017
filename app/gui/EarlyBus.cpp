#include "app/gui/EarlyBus.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <QDBusConnection>
#endif

namespace hrcache {

EarlyBus::EarlyBus()
{
#ifdef Q_OS_LINUX
    m_thread = std::thread([] { QDBusConnection::sessionBus(); });
#endif
}

EarlyBus::~EarlyBus()
{
    if (m_thread.joinable())
        m_thread.join();
}

} // namespace hrcache
