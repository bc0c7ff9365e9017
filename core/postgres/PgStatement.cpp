#include "postgres/PgStatement.h"

#include <QCryptographicHash>

namespace hrcache {

PgSql PgSql::prepared(QByteArray text)
{
    // A pooler may lead several programs to one server connection: the same name must mean the same text.
    const QByteArray hash = QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex().left(24);
    return {std::move(text), "hrcache_" + hash};
}

PgSql PgSql::once(QByteArray text)
{
    return {std::move(text), {}};
}

} // namespace hrcache
