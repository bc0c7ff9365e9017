#pragma once

#include "hr/Employee.h"

#include <QCoreApplication>
#include <QString>

#include <string_view>

namespace hrcache {

/// The columns of the table of employees, by their number in the model.
enum class EmployeeColumn {
    Identifier,
    LastName,
    FirstName,
    BirthDate,
    Cluster,
    HireDate,
    State,
    ActiveContract
};

inline constexpr int employeeColumnCount = 8;

/// What an employee of the list is on a day; the list of the contract holds active ones only.
enum class EmployeeState {
    Active,
    StartsLater, ///< hired on a later day
    Inactive
};

/// Names and texts of columns and states.
struct EmployeeTexts
{
    Q_DECLARE_TR_FUNCTIONS(EmployeeTexts)

public:
    [[nodiscard]] static QString title(EmployeeColumn column);
    /// The contract's name of the column, "birth_date".
    [[nodiscard]] static QString name(EmployeeColumn column);
    [[nodiscard]] static QString state(EmployeeState state);
};

[[nodiscard]] EmployeeState stateOf(const EmployeeSummary &employee, QDate today);

/// The column of the row that a column of the table shows; ActiveContract has none (-1).
[[nodiscard]] int rowColumnOf(EmployeeColumn column);

} // namespace hrcache
