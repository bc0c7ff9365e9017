#pragma once

#include "metrics/CacheMetrics.h"

namespace hrcache {

class Session;

/// Counts what is done with the services of a session, from its construction on. Begins anew when the session
/// gets other services: figures of another profile mean nothing here.
class SessionMetrics : public QObject
{
    Q_OBJECT

public:
    /// `session` must have its services already, and outlive this object.
    explicit SessionMetrics(Session &session, QObject *parent = nullptr);

    [[nodiscard]] const CacheMetrics &figures() const { return m_figures; }

private:
    void attach();

    Session &m_session;
    CacheMetrics m_figures;
};

} // namespace hrcache
