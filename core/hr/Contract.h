#pragma once

#include "hr/HrDocument.h"

#include <QDate>
#include <QString>

#include <vector>

namespace hrcache {

/// One contract of an employee.
struct Contract
{
    QString id;
    QString employeeId;
    QString contractType; ///< code of the reference list contract_types
    QDate startDate;
    QDate endDate;         ///< invalid: none
    double baseSalary = 0; ///< in `currency`, per month or per hour as remunerationType says
    QString currency;
    double workRate = 1; ///< 0 to 1
    double weeklyHours = 42;
    QString remunerationType; ///< code of the reference list remuneration_types
    int annualLeaveDays = 25;
    QString jobTitle;
    QString department;
    QString countryCode;
    QString provisions; ///< JSON text, or empty
    bool isActive = true;
    QString createdAt;
    QString updatedAt; ///< UTC, ISO 8601 as in the contract; what HrWrite::expectedUpdatedAt compares

    bool operator==(const Contract &) const = default;

    /// Active on that day: is_active, started, not ended.
    [[nodiscard]] bool isRunningOn(QDate day) const;
    /// Ends within `days` days from `day` on (and has not ended before it).
    [[nodiscard]] bool endsWithin(QDate day, int days) const;

    [[nodiscard]] static Contract from(const RowView &row);
    /// The contracts of a document of kind Contracts, or the one of ActiveContract.
    [[nodiscard]] static std::vector<Contract> allFrom(const HrDocument &document);
};

} // namespace hrcache
