#pragma once

#include "base/Result.h"
#include "base/Tasks.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <vector>

namespace hrcache {

class KeyChangeFeed;

/// What a key held.
struct CacheValue
{
    std::optional<QByteArray> value; ///< none: the key does not exist
    /// What is left of the TTL; none: no TTL, or unknown.
    std::optional<std::chrono::milliseconds> ttlLeft;
    bool leased = false; ///< the key did not exist and now holds the lease that was offered
};

struct LeaseRequest
{
    QByteArray key;
    QByteArray lease; ///< the bytes to store if the key does not exist
};

/// Store `value` only if the key still holds `expected` (empty: only delete it in that case).
struct ConditionalSet
{
    QByteArray key;
    QByteArray expected;
    QByteArray value;
    std::chrono::seconds ttl{0};
};

/// What is known of a key without reading its whole value.
struct CacheKeyInfo
{
    QByteArray key;
    bool exists = false;
    qint64 bytes = 0; ///< length of the value
    std::optional<std::chrono::milliseconds> ttlLeft;
    QByteArray tail; ///< the last bytes of the value (at most 512), where the envelope's cached_at stands
};

struct ScanPage
{
    std::vector<QByteArray> keys; ///< may repeat keys of earlier pages
    QByteArray cursor;            ///< "0": the scan is complete
};

/// The state of a cache as `check` and the connection chip show it.
struct CacheStatus
{
    QString product; ///< "Redis", "memory"
    QString version;
    QString host; ///< "host:port", or empty
    QString user; ///< ACL user; "default", or empty
    int database = 0;
    bool encrypted = false;
    QString tls; ///< "TLSv1.3", or empty
    bool primary = true;
    qint64 keys = 0; ///< in the database, everybody's
    bool canWrite = false;
    bool canScript = false; ///< EVAL is allowed
    bool canPublish = false;
    bool canScan = false;
    QStringList missingRights;           ///< in words, translated
    std::chrono::microseconds latency{}; ///< one round trip, measured by this call
};

/// A string key-value cache with TTLs: Redis, or memory.
///
/// Each call is one round trip for all its keys, answered in their order, one result for each. Calls are
/// made, and tasks resume, on the thread the store lives in; nothing blocks it. A read that gets no answer
/// within the store's read timeout fails with Timeout; a lost connection fails every call that waits on it
/// with Unreachable; a dead server fails at once, not by a timeout, while reconnecting goes on. Errors
/// beside those: AuthFailed, TlsFailed, PermissionDenied, TooLarge (queue full), ServerError with the
/// server's code.
class CacheStore
{
public:
    virtual ~CacheStore() = default;

    virtual Task<std::vector<Result<CacheValue>>> get(std::vector<QByteArray> keys) = 0;

    /// Atomically for each key: its value, or, if it does not exist, the offered lease is stored for
    /// `leaseTime` (CacheValue::leased). A role that may not write gets what get() gives.
    virtual Task<std::vector<Result<CacheValue>>> getOrLease(std::vector<LeaseRequest> requests,
                                                             std::chrono::milliseconds leaseTime) = 0;

    /// Atomically for each: compare and set, or compare and delete. True: it was done.
    virtual Task<std::vector<Result<bool>>> setIfUnchanged(std::vector<ConditionalSet> requests) = 0;

    /// SETEX, unconditionally.
    virtual Task<Result<void>> set(QByteArray key, QByteArray value, std::chrono::seconds ttl) = 0;

    /// DEL of all keys and, if `channel` is not empty, PUBLISH of `message`, in one pipeline. The number of
    /// keys that existed. A channel that may not be published to does not make it fail. Not subject to the
    /// short read timeout; an acknowledged DEL is what makes a write safe.
    virtual Task<Result<qint64>> remove(std::vector<QByteArray> keys, QByteArray channel = {},
                                        QByteArray message = {}) = 0;

    /// Existence, size, TTL and tail of each key.
    virtual Task<std::vector<Result<CacheKeyInfo>>> describe(std::vector<QByteArray> keys) = 0;

    /// One SCAN step over keys matching the glob `pattern`, starting with cursor "0". `count` is the work
    /// to do on the server for this step.
    virtual Task<Result<ScanPage>> scan(QByteArray pattern, QByteArray cursor, int count) = 0;

    /// Number of keys in the database.
    virtual Task<Result<qint64>> keyCount() = 0;

    /// One round trip that shows whether the server takes writes now.
    virtual Task<Result<void>> ping() = 0;

    virtual Task<Result<CacheStatus>> check() = 0;

    /// Starts connecting, if there is no connection, so that a read that follows finds it under way.
    virtual void prepare() {}

    /// Where changes that anybody makes are announced; none: the store cannot, and keys have to be asked for
    /// again. The first call makes it begin (Redis: by one more connection). Lives as long as the store.
    [[nodiscard]] virtual KeyChangeFeed *changes() { return nullptr; }

    /// A short name for answers and logs: "Redis", "memory".
    [[nodiscard]] virtual QString name() const = 0;

    /// A typical round trip, as seen so far; decides SCAN's COUNT. 0: unknown.
    [[nodiscard]] virtual std::chrono::microseconds typicalLatency() const { return {}; }
};

/// `text` with every character that SCAN's MATCH takes as a glob escaped.
[[nodiscard]] QByteArray escapeGlob(const QByteArray &text);

/// Whether `text` matches the glob `pattern` as Redis matches it (*, ?, [a-z], [^a], \x).
[[nodiscard]] bool globMatches(const QByteArray &pattern, const QByteArray &text);

} // namespace hrcache
