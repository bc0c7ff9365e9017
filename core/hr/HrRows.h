#pragma once

#include "base/Result.h"
#include "hr/HrQuery.h"
#include "hr/SqlResult.h"

#include <QByteArray>

#include <span>

namespace hrcache {

/// What a store answers to one HrQuery: the canonical JSON that the contract calls `data`.
struct HrRows
{
    /// UTF-8: `[…]` for lists, `{…}` for a row and for references; for a row that does not exist "null".
    QByteArray json;
    /// Rows in `json` (for references: in all five lists together).
    qsizetype count = 0;
    /// A replica answered, which may be behind: the rows may be shown, and must not be cached.
    bool fromReplica = false;

    /// `[]` or `null`: nothing that may be cached. References are never empty: five empty lists are an
    /// answer.
    [[nodiscard]] bool isEmpty() const { return json.size() <= 4; }
};

/// Turns rows into canonical JSON, the same way for every store. `results` holds one result, for
/// References five in the order of `referenceTables`. Every column is carried along by its name.
/// Errors: SchemaMismatch with the missing column's name.
[[nodiscard]] Result<HrRows> makeRows(const HrQuery &query, std::span<const SqlResult *const> results);

} // namespace hrcache
