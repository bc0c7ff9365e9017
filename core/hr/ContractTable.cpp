#include "hr/ContractTable.h"

#include <tuple>

namespace hrcache {

namespace {

constexpr qsizetype usualIdLength = 36;

} // namespace

void ContractTable::reserve(size_t rows)
{
    m_rows.reserve(rows);
    m_ids.reserve(static_cast<qsizetype>(rows) * usualIdLength);
}

int32_t ContractTable::dayOf(QDate date)
{
    const qint64 day = date.isValid() ? date.toJulianDay() : noDay;
    return day > noDay && day <= std::numeric_limits<int32_t>::max() ? static_cast<int32_t>(day) : noDay;
}

uint32_t ContractTable::textOf(const QString &text)
{
    const auto found = m_textNumbers.constFind(text);
    if (found != m_textNumbers.cend())
        return *found;
    const auto number = static_cast<uint32_t>(m_texts.size());
    m_texts.push_back(text);
    m_textNumbers.insert(text, number);
    return number;
}

void ContractTable::append(uint32_t person, const Contract &contract)
{
    m_ids += contract.id.toUtf8();
    Packed row{};
    row.baseSalary = contract.baseSalary;
    row.workRate = contract.workRate;
    row.weeklyHours = contract.weeklyHours;
    row.idEnd = static_cast<uint32_t>(m_ids.size());
    row.type = textOf(contract.contractType);
    row.currency = textOf(contract.currency);
    row.pay = textOf(contract.remunerationType);
    row.jobTitle = textOf(contract.jobTitle);
    row.startDay = dayOf(contract.startDate);
    row.endDay = dayOf(contract.endDate);
    row.person = person & 0x7fff'ffffU;
    row.isActive = contract.isActive ? 1 : 0;
    m_rows.push_back(row);
}

void ContractTable::finish()
{
    m_textNumbers = {};
    m_texts.shrink_to_fit();
}

bool ContractTable::operator==(const ContractTable &other) const
{
    bool same = size() == other.size();
    for (size_t row = 0; same && row < size(); ++row)
        same = (*this)[row] == other[row];
    return same;
}

bool ContractTable::Row::operator==(const Row &other) const
{
    const auto values = [](const Row &row) {
        return std::tuple(row.id(), row.person(), row.contractType(), row.startDate(), row.endDate(),
                          row.baseSalary(), row.currency(), row.remunerationType(), row.workRate(),
                          row.weeklyHours(), row.jobTitle(), row.isActive());
    };
    return values(*this) == values(other);
}

} // namespace hrcache
