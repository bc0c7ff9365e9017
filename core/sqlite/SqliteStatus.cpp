#include "sqlite/SqliteStatus.h"

#include "sqlite/SqliteConnection.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

namespace hrcache {

namespace {

constexpr const char *neededTables[] = {"hr.employees",
                                        "hr.contracts",
                                        "hr.clusters",
                                        "hr.country_clusters",
                                        "hr.ref_contract_types",
                                        "hr.ref_remuneration_types",
                                        "hr.ref_family_status",
                                        "hr.ref_tax_status",
                                        "hr.ref_permit_types",
                                        "hr.payroll_results",
                                        "core.users",
                                        "core.accounts",
                                        "core.account_access",
                                        "core.companies"};

} // namespace

Result<StoreStatus> readStatus(SqliteConnection &connection)
{
    StoreStatus status;
    status.product = QStringLiteral("SQLite");
    const QString path = connection.database().databaseName();
    status.database = path == u":memory:" ? path : QDir::toNativeSeparators(path);
    status.openConnections = 1;

    auto version = connection.execute(QStringLiteral("SELECT sqlite_version()"));
    if (!version)
        return failure(std::move(version.error()));
    if (version->next())
        status.version = QStringLiteral("SQLite %1").arg(version->value(0).toString());

    auto tables =
        connection.execute(QStringLiteral("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"));
    if (!tables)
        return failure(std::move(tables.error()));
    QSet<QString> known;
    while (tables->next())
        known.insert(tables->value(0).toString());
    for (const QLatin1String schema : {QLatin1String("hr"), QLatin1String("core")}) {
        bool any = false;
        for (const char *needed : neededTables) {
            const QString table = QLatin1String(needed);
            if (!table.startsWith(schema + u'.'))
                continue;
            if (known.contains(QString(table).replace(u'.', u'_')))
                any = true;
            else
                status.missingTables.append(table);
        }
        if (any)
            status.schemas.append(schema);
    }

    status.rights.append(QStringLiteral("select"));
    if (path == u":memory:" || QFileInfo(path).isWritable())
        status.rights.append({QStringLiteral("insert"), QStringLiteral("update")});
    return status;
}

} // namespace hrcache
