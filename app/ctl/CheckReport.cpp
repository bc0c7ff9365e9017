#include "app/ctl/CheckReport.h"

#include "app/ctl/Wording.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace hrcache {

namespace {

/// Whether "host:port", "[::1]:6379", or the folder of a socket, is this machine.
bool isThisMachine(const QString &endpoint)
{
    const qsizetype colon = endpoint.lastIndexOf(u':');
    const QString host = colon < 0 ? endpoint : endpoint.left(colon);
    return host.isEmpty() || host.startsWith(u'/') || host == u"localhost" || host.startsWith(u"127.") ||
           host == u"::1" || host == u"[::1]";
}

QJsonObject failureJson(const Error &error)
{
    QJsonObject json;
    json[QStringLiteral("error")] = error.message;
    json[QStringLiteral("error_code")] = errorCodeName(error.code);
    if (!error.detail.isEmpty())
        json[QStringLiteral("error_detail")] = error.detail;
    return json;
}

/// "PostgreSQL 15.4 (Debian …) on x86_64…" → "PostgreSQL 15.4"
QString shortVersion(const QString &product, const QString &version)
{
    const QString first = version.section(u' ', 0, 1);
    return version.startsWith(product) ? first : product + u' ' + version.section(u' ', 0, 0);
}

} // namespace

void CheckReport::add(Mark mark, const QString &text, const QString &advice)
{
    m_points.push_back({mark, text, advice});
}

void CheckReport::addTls(bool encrypted, const QString &protocol, const QString &host, const QString &advice)
{
    m_facts[QStringLiteral("encrypted")] = encrypted;
    if (!protocol.isEmpty())
        m_facts[QStringLiteral("tls")] = protocol;
    if (encrypted)
        add(Mark::Good,
            CheckReport::tr("encrypted (%1)").arg(protocol.isEmpty() ? QStringLiteral("TLS") : protocol));
    else if (isThisMachine(host))
        add(Mark::Good, CheckReport::tr("not encrypted, but on this machine"));
    else
        add(Mark::Doubtful, CheckReport::tr("not encrypted: whoever is on the way can read along"), advice);
}

CheckReport CheckReport::of(const Result<CacheStatus> &status, const QString &host)
{
    CheckReport report;
    if (!status) {
        report.m_title = CheckReport::tr("Cache at %1").arg(host);
        report.m_facts = failureJson(status.error());
        report.add(Mark::Bad, errorText(status.error()));
        return report;
    }
    report.m_title = CheckReport::tr("Cache: %1").arg(shortVersion(status->product, status->version));
    if (!status->host.isEmpty())
        report.m_title += CheckReport::tr(" at %1, database %2").arg(status->host).arg(status->database);
    report.m_facts =
        QJsonObject{{QStringLiteral("product"), status->product},
                    {QStringLiteral("version"), status->version},
                    {QStringLiteral("host"), status->host},
                    {QStringLiteral("database"), status->database},
                    {QStringLiteral("user"), status->user},
                    {QStringLiteral("primary"), status->primary},
                    {QStringLiteral("keys"), status->keys},
                    {QStringLiteral("can_write"), status->canWrite},
                    {QStringLiteral("can_script"), status->canScript},
                    {QStringLiteral("can_publish"), status->canPublish},
                    {QStringLiteral("can_scan"), status->canScan},
                    {QStringLiteral("latency_us"), static_cast<qint64>(status->latency.count())}};
    const QString keys = countText(status->keys);
    report.add(Mark::Good,
               status->host.isEmpty()
                   ? CheckReport::tr("in this program, holds %1 keys").arg(keys)
                   : CheckReport::tr("answers in %1, holds %2 keys").arg(latencyText(status->latency), keys));
    if (!status->host.isEmpty()) {
        report.addTls(status->encrypted, status->tls, status->host,
                      CheckReport::tr("Set LISTENERS_REDIS_TLS=true."));
        report.add(Mark::Good, CheckReport::tr("logged in as %1").arg(status->user));
        if (!status->primary)
            report.add(Mark::Bad, CheckReport::tr("a replica: it takes no writes"),
                       CheckReport::tr("Give the address of the primary in LISTENERS_REDIS_HOST."));
    }
    if (!status->canWrite)
        report.add(Mark::Bad, CheckReport::tr("may not both store and delete entries"),
                   CheckReport::tr("Allow the Redis user +set +del on cache:*."));
    if (status->canWrite && status->canScript && status->canPublish && status->canScan)
        report.add(Mark::Good, CheckReport::tr("may read, write, run scripts, publish and scan"));
    for (const QString &missing : status->missingRights)
        report.add(Mark::Doubtful, missing);
    return report;
}

CheckReport CheckReport::of(const Result<StoreStatus> &status, const QString &host)
{
    CheckReport report;
    if (!status) {
        report.m_title =
            host.isEmpty() ? CheckReport::tr("Database") : CheckReport::tr("Database at %1").arg(host);
        report.m_facts = failureJson(status.error());
        report.add(Mark::Bad, errorText(status.error()));
        return report;
    }
    const bool server = !status->host.isEmpty();
    report.m_title = CheckReport::tr("Database: %1").arg(shortVersion(status->product, status->version));
    report.m_title += server ? CheckReport::tr(" at %1, database %2").arg(status->host, status->database)
                             : CheckReport::tr(", file %1").arg(status->database);
    report.m_facts =
        QJsonObject{{QStringLiteral("product"), status->product},
                    {QStringLiteral("version"), status->version},
                    {QStringLiteral("host"), status->host},
                    {QStringLiteral("database"), status->database},
                    {QStringLiteral("user"), status->user},
                    {QStringLiteral("primary"), status->primary},
                    {QStringLiteral("schemas"), QJsonArray::fromStringList(status->schemas)},
                    {QStringLiteral("missing_tables"), QJsonArray::fromStringList(status->missingTables)},
                    {QStringLiteral("missing_columns"), QJsonArray::fromStringList(status->missingColumns)},
                    {QStringLiteral("rights"), QJsonArray::fromStringList(status->rights)},
                    {QStringLiteral("latency_us"), static_cast<qint64>(status->latency.count())}};
    report.add(Mark::Good, CheckReport::tr("answers in %1").arg(latencyText(status->latency)));
    if (server) {
        report.addTls(status->encrypted, status->tls, status->host,
                      CheckReport::tr("Add sslmode=verify-full to NEON_DATABASE_URL."));
        report.add(Mark::Good, CheckReport::tr("logged in as %1").arg(status->user));
    }
    if (!status->primary)
        report.add(Mark::Bad,
                   CheckReport::tr("a replica: what it answers may be old, and must not be cached"),
                   CheckReport::tr("Give the address of the primary in NEON_DATABASE_URL."));
    const QStringList missing = status->missing();
    if (missing.isEmpty())
        report.add(Mark::Good, CheckReport::tr("all tables are there (schemas hr and core)"));
    else if (status->schemas.isEmpty())
        report.add(
            Mark::Bad, CheckReport::tr("there are no HR tables"),
            CheckReport::tr("Check the database name, or create the tables with \"hrcachectl init-db\"."));
    else
        report.add(Mark::Bad, CheckReport::tr("missing: %1").arg(missing.join(QStringLiteral(", "))),
                   CheckReport::tr("Ask for the schema to be updated."));
    const bool reads = status->rights.contains(u"select");
    const bool writes = status->rights.contains(u"insert") && status->rights.contains(u"update");
    if (reads && writes)
        report.add(Mark::Good, CheckReport::tr("may read and write the HR tables"));
    else if (reads)
        report.add(Mark::Bad, CheckReport::tr("may read the HR tables, but not write them"),
                   CheckReport::tr("Grant INSERT and UPDATE on hr.employees and hr.contracts to write."));
    else if (!status->schemas.isEmpty())
        report.add(Mark::Bad, CheckReport::tr("may not read the HR tables"),
                   CheckReport::tr("Grant SELECT on them to the role."));
    return report;
}

bool CheckReport::isGood() const
{
    return std::none_of(m_points.begin(), m_points.end(),
                        [](const Point &point) { return point.mark == Mark::Bad; });
}

QString CheckReport::toText() const
{
    QString text = m_title + u'\n';
    for (const Point &point : m_points) {
        const QString sign = point.mark == Mark::Good       ? QStringLiteral("✓")
                             : point.mark == Mark::Doubtful ? QStringLiteral("!")
                                                            : QStringLiteral("✗");
        QString lines = point.text;
        if (!point.advice.isEmpty())
            lines += u'\n' + point.advice;
        text += QStringLiteral("  ") + sign + u' ' + lines.replace(u'\n', QStringLiteral("\n    ")) + u'\n';
    }
    return text;
}

QJsonObject CheckReport::toJson() const
{
    QJsonObject json = m_facts;
    json[QStringLiteral("ok")] = isGood();
    QJsonArray problems;
    for (const Point &point : m_points) {
        if (point.mark != Mark::Good)
            problems.append(point.text);
    }
    json[QStringLiteral("problems")] = problems;
    return json;
}

} // namespace hrcache
