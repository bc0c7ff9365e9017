#pragma once

#include "sqlite/SampleData.h"
#include "sqlite/SamplePlaces.h"
#include "sqlite/SampleRandom.h"

#include <QDate>

#include <span>

namespace hrcache {

/// One made-up employee, as far as contracts depend on it.
struct SamplePerson
{
    QByteArray id;
    const SamplePlace *place = nullptr;
    bool woman = false;
    bool apprentice = false;
    QDate birthDate;
    QDate hireDate;
    QDate terminationDate; ///< invalid: none
    bool active = true;
};

/// A company whose employees are made up.
struct SampleWorkforce
{
    const char *company;
    int count;
    const char *identifierPrefix; ///< "EA-"
    int identifierDigits;
    /// Where its people live; a cluster that stands more often has more of them.
    std::span<const char *const> clusters;
};

/// Makes up the people of one company and adds their rows to `employees`.
[[nodiscard]] std::vector<SamplePerson> makeWorkforce(const SampleWorkforce &workforce, QDate today,
                                                      SampleRandom &numbers, SampleTable &employees);

/// hr.employees without rows.
[[nodiscard]] SampleTable emptyEmployees();

/// "2026-01-31"; none for an invalid date.
[[nodiscard]] std::optional<QByteArray> sampleDate(QDate date);

} // namespace hrcache
