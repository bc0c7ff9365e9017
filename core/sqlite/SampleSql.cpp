#include "sqlite/SampleData.h"

namespace hrcache {

namespace {

/// Few enough for a statement of handy size.
constexpr size_t rowsPerStatement = 500;

void appendLiteral(QByteArray &out, const std::optional<QByteArray> &value)
{
    if (!value) {
        out.append("NULL");
        return;
    }
    // As standard_conforming_strings is on, the quote alone is special.
    out.append('\'').append(QByteArray(*value).replace('\'', "''")).append('\'');
}

void appendRows(QByteArray &out, const SampleTable &table, size_t from, size_t to)
{
    out.append("INSERT INTO ").append(table.table).append(" (");
    for (size_t i = 0; i < table.columns.size(); ++i)
        out.append(i == 0 ? "" : ", ").append(table.columns[i]);
    out.append(") VALUES\n");
    for (size_t row = from; row < to; ++row) {
        out.append('(');
        for (size_t i = 0; i < table.columns.size(); ++i) {
            if (i > 0)
                out.append(',');
            appendLiteral(out, table.rows[row][i]);
        }
        out.append(row + 1 < to ? "),\n" : ");\n");
    }
}

} // namespace

QByteArray sampleDataSql(QDate today)
{
    QByteArray sql;
    for (const char *table :
         {"ref_remuneration_types", "ref_family_status", "ref_tax_status", "ref_permit_types"}) {
        sql.append("ALTER TABLE hr.")
            .append(table)
            .append(" ADD COLUMN IF NOT EXISTS label_de text, ADD COLUMN IF NOT EXISTS label_it text;\n");
    }
    for (const SampleTable &table : sampleData(today)) {
        for (size_t from = 0; from < table.rows.size(); from += rowsPerStatement)
            appendRows(sql, table, from, std::min(from + rowsPerStatement, table.rows.size()));
    }
    return sql;
}

} // namespace hrcache
