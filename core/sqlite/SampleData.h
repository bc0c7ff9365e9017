#pragma once

#include <QByteArray>
#include <QDate>

#include <optional>
#include <vector>

namespace hrcache {

/// The ids of the sample, for whoever starts with it. All people and companies are made up.
namespace sample {
/// Owns all three companies (admin).
inline constexpr auto adminUser = "demo-admin";
/// May look at the small company only (viewer).
inline constexpr auto viewerUser = "demo-viewer";
/// "Exemple Atelier Sàrl", Genève: 25 employees.
inline constexpr auto smallCompany = "5a3b1e00-0000-4000-8000-000000000025";
/// "Musterwerk Beispiel AG", Zürich: 1,200 employees.
inline constexpr auto largeCompany = "5a3b1e00-0000-4000-8000-000000001200";
/// "Nuova Esempio SA", Lugano: no employees yet.
inline constexpr auto emptyCompany = "5a3b1e00-0000-4000-8000-000000000000";
} // namespace sample

/// Rows of one table. Values are text as PostgreSQL reads it for the column's type; none is NULL.
struct SampleTable
{
    using Row = std::vector<std::optional<QByteArray>>;

    QByteArray table; ///< "hr.employees"
    std::vector<QByteArray> columns;
    std::vector<Row> rows;
};

/// The sample, in an order in which no row comes before one that it refers to. The same for the same day:
/// names, amounts and ids never change, dates lie relative to `today`.
[[nodiscard]] std::vector<SampleTable> sampleData(QDate today);

/// The sample as PostgreSQL statements for an empty database with the tables of schema.sql. Labels that
/// schema.sql has no columns for (German and Italian ones) get them. No BEGIN or COMMIT.
[[nodiscard]] QByteArray sampleDataSql(QDate today);

} // namespace hrcache
