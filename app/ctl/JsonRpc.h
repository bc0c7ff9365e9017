#pragma once

#include "hr/HrRpc.h"

#include <QByteArray>
#include <QJsonObject>

#include <optional>
#include <vector>

namespace hrcache {

/// One request of a JSON-RPC 2.0 line, or what is wrong with it.
struct JsonRpcRequest
{
    QByteArray id; ///< JSON, as it was sent; empty: a notification, which gets no answer
    QString method;
    QJsonObject params;
    std::optional<QByteArray> refusal; ///< the answer to a wrong request
};

struct JsonRpcLine
{
    bool isBatch = false;
    std::vector<JsonRpcRequest> requests; ///< at least one
};

/// Takes a line apart. Whatever is wrong becomes a request with a refusal (-32700, -32600, -32602).
[[nodiscard]] JsonRpcLine parseJsonRpc(const QByteArray &line);

/// A refusal for a line that was longer than `maximumBytes`.
[[nodiscard]] JsonRpcLine oversizedJsonRpc(qsizetype maximumBytes);

/// The answer to a call: result, elapsed_us, and for reads source and reason; or an error (-32601, -32602).
[[nodiscard]] QByteArray jsonRpcAnswer(const QByteArray &id, const RpcAnswer &answer,
                                       std::chrono::microseconds elapsed);

} // namespace hrcache
