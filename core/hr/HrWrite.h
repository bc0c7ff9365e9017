#pragma once

#include "base/Ids.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <string_view>
#include <vector>

namespace hrcache {

/// One column to be written. `column` is always one of `writableColumns(...)`, never a caller's text, so
/// it may stand in SQL; the value goes as a parameter.
struct FieldValue
{
    std::string_view column;
    /// Text form as PostgreSQL reads it for the column's type ("2026-01-31", "6500.5", "true"); none: NULL.
    std::optional<QByteArray> value;
    bool operator==(const FieldValue &) const = default;
};

/// One write of the HR service, as a value; validated before a store sees it.
struct HrWrite
{
    enum class Kind { CreateEmployee, UpdateEmployee, DeleteEmployee, CreateContract, UpdateContract };

    Kind kind = Kind::UpdateEmployee;
    CompanyId company;
    EmployeeId employee; ///< for UpdateContract: optional; a mismatch with the row is NotFound
    ContractId contract;
    std::vector<FieldValue> fields;
    /// The row's updated_at as the caller read it (canonical text); if set and the row has another
    /// value, nothing is written and the error is Conflict.
    std::optional<QByteArray> expectedUpdatedAt;
};

/// Columns that a caller may set, by table; the contract's parameter names are the column names.
[[nodiscard]] const std::vector<std::string_view> &writableColumns(HrWrite::Kind kind);

/// What the database knows that is needed to judge a write; read in one round trip before it.
struct WriteFacts
{
    bool companyExists = false;
    QByteArray companyCountry;
    /// The caller's profile in the company ("admin", "viewer", …); none: no access. Only if a user was given.
    std::optional<QByteArray> callerProfile;
    /// The row that is written to (employee or contract) as it is now; none: it does not exist.
    bool targetExists = false;
    EmployeeId employee;          ///< the employee written to, or whose contract it is
    QByteArray employeeCountry;   ///< may be empty
    QByteArray birthDate;         ///< employee's, as it is now
    QByteArray hireDate;          ///< employee's, as it is now
    QByteArray terminationDate;   ///< employee's, as it is now; may be empty
    QByteArray contractStartDate; ///< the contract's, as it is now (UpdateContract)
    QByteArray contractEndDate;   ///< the contract's, as it is now; may be empty
    QByteArray contractCountry;   ///< the contract's, as it is now; may be empty
    bool identifierTaken = false; ///< another employee of the company has the identifier that is written
    bool clusterKnown = true;     ///< the cluster_code that is written exists and is active
    QByteArray clusterCountry;    ///< its country

    /// (reference member, country, code) of every reference row of the countries that may matter here.
    struct ReferenceCode
    {
        QByteArray member; ///< "contract_types", …
        QByteArray country;
        QByteArray code;
    };

    std::vector<ReferenceCode> referenceCodes;
    /// Every user who can hold a cached copy of the company's data (core.account_access, and the owner).
    std::vector<UserId> holders;
};

/// What became of a write that was sent.
struct WriteOutcome
{
    EmployeeId employee; ///< the employee written, or whose contract was written
    ContractId contract; ///< for contract writes
    /// Holders as of the commit; see WriteFacts::holders.
    std::vector<UserId> holders;
};

} // namespace hrcache
