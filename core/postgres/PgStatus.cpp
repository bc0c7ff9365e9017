#include "postgres/PgStatus.h"

#include "hr/HrDocument.h"

namespace hrcache {

namespace {

/// What this program reads and writes.
constexpr std::pair<const char *, const char *> neededTables[] = {
    {"core", "users"},
    {"core", "accounts"},
    {"core", "account_access"},
    {"core", "companies"},
    {"hr", "clusters"},
    {"hr", "country_clusters"},
    {"hr", "employees"},
    {"hr", "contracts"},
    {"hr", "ref_contract_types"},
    {"hr", "ref_remuneration_types"},
    {"hr", "ref_family_status"},
    {"hr", "ref_tax_status"},
    {"hr", "ref_permit_types"},
    {"hr", "payroll_results"},
};

const PgSql &serverSql()
{
    static const PgSql sql =
        PgSql::prepared("SELECT version(), current_database(), current_user, pg_is_in_recovery()");
    return sql;
}

const PgSql &schemasSql()
{
    static const PgSql sql = PgSql::prepared(
        "SELECT nspname FROM pg_namespace WHERE nspname IN ('hr', 'core') ORDER BY nspname DESC");
    return sql;
}

/// From the catalogue, since to_regclass() fails where the role may not use the schema.
const PgSql &tablesSql()
{
    static const PgSql sql = [] {
        QByteArray values;
        for (const auto &[schema, table] : neededTables) {
            values += values.isEmpty() ? "" : ", ";
            values += QByteArray("('") + schema + "', '" + table + "')";
        }
        return PgSql::prepared(
            "SELECT needed.schema || '.' || needed.name, c.oid IS NOT NULL, "
            "needed.schema = 'hr' AND c.oid IS NOT NULL, "
            "has_table_privilege(c.oid, 'SELECT'), has_table_privilege(c.oid, 'INSERT'), "
            "has_table_privilege(c.oid, 'UPDATE'), needed.name IN ('employees', 'contracts') "
            "FROM (VALUES " +
            values +
            ") AS needed(schema, name) LEFT JOIN pg_namespace n ON n.nspname = needed.schema "
            "LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = needed.name "
            "AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1");
    }();
    return sql;
}

/// Those without which rows cannot be read, of the tables whose columns the rows have under the same names.
const PgSql &columnsSql()
{
    static const PgSql sql = [] {
        using Kind = HrQuery::Kind;
        constexpr std::pair<const char *, Kind> tables[] = {{"employees", Kind::Employee},
                                                            {"contracts", Kind::Contracts},
                                                            {"clusters", Kind::Clusters},
                                                            {"payroll_results", Kind::PayrollResults}};
        QByteArray values;
        for (const auto &[table, kind] : tables) {
            for (const ColumnSpec &column : columnsOf(kind)) {
                if (!column.required)
                    continue;
                values += values.isEmpty() ? "" : ", ";
                values += QByteArray("('") + table + "', '" +
                          QByteArray(column.name.data(), static_cast<qsizetype>(column.name.size())) + "')";
            }
        }
        return PgSql::prepared(
            "SELECT 'hr.' || needed.relation || '.' || needed.name FROM (VALUES " + values +
            ") AS needed(relation, name) JOIN pg_namespace n ON n.nspname = 'hr' "
            "JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = needed.relation "
            "AND c.relkind IN ('r', 'p', 'v', 'm', 'f') "
            "WHERE NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid "
            "AND a.attname = needed.name AND a.attnum > 0 AND NOT a.attisdropped) ORDER BY 1");
    }();
    return sql;
}

void readTables(StoreStatus &status, const PgResult &tables)
{
    bool any = false;
    bool select = true;
    bool insert = true;
    bool update = true;
    for (int row = 0; row < tables.rowCount(); ++row) {
        if (!tables.isTrue(row, 1))
            status.missingTables << QString::fromUtf8(tables.bytes(row, 0));
        if (!tables.isTrue(row, 2))
            continue;
        any = true;
        select = select && tables.isTrue(row, 3);
        if (tables.isTrue(row, 6)) {
            insert = insert && tables.isTrue(row, 4);
            update = update && tables.isTrue(row, 5);
        }
    }
    if (any && select)
        status.rights << QStringLiteral("select");
    if (any && insert)
        status.rights << QStringLiteral("insert");
    if (any && update)
        status.rights << QStringLiteral("update");
}

} // namespace

std::vector<PgStatement> statusStatements()
{
    return {{serverSql(), {}}, {schemasSql(), {}}, {tablesSql(), {}}, {columnsSql(), {}}};
}

Result<StoreStatus> readStatus(const PgReply &reply)
{
    for (const PgAnswer &answer : reply) {
        if (!answer)
            return failure(pgError(answer.error()));
    }
    StoreStatus status;
    status.product = QStringLiteral("PostgreSQL");
    const PgResult &server = *reply[0];
    status.version = QString::fromUtf8(server.bytes(0, 0));
    status.database = QString::fromUtf8(server.bytes(0, 1));
    status.user = QString::fromUtf8(server.bytes(0, 2));
    status.primary = !server.isTrue(0, 3);
    const PgResult &schemas = *reply[1];
    for (int row = 0; row < schemas.rowCount(); ++row)
        status.schemas << QString::fromUtf8(schemas.bytes(row, 0));
    readTables(status, *reply[2]);
    const PgResult &columns = *reply[3];
    for (int row = 0; row < columns.rowCount(); ++row)
        status.missingColumns << QString::fromUtf8(columns.bytes(row, 0));
    return status;
}

PgStatement pingStatement()
{
    static const PgSql sql = PgSql::prepared("SELECT 1");
    return {sql, {}};
}

} // namespace hrcache
