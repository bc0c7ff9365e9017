#pragma once

#include <QByteArray>

#include <memory>
#include <vector>

namespace hrcache {

/// The floor: what a C program with blocking hiredis, libpq and simdjson needs for the same answer, on
/// connections that are open and with statements that are prepared.
class BareChain
{
public:
    BareChain(int redisPort, const QByteArray &postgresUrl);
    ~BareChain();
    Q_DISABLE_COPY_MOVE(BareChain)

    /// Prepares a statement with text parameters.
    void prepare(const char *name, const char *sql, int parameters);

    /// GET, then every value of the JSON read once. Returns the number of values, 0 if there is no such key.
    size_t hit(const QByteArray &key);
    /// GET of a key that is not there, then the prepared statements in one pipeline, every value touched.
    size_t miss(const QByteArray &key, const std::vector<const char *> &statements,
                const std::vector<QByteArray> &parameters);

    void remove(const QByteArray &key);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace hrcache
