#pragma once

#include "sqlite/SampleData.h"

#include <QByteArray>
#include <QDate>
#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

#include <vector>

namespace hrcache {

/// A row of the sample by column name; a null QByteArray is NULL.
class SampleRow
{
public:
    void set(const QByteArray &column, const std::optional<QByteArray> &value)
    {
        if (value)
            m_values.insert(column, *value);
    }

    [[nodiscard]] QByteArray operator[](const char *column) const { return m_values.value(column); }

    [[nodiscard]] QDate date(const char *column) const
    {
        return QDate::fromString(QString::fromLatin1(m_values.value(column)), Qt::ISODate);
    }

private:
    QHash<QByteArray, QByteArray> m_values;
};

/// The sample of one day, by table.
class SampleView
{
public:
    explicit SampleView(QDate today)
    {
        for (const SampleTable &table : sampleData(today)) {
            auto &rows = m_tables[table.table];
            for (const auto &values : table.rows) {
                SampleRow row;
                for (size_t i = 0; i < values.size(); ++i)
                    row.set(table.columns[i], values[i]);
                rows.push_back(std::move(row));
            }
        }
    }

    [[nodiscard]] const std::vector<SampleRow> &rows(const char *table) const
    {
        return *m_tables.find(table);
    }

    /// "country code" of every row of a reference list, or of hr.country_clusters.
    [[nodiscard]] QSet<QByteArray> codes(const char *table) const
    {
        auto &known = m_codes[table];
        if (known.isEmpty()) {
            for (const SampleRow &row : rows(table))
                known.insert(row["country_code"] + ' ' + row["code"] + row["cluster_code"]);
        }
        return known;
    }

    /// In the order in which they stand in the sample: oldest first.
    [[nodiscard]] QHash<QByteArray, QList<SampleRow>> contractsByEmployee() const
    {
        QHash<QByteArray, QList<SampleRow>> contracts;
        for (const SampleRow &contract : rows("hr.contracts"))
            contracts[contract["employee_id"]].append(contract);
        return contracts;
    }

private:
    QHash<QByteArray, std::vector<SampleRow>> m_tables;
    mutable QHash<QByteArray, QSet<QByteArray>> m_codes;
};

[[nodiscard]] inline bool isActiveContract(const SampleRow &contract, QDate today)
{
    const QDate end = contract.date("end_date");
    return contract["is_active"] == "true" && contract.date("start_date") <= today &&
           (!end.isValid() || end >= today);
}

} // namespace hrcache
