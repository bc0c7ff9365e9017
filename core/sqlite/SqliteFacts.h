#pragma once

#include "base/Result.h"
#include "hr/HrWrite.h"

#include <vector>

namespace hrcache {

class SqliteConnection;

/// What is needed to judge `write` on behalf of `user` (may be empty).
[[nodiscard]] Result<WriteFacts> readFacts(SqliteConnection &connection, const HrWrite &write,
                                           const UserId &user);

/// Every user who can hold a copy of the company's data: its account's owner, and whoever has or had access,
/// since a copy may be younger than the end of an access.
[[nodiscard]] Result<std::vector<UserId>> readHolders(SqliteConnection &connection, const CompanyId &company);

} // namespace hrcache
