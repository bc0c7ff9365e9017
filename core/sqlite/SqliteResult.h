#pragma once

#include "base/Result.h"
#include "hr/SqlResult.h"

#include <QSqlQuery>

#include <stop_token>
#include <string>
#include <vector>

namespace hrcache {

class SqliteConnection;

/// All rows of one statement, copied out of it.
class SqliteResult final : public SqlResult
{
public:
    /// Reads `query` to its end. Errors: Cancelled when `stop` says so between two rows, Storage.
    [[nodiscard]] static Result<SqliteResult> fetch(SqliteConnection &connection, QSqlQuery &query,
                                                    const std::stop_token &stop);

    [[nodiscard]] int rowCount() const override;
    [[nodiscard]] int columnCount() const override;
    [[nodiscard]] std::string_view columnName(int column) const override;
    [[nodiscard]] JsonType columnType(int column) const override;
    [[nodiscard]] bool isNull(int row, int column) const override;
    [[nodiscard]] std::string_view text(int row, int column) const override;

private:
    struct Column
    {
        std::string name;
        JsonType type;
    };

    /// Where a value stands in m_texts.
    struct Extent
    {
        size_t begin = 0;
        size_t size = 0;
        bool null = true;
    };

    [[nodiscard]] const Extent &extent(int row, int column) const;

    std::vector<Column> m_columns;
    std::vector<Extent> m_values;
    std::string m_texts;
};

} // namespace hrcache
