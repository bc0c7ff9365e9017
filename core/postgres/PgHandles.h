#pragma once

#include <memory>

struct pg_conn;
struct pg_result;
struct pg_cancel;

namespace hrcache {

/// Frees what libpq hands out.
struct PgFree
{
    void operator()(pg_conn *connection) const;
    void operator()(pg_result *result) const;
    void operator()(pg_cancel *cancel) const;
};

using PgConnHandle = std::unique_ptr<pg_conn, PgFree>;
using PgResultHandle = std::unique_ptr<pg_result, PgFree>;
using PgCancelHandle = std::unique_ptr<pg_cancel, PgFree>;

} // namespace hrcache
