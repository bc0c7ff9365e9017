#pragma once

#include "hr/References.h"
#include "ui/contracts/ContractColumns.h"

#include <memory>
#include <optional>
#include <vector>

namespace hrcache {

/// What the table is narrowed to.
struct ContractFilter
{
    QString text;                       ///< words, all of which must occur somewhere in the row
    QString type;                       ///< a code, or empty
    std::optional<ContractState> state; ///< or all
    bool endingSoon = false;            ///< only active ones that end within endingSoonDays
    bool operator==(const ContractFilter &) const = default;

    [[nodiscard]] bool isEmpty() const { return *this == ContractFilter{}; }
};

/// The contracts of a company, prepared for filtering. Immutable after make(), so any thread may read it.
class ContractTableRows
{
public:
    using Contracts = std::shared_ptr<const CompanyContracts>;
    using Words = std::shared_ptr<const References>;

    /// Takes longer than a frame for some thousand rows: call it on a pool then. `words` may be null.
    [[nodiscard]] static std::shared_ptr<const ContractTableRows> make(Contracts contracts, Words words,
                                                                       QDate today);

    [[nodiscard]] size_t size() const { return m_contracts->rows.size(); }

    [[nodiscard]] CompanyContract at(size_t slot) const { return m_contracts->rows[slot]; }

    [[nodiscard]] const EmployeeSummary &employee(size_t slot) const
    {
        return m_contracts->people[at(slot).person()];
    }

    [[nodiscard]] const Contracts &contracts() const { return m_contracts; }

    [[nodiscard]] const Words &words() const { return m_words; }

    [[nodiscard]] QDate today() const { return m_today; }

    [[nodiscard]] ContractState state(size_t slot) const { return stateOf(at(slot), m_today); }

    [[nodiscard]] qint64 endsSoonIn(size_t slot) const { return hrcache::endsSoonIn(at(slot), m_today); }

    /// The label of the contract's type, or its code where there is none; the same for its pay.
    [[nodiscard]] QString typeText(size_t slot) const
    {
        return label("contract_types", at(slot).contractType());
    }

    [[nodiscard]] QString payText(size_t slot) const
    {
        return label("remuneration_types", at(slot).remunerationType());
    }

    [[nodiscard]] QString label(std::string_view list, const QString &code) const;

    /// The slots of `from` that the filter lets through, in the order of `from`.
    [[nodiscard]] std::vector<uint32_t> filtered(const std::vector<uint32_t> &from,
                                                 const ContractFilter &filter) const;

    /// Codes of the types that occur, ordered.
    [[nodiscard]] const QStringList &types() const { return m_types; }

    /// For each slot of `before` the one of the same contract here, or RowTransition::noSlot.
    [[nodiscard]] std::vector<uint32_t> slotsFrom(const ContractTableRows &before) const;
    /// The table's columns (bit n: column n) in which `slot` here differs from `old` of `before`.
    [[nodiscard]] uint32_t differences(const ContractTableRows &before, uint32_t old, uint32_t slot) const;

private:
    Contracts m_contracts;
    Words m_words;
    QDate m_today;
    QStringList m_types;
    /// The folded text of all rows, one after the other; row i is from m_ends[i - 1] to m_ends[i].
    QByteArray m_text;
    std::vector<uint32_t> m_ends;
};

} // namespace hrcache
