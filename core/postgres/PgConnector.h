#pragma once

#include "base/Result.h"
#include "postgres/PgConfig.h"
#include "postgres/PgHandles.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

class QSocketNotifier;
class QHostInfo;

namespace hrcache {

/// Makes one connection without blocking: names by QHostInfo (libpq's own look-up blocks), then libpq's
/// polling. One use.
class PgConnector final : public QObject
{
    Q_OBJECT

public:
    /// The connection, in non-blocking and pipeline mode. Errors: Unreachable, Timeout, AuthFailed,
    /// TlsFailed, PermissionDenied, ServerError (no such database), InvalidArgument.
    using Done = std::function<void(Result<PgConnHandle>)>;

    PgConnector(PgConfig config, Done done, QObject *parent = nullptr);
    ~PgConnector() override;

    /// `done` is called later, once; it may delete this. Never called after destruction.
    void start();

private:
    void lookUpNext();
    void addAddresses(const QHostInfo &info);
    void open();
    void poll();
    void watch(bool forReading);
    void finish(Result<PgConnHandle> result);
    void fail(Error error);
    [[nodiscard]] Error connectError(int statusBefore) const;
    [[nodiscard]] Result<PgConnHandle> ready();

    PgConfig m_config;
    Done m_done;
    QTimer m_timer;
    int m_lookup = -1;
    size_t m_nextHost = 0;
    std::vector<PgConfig::Host> m_targets; ///< one for each address
    PgConnHandle m_connection;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_earlierWords; ///< libpq's complaints before its last step
};

} // namespace hrcache
