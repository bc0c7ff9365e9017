#include "ui/overview/SessionMetrics.h"

#include "cache/HrCacheManager.h"
#include "hr/HrService.h"
#include "ui/base/Session.h"

namespace hrcache {

SessionMetrics::SessionMetrics(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_figures(session.clock())
{
    connect(&session, &Session::replaced, this, [this] {
        m_figures.restart();
        attach();
    });
    attach();
}

void SessionMetrics::attach()
{
    m_figures.watch(m_session.cache().events());
    // Ends with the service.
    connect(&m_session.service(), &HrService::answeredByDatabase, this,
            [this](const Provenance &from) { m_figures.record(from); });
}

} // namespace hrcache
