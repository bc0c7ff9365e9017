#pragma once

#include "hr/HrStore.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace hrcache {

/// A database under test, and the stores on it.
class HrStoreFixture
{
public:
    virtual ~HrStoreFixture() = default;

    /// Makes the database new: the tables of tests/support/interop/schema.sql with the rows of sample.sql
    /// beside it, nothing else. Called before every test function, when no store is open. Returns what went
    /// wrong, or nothing.
    [[nodiscard]] virtual QString reset() = 0;

    /// A store on that database; may be called several times.
    [[nodiscard]] virtual std::unique_ptr<HrStore> open() = 0;

    /// Changes the database behind the stores' back. PostgreSQL's syntax, limited to INSERT … VALUES, UPDATE,
    /// DELETE, ALTER TABLE … ADD/DROP COLUMN and DROP TABLE, each statement ending with ";" at the end of
    /// its line, tables named hr.… and core.…. Returns what went wrong, or nothing.
    [[nodiscard]] virtual QString execute(const QByteArray &sql) = 0;
};

} // namespace hrcache
