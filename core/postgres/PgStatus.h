#pragma once

#include "hr/HrStore.h"
#include "postgres/PgStatement.h"

#include <vector>

namespace hrcache {

/// Asks for what StoreStatus tells about a server; needs no right but to log in.
[[nodiscard]] std::vector<PgStatement> statusStatements();
/// Reads the answers to statusStatements(); what the server does not know is left as it is.
[[nodiscard]] Result<StoreStatus> readStatus(const PgReply &reply);
/// As little work for the server as can be, to measure the round trip.
[[nodiscard]] PgStatement pingStatement();

} // namespace hrcache
