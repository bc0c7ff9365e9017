#pragma once

#include "hr/HrDocument.h"

#include <QString>

#include <vector>

namespace hrcache {

/// One entry of a reference list.
struct ReferenceEntry
{
    QString code;
    QString label; ///< in the language that was asked for
    bool operator==(const ReferenceEntry &) const = default;
};

/// The five reference lists of a country, in the order of the contract.
struct References
{
    std::vector<ReferenceEntry> contractTypes;
    std::vector<ReferenceEntry> remunerationTypes;
    std::vector<ReferenceEntry> familyStatus;
    std::vector<ReferenceEntry> taxStatus;
    std::vector<ReferenceEntry> permitTypes;

    [[nodiscard]] static References from(const HrDocument &document);
    /// The list of that member ("tax_status"); an empty one if there is no such member.
    [[nodiscard]] const std::vector<ReferenceEntry> &list(std::string_view member) const;
    /// The label of a code in that list, or the code itself.
    [[nodiscard]] QString label(std::string_view member, const QString &code) const;
};

/// One canton, department or country.
struct Cluster
{
    QString code;
    QString name;
    QString countryCode;
    QString type;
    QString parentCode;
    bool operator==(const Cluster &) const = default;

    [[nodiscard]] static std::vector<Cluster> allFrom(const HrDocument &document);
};

} // namespace hrcache
