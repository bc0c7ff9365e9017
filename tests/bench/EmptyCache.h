#pragma once

#include "support/RedisPeer.h"
#include "support/TestServers.h"

#include <QString>

namespace hrcache {

/// Takes everybody's entries of a company from the Redis of the tests: what a benchmark left there before is
/// of employees of another database.
inline void emptyCache(const QString &company)
{
    RedisPeer peer(TestServers::redisPort());
    QByteArray cursor = "0";
    do {
        const QVariantList page =
            peer.command({"SCAN", cursor, "MATCH", "cache:*:" + company.toUtf8() + ":hr:*", "COUNT", "10000"})
                .toList();
        cursor = page.value(0).toByteArray();
        QByteArrayList words{"UNLINK"};
        for (const QVariant &key : page.value(1).toList())
            words << key.toByteArray();
        if (words.size() > 1)
            peer.command(words);
    } while (cursor != "0" && !cursor.isEmpty());
}

} // namespace hrcache
