#include "postgres/PgHandles.h"

#include <libpq-fe.h>

namespace hrcache {

void PgFree::operator()(pg_conn *connection) const
{
    PQfinish(connection);
}

void PgFree::operator()(pg_result *result) const
{
    PQclear(result);
}

void PgFree::operator()(pg_cancel *cancel) const
{
    PQfreeCancel(cancel);
}

} // namespace hrcache
