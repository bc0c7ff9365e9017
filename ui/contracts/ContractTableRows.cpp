#include "ui/contracts/ContractTableRows.h"

#include "ui/base/FoldedText.h"
#include "ui/base/Format.h"
#include "ui/base/RowTransition.h"

#include <QHash>

namespace hrcache {

namespace {

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<size_t>(bytes.size())};
}

/// Folded texts of values that occur in many rows.
class FoldedWords
{
public:
    const QByteArray &of(const QString &text)
    {
        auto found = m_words.constFind(text);
        if (found == m_words.constEnd())
            found = m_words.insert(text, foldedtext::of(text) + '\n');
        return *found;
    }

private:
    QHash<QString, QByteArray> m_words;
};

} // namespace

QString ContractTableRows::label(std::string_view list, const QString &code) const
{
    return m_words && !code.isEmpty() ? m_words->label(list, code) : code;
}

std::shared_ptr<const ContractTableRows> ContractTableRows::make(Contracts contracts, Words words,
                                                                 QDate today)
{
    auto rows = std::make_shared<ContractTableRows>();
    rows->m_contracts = std::move(contracts);
    rows->m_words = std::move(words);
    rows->m_today = today;
    rows->m_ends.reserve(rows->size());
    rows->m_text.reserve(static_cast<qsizetype>(rows->size()) * 120);
    FoldedWords folded;
    QByteArray &text = rows->m_text;
    for (size_t slot = 0; slot < rows->size(); ++slot) {
        const CompanyContract contract = rows->at(slot);
        const EmployeeSummary &employee = rows->employee(slot);
        for (const int column :
             {EmployeeSummary::LastName, EmployeeSummary::FirstName, EmployeeSummary::Identifier})
            foldedtext::append(text, employee.row().utf8(static_cast<size_t>(column)));
        text.append(folded.of(rows->typeText(slot)));
        text.append(folded.of(rows->payText(slot)));
        text.append(folded.of(contract.jobTitle()));
        text.append(folded.of(contract.currency()));
        // Dates are found as they are shown and as they are written in the database.
        for (const QDate date : {contract.startDate(), contract.endDate()}) {
            if (date.isValid()) {
                text.append(format::date(date).toUtf8()).append(' ');
                text.append(date.toString(Qt::ISODate).toLatin1()).append('\n');
            }
        }
        text.append(format::money(contract.baseSalary(), {}).toUtf8()).append('\n');
        text.append(folded.of(ContractWords::state(rows->state(slot))));
        if (const qint64 days = rows->endsSoonIn(slot); days >= 0)
            text.append(folded.of(ContractWords::endsIn(days)));
        rows->m_ends.push_back(static_cast<uint32_t>(text.size()));
        if (!contract.contractType().isEmpty() && !rows->m_types.contains(contract.contractType()))
            rows->m_types << contract.contractType();
    }
    text.squeeze();
    rows->m_types.sort();
    return rows;
}

std::vector<uint32_t> ContractTableRows::filtered(const std::vector<uint32_t> &from,
                                                  const ContractFilter &filter) const
{
    if (filter.isEmpty())
        return from;
    const std::vector<QByteArray> words = foldedtext::words(filter.text);
    std::vector<uint32_t> matching;
    for (const uint32_t slot : from) {
        const CompanyContract contract = at(slot);
        if ((!filter.type.isEmpty() && contract.contractType() != filter.type) ||
            (filter.state && state(slot) != *filter.state) || (filter.endingSoon && endsSoonIn(slot) < 0))
            continue;
        const uint32_t begin = slot == 0 ? 0 : m_ends[slot - 1];
        if (foldedtext::containsAll(viewOf(m_text).substr(begin, m_ends[slot] - begin), words))
            matching.push_back(slot);
    }
    return matching;
}

std::vector<uint32_t> ContractTableRows::slotsFrom(const ContractTableRows &before) const
{
    const auto idsOf = [](const ContractTableRows &rows) {
        return [&rows](size_t slot) { return rows.at(slot).id(); };
    };
    return RowTransition::mapById(before.size(), idsOf(before), size(), idsOf(*this));
}

uint32_t ContractTableRows::differences(const ContractTableRows &before, uint32_t old, uint32_t slot) const
{
    const CompanyContract a = before.at(old);
    const CompanyContract b = at(slot);
    const EmployeeSummary &personA = before.employee(old);
    const EmployeeSummary &personB = employee(slot);
    uint32_t columns = 0;
    const auto differs = [&columns](ContractColumn column, bool does) {
        if (does)
            columns |= 1U << static_cast<int>(column);
    };
    const auto otherText = [&](EmployeeSummary::Column column) {
        return personA.row().utf8(column) != personB.row().utf8(column);
    };
    differs(ContractColumn::Employee,
            otherText(EmployeeSummary::LastName) || otherText(EmployeeSummary::FirstName));
    differs(ContractColumn::Identifier, otherText(EmployeeSummary::Identifier));
    differs(ContractColumn::Type, a.contractType() != b.contractType());
    differs(ContractColumn::From, a.startDate() != b.startDate());
    differs(ContractColumn::To, a.endDate() != b.endDate());
    differs(ContractColumn::EndingSoon, before.endsSoonIn(old) != endsSoonIn(slot));
    differs(ContractColumn::State, before.state(old) != state(slot));
    differs(ContractColumn::Salary, a.baseSalary() != b.baseSalary() || a.currency() != b.currency());
    differs(ContractColumn::Pay, a.remunerationType() != b.remunerationType());
    differs(ContractColumn::Rate, a.workRate() != b.workRate());
    differs(ContractColumn::Hours, a.weeklyHours() != b.weeklyHours());
    differs(ContractColumn::JobTitle, a.jobTitle() != b.jobTitle());
    differs(ContractColumn::Currency, a.currency() != b.currency());
    return columns;
}

} // namespace hrcache
