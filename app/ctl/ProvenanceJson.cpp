#include "app/ctl/ProvenanceJson.h"

#include <QDateTime>

namespace hrcache {

QString utcText(WallTime time)
{
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    const auto moment = QDateTime::fromSecsSinceEpoch(whole.time_since_epoch().count(), Qt::UTC);
    return moment.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")) +
           QStringLiteral(".%1+00:00").arg((time - whole).count(), 6, 10, QLatin1Char('0'));
}

QJsonObject provenanceJson(const Provenance &from)
{
    QJsonObject json;
    json[QStringLiteral("source")] = from.fromCache() ? QStringLiteral("cache") : QStringLiteral("database");
    json[QStringLiteral("reason")] = reasonName(from.reason);
    json[QStringLiteral("server")] = from.server;
    if (!from.key.isEmpty())
        json[QStringLiteral("key")] = QString::fromUtf8(from.key);
    if (from.cachedAt)
        json[QStringLiteral("cached_at")] = utcText(*from.cachedAt);
    if (from.ttl.count() > 0)
        json[QStringLiteral("ttl_seconds")] = static_cast<qint64>(from.ttl.count());
    if (from.ttlLeft)
        json[QStringLiteral("ttl_left_seconds")] = static_cast<double>(from.ttlLeft->count()) / 1e3;
    else if (from.fromCache())
        json[QStringLiteral("ttl_left_seconds")] = QJsonValue::Null;
    json[QStringLiteral("elapsed_us")] = static_cast<qint64>(from.duration.count());
    if (!from.note.isEmpty())
        json[QStringLiteral("note")] = from.note;
    return json;
}

} // namespace hrcache
