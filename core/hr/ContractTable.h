#pragma once

#include "hr/Contract.h"

#include <QByteArray>
#include <QDate>
#include <QHash>
#include <QString>

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace hrcache {

/// What a table shows of many contracts, in few bytes for each: ids stand one behind the other, a text that
/// many contracts have is kept once.
class ContractTable
{
public:
    class Row;

    void reserve(size_t rows);
    /// `person` says whose it is: below 2^31.
    void append(uint32_t person, const Contract &contract);
    /// Nothing more will come.
    void finish();

    [[nodiscard]] size_t size() const { return m_rows.size(); }

    [[nodiscard]] bool empty() const { return m_rows.empty(); }

    /// Valid while this table lives and nothing is added.
    [[nodiscard]] Row operator[](size_t row) const;

    /// Whether the rows are the same.
    bool operator==(const ContractTable &other) const;

private:
    struct Packed
    {
        double baseSalary;
        double workRate;
        double weeklyHours;
        uint32_t idEnd; ///< in m_ids; it begins where the one before ends
        uint32_t type;  ///< as all texts: in m_texts
        uint32_t currency;
        uint32_t pay;
        uint32_t jobTitle;
        int32_t startDay; ///< Julian, or noDay
        int32_t endDay;
        uint32_t person : 31;
        uint32_t isActive : 1;
    };

    static constexpr int32_t noDay = std::numeric_limits<int32_t>::min();

    [[nodiscard]] static int32_t dayOf(QDate date);
    [[nodiscard]] uint32_t textOf(const QString &text);

    QByteArray m_ids;
    std::vector<Packed> m_rows;
    std::vector<QString> m_texts;
    QHash<QString, uint32_t> m_textNumbers; ///< until finish()
};

/// One contract in the list of a company.
class ContractTable::Row
{
public:
    [[nodiscard]] std::string_view id() const
    {
        const uint32_t begin = m_row == 0 ? 0 : m_table->m_rows[m_row - 1].idEnd;
        return {m_table->m_ids.constData() + begin, packed().idEnd - begin};
    }

    /// Whose it is: index in CompanyContracts::people.
    [[nodiscard]] uint32_t person() const { return packed().person; }

    [[nodiscard]] const QString &contractType() const { return m_table->m_texts[packed().type]; }

    [[nodiscard]] QDate startDate() const { return date(packed().startDay); }

    /// Invalid: none.
    [[nodiscard]] QDate endDate() const { return date(packed().endDay); }

    [[nodiscard]] double baseSalary() const { return packed().baseSalary; }

    [[nodiscard]] const QString &currency() const { return m_table->m_texts[packed().currency]; }

    [[nodiscard]] const QString &remunerationType() const { return m_table->m_texts[packed().pay]; }

    [[nodiscard]] double workRate() const { return packed().workRate; }

    [[nodiscard]] double weeklyHours() const { return packed().weeklyHours; }

    [[nodiscard]] const QString &jobTitle() const { return m_table->m_texts[packed().jobTitle]; }

    [[nodiscard]] bool isActive() const { return packed().isActive != 0; }

    bool operator==(const Row &other) const;

private:
    friend class ContractTable;

    Row(const ContractTable &table, size_t row)
        : m_table(&table)
        , m_row(row)
    {
    }

    [[nodiscard]] const Packed &packed() const { return m_table->m_rows[m_row]; }

    [[nodiscard]] static QDate date(int32_t day)
    {
        return day == noDay ? QDate() : QDate::fromJulianDay(day);
    }

    const ContractTable *m_table;
    size_t m_row;
};

using CompanyContract = ContractTable::Row;

inline ContractTable::Row ContractTable::operator[](size_t row) const
{
    return {*this, row};
}

} // namespace hrcache
