#pragma once

#include "hr/HrDocument.h"

#include <QString>

#include <vector>

namespace hrcache {

/// A company that a user has access to.
struct Company
{
    QString id;
    QString name;
    QString country;
    QString countryCode;
    QString regionCode;
    QString mandatePath;
    QString accessType; ///< "owner", "shared"
    QString profile;    ///< "admin", "manager", "user", "viewer"
    bool operator==(const Company &) const = default;

    [[nodiscard]] bool mayWrite() const { return profile != u"viewer"; }

    /// Of a document of kind AccessibleCompanies.
    [[nodiscard]] static std::vector<Company> allFrom(const HrDocument &document);
};

/// The pay of one month; read-only.
struct PayrollResult
{
    QString id;
    QString employeeId;
    QString contractId;
    int year = 0;
    int month = 0;
    double gross = 0;
    double net = 0;
    QString currency;
    QString status;
    bool operator==(const PayrollResult &) const = default;

    /// Of a document of kind PayrollResults.
    [[nodiscard]] static std::vector<PayrollResult> allFrom(const HrDocument &document);
};

} // namespace hrcache
