#pragma once

#include "base/Result.h"
#include "base/Tasks.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QList>

#include <stop_token>

namespace hrcache {

/// The two steps before any protocol: what address a name has, and whether something listens there.
class HostProbe
{
    Q_DECLARE_TR_FUNCTIONS(HostProbe)
public:
    /// Errors: Unreachable (the name is not known), Cancelled.
    [[nodiscard]] static Task<Result<QList<QHostAddress>>> resolve(QString host, std::stop_token stop);

    /// The time until the first of the addresses answered. Errors: Unreachable, Timeout, Cancelled.
    [[nodiscard]] static Task<Result<std::chrono::microseconds>> connectTo(QList<QHostAddress> addresses,
                                                                           quint16 port,
                                                                           std::chrono::milliseconds patience,
                                                                           std::stop_token stop);
};

} // namespace hrcache
