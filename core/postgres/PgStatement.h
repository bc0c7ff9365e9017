#pragma once

#include "base/Result.h"
#include "postgres/PgError.h"
#include "postgres/PgResult.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace hrcache {

/// The text of a statement, with $1, $2, … for its parameters.
struct PgSql
{
    /// Reused: it is prepared on each connection under a name made from the text.
    [[nodiscard]] static PgSql prepared(QByteArray text);
    /// Put together for one use: never prepared.
    [[nodiscard]] static PgSql once(QByteArray text);

    QByteArray text;
    QByteArray name; ///< empty: not to be prepared
};

/// A statement and the text form of its parameters; none is NULL.
struct PgStatement
{
    PgSql sql;
    std::vector<std::optional<QByteArray>> parameters;
};

/// The rows of one statement, or what the server has against it.
using PgAnswer = tl::expected<PgResult, PgDiagnostics>;
/// One answer for each statement of a request, in order.
using PgReply = std::vector<PgAnswer>;

} // namespace hrcache
