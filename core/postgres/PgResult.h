#pragma once

#include "hr/SqlResult.h"
#include "postgres/PgHandles.h"

#include <QByteArray>

#include <optional>

namespace hrcache {

/// The rows of one statement. Move-only; independent of the connection that it came from, may be read on
/// any one thread.
class PgResult final : public SqlResult
{
public:
    PgResult() = default;
    /// `fromReplica`: the server that answered was a replica, or may have been.
    explicit PgResult(PgResultHandle handle, bool fromReplica = false);

    [[nodiscard]] int rowCount() const override;
    [[nodiscard]] int columnCount() const override;
    [[nodiscard]] std::string_view columnName(int column) const override;
    [[nodiscard]] JsonType columnType(int column) const override;
    [[nodiscard]] bool isNull(int row, int column) const override;
    [[nodiscard]] std::string_view text(int row, int column) const override;

    [[nodiscard]] bool isFromReplica() const override { return m_fromReplica; }

    /// A copy of a value; empty for NULL.
    [[nodiscard]] QByteArray bytes(int row, int column) const;
    /// "t" of a boolean; false for NULL.
    [[nodiscard]] bool isTrue(int row, int column) const;
    /// What the rows take in memory, in bytes.
    [[nodiscard]] size_t memorySize() const;

private:
    PgResultHandle m_handle;
    bool m_fromReplica = false;
};

} // namespace hrcache
