#pragma once

#include "base/Tasks.h"
#include "postgres/PgConfig.h"
#include "postgres/PgPool.h"

#include <QStringList>

namespace hrcache {

/// Sets up the HR tables in a database that has nothing in it yet.
class PgSchema
{
public:
    explicit PgSchema(PgConfig config);

    /// What stands in the database beside that which PostgreSQL and extensions bring: "hr.employees",
    /// "schema hr", … in order; at most 20 names, then "…". Errors as those of PgPool::read.
    Task<Result<QStringList>> contents();

    /// Runs all statements in one transaction. Errors: Conflict, naming what is there, if the database is
    /// not empty; InvalidArgument if the text holds no statement; those of PgPool::transaction. On any error
    /// but CommitUnknown nothing was done.
    Task<Result<void>> create(QByteArray sql);

private:
    std::shared_ptr<PgPool> m_pool;
};

/// The statements of a script, without their semicolons. Knows quotes, dollar quotes and comments; a script
/// must rely on standard_conforming_strings, or write E'…' for backslashes.
[[nodiscard]] std::vector<QByteArray> splitStatements(const QByteArray &script);

} // namespace hrcache
