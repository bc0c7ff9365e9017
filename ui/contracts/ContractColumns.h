#pragma once

#include "hr/CompanyContracts.h"

#include <QCoreApplication>
#include <QString>

namespace hrcache {

/// The columns of the table of contracts, by their number in the model.
enum class ContractColumn {
    Employee,
    Identifier,
    Type,
    From,
    To,
    EndingSoon,
    State,
    Salary,
    Pay,
    Rate,
    Hours,
    JobTitle,
    Currency
};

inline constexpr int contractColumnCount = 13;

/// What a contract is on a day.
enum class ContractState {
    Active,
    StartsLater,
    Ended,
    Inactive ///< switched off, whatever its dates
};

/// Names and texts of columns and states.
struct ContractWords
{
    Q_DECLARE_TR_FUNCTIONS(ContractWords)

public:
    [[nodiscard]] static QString title(ContractColumn column);
    /// What a short title means; empty where it says it all.
    [[nodiscard]] static QString explanation(ContractColumn column);
    /// The contract's name of the column, "start_date".
    [[nodiscard]] static QString name(ContractColumn column);
    [[nodiscard]] static QString state(ContractState state);
    /// Name of an icon.
    [[nodiscard]] static QString stateIcon(ContractState state);
    /// "Ends in 12 days", "Ends today".
    [[nodiscard]] static QString endsIn(qint64 days);
};

[[nodiscard]] ContractState stateOf(const CompanyContract &contract, QDate today);

/// Contracts that end within so many days are flagged.
inline constexpr int endingSoonDays = 90;

/// Days until an active contract ends, if that is soon; else -1.
[[nodiscard]] qint64 endsSoonIn(const CompanyContract &contract, QDate today);

/// "Favre Anne"
[[nodiscard]] QString nameOf(const EmployeeSummary &employee);

} // namespace hrcache
