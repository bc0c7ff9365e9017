#pragma once

#include "hr/HrService.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace hrcache {

/// What a call by name gave.
struct RpcAnswer
{
    /// One JSON object on one line, UTF-8, as the contract describes it. A failed call: its empty result and
    /// `error` (words), `error_code`, and `fields` where a field was refused.
    QByteArray result;
    /// Set if the call itself was wrong (unknown method, missing or malformed parameter): then there is no
    /// result.
    std::optional<Error> invalid;
    bool unknownMethod = false;     ///< with `invalid`
    bool failed = false;            ///< `result` carries an error
    std::optional<Provenance> from; ///< of reads
};

/// The HR.* calls of the contract, by name and JSON, on an HrService.
class HrRpc
{
public:
    /// `service` must outlive this object.
    explicit HrRpc(HrService &service)
        : m_service(service)
    {
    }

    /// Carries out one call. `readMode` applies to reads, `writeOptions` to writes.
    Task<RpcAnswer> call(QString method, QJsonObject params, ReadMode readMode = ReadMode::CacheFirst,
                         WriteOptions writeOptions = {});

    [[nodiscard]] static QStringList methods();
    /// Writes change the order of things: a stream of requests lets nothing overtake them.
    [[nodiscard]] static bool isWrite(const QString &method);

private:
    Task<RpcAnswer> read(QString method, QJsonObject params, ReadMode mode);
    Task<RpcAnswer> write(QString method, QJsonObject params, WriteOptions options);
    Task<RpcAnswer> checkConnection();

    HrService &m_service;
};

} // namespace hrcache
