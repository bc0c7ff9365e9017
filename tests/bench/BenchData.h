#pragma once

#include "base/Ids.h"

#include <QString>

namespace hrcache {

/// Generated rows for benchmarks: companies of 25, 1,000 and, if asked for, more employees.
struct BenchData
{
    UserId user;
    CompanyId small;     ///< 25 employees
    CompanyId large;     ///< 1,000 employees
    EmployeeId employee; ///< of the small company, with three contracts

    /// The SQL that creates the rows in a database with schema.sql.
    [[nodiscard]] static QString sql();
    [[nodiscard]] static BenchData make();
};

} // namespace hrcache
