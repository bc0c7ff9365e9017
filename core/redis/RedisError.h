#pragma once

#include "base/Result.h"
#include "redis/RedisConfig.h"
#include "redis/RespValue.h"

#include <QAbstractSocket>
#include <QList>
#include <QSslError>

namespace hrcache {

/// What an error reply means. NOAUTH, WRONGPASS → AuthFailed; NOPERM → PermissionDenied; everything else →
/// ServerError with its code; retryable where waiting helps (LOADING, BUSY, MASTERDOWN, …).
[[nodiscard]] Error redisReplyError(const RespValue &reply);

/// A reply of a type that its command does not have.
[[nodiscard]] Error redisUnexpectedReply();

/// Redis did not answer within `waited`. `sent`: the command had left this program, so it may take effect.
[[nodiscard]] Error redisTimeout(const RedisConfig &config, std::chrono::milliseconds waited, bool sent);
/// A connection that was not ready in time.
[[nodiscard]] Error redisConnectTimeout(const RedisConfig &config);
/// No new reads while earlier ones are overdue.
[[nodiscard]] Error redisStalled(const RedisConfig &config);
[[nodiscard]] Error redisQueueFull(const RedisConfig &config);

/// A socket that failed while it connected, shook hands or was in use.
[[nodiscard]] Error redisSocketError(const RedisConfig &config, QAbstractSocket::SocketError code,
                                     const QString &text, bool everAnswered);
[[nodiscard]] Error redisTlsError(const RedisConfig &config, const QList<QSslError> &errors,
                                  const QString &text);
/// The CA file of the configuration cannot be read or holds no certificate.
[[nodiscard]] Error redisCaFileError(const RedisConfig &config);

/// AUTH or SELECT was refused: the reason, told with the configuration in mind.
[[nodiscard]] Error redisLoginError(const RedisConfig &config, const RespValue &reply, bool atSelect);

} // namespace hrcache
