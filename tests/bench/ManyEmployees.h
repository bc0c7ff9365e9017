#pragma once

#include <QString>

namespace hrcache {

/// SQL that gives a company of a database with schema.sql and sample.sql so many more active employees, in
/// cantons, with names that repeat as names do; their identifiers begin with X.
[[nodiscard]] QString manyEmployees(const QString &company, int count);

} // namespace hrcache
