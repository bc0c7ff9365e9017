#pragma once

#include "base/Result.h"
#include "hr/HrQuery.h"

#include <QByteArray>
#include <QDate>
#include <QString>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace hrcache {

/// What a column holds in JSON, and whether a row without that member is unusable.
struct ColumnSpec
{
    enum class Type : uint8_t { Text, Number, Boolean };

    std::string_view name;
    Type type = Type::Text;
    bool required = false;
};

/// The columns that this program reads by name, for each kind; References: the columns of each list.
[[nodiscard]] std::span<const ColumnSpec> columnsOf(HrQuery::Kind kind);

/// One decoded value; views point into the document.
struct Cell
{
    enum class State : uint8_t { Absent, Null, Text, Number, Boolean };

    union {
        const char *text;
        double number;
        bool boolean;
    };

    uint32_t size;
    State state;

    Cell()
        : text(nullptr)
        , size(0)
        , state(State::Absent)
    {
    }
};

/// One row of a document, by column index (the index in columnsOf()). Cheap to copy; valid while a copy of
/// the document lives.
class RowView
{
public:
    RowView() = default;

    explicit RowView(std::span<const Cell> cells)
        : m_cells(cells)
    {
    }

    [[nodiscard]] bool isValid() const { return !m_cells.empty(); }

    [[nodiscard]] bool isNull(size_t column) const { return m_cells[column].state <= Cell::State::Null; }

    [[nodiscard]] std::string_view utf8(size_t column) const
    {
        const Cell &cell = m_cells[column];
        return cell.state == Cell::State::Text ? std::string_view(cell.text, cell.size) : std::string_view();
    }

    [[nodiscard]] QString text(size_t column) const
    {
        const std::string_view view = utf8(column);
        return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
    }

    /// ISO date; invalid if null or no date.
    [[nodiscard]] QDate date(size_t column) const;

    [[nodiscard]] double number(size_t column) const
    {
        const Cell &cell = m_cells[column];
        return cell.state == Cell::State::Number ? cell.number : 0.0;
    }

    [[nodiscard]] bool boolean(size_t column) const
    {
        const Cell &cell = m_cells[column];
        return cell.state == Cell::State::Boolean && cell.boolean;
    }

private:
    std::span<const Cell> m_cells;
};

/// The rows of one list (or the one row of an object).
class RowTable
{
public:
    [[nodiscard]] size_t size() const { return m_columns == 0 ? 0 : m_cells.size() / m_columns; }

    [[nodiscard]] RowView row(size_t index) const
    {
        return RowView(std::span<const Cell>(m_cells).subspan(index * m_columns, m_columns));
    }

private:
    friend class DocumentReader;
    size_t m_columns = 0;
    std::vector<Cell> m_cells;
};

/// The decoded `data` of one answer: the JSON as it was written, and views of the columns that this program
/// knows. Decoded by the same code on a HIT and on a MISS. Immutable, shared on copy, thread-safe.
class HrDocument
{
public:
    HrDocument() = default;

    /// Decodes canonical rows of `kind`. Errors: SchemaMismatch (a needed member is missing or of another
    /// type), Protocol (no valid JSON).
    [[nodiscard]] static Result<HrDocument> fromRows(HrQuery::Kind kind, QByteArray json);

    /// `data` exactly as it stands in the entry or came from the store; unknown members included.
    [[nodiscard]] std::string_view json() const;
    [[nodiscard]] QByteArray jsonBytes() const;

    /// True for null, [], {} and for a default-constructed document.
    [[nodiscard]] bool isEmpty() const;
    /// Rows of a list (all five lists for references), 1 for an object.
    [[nodiscard]] size_t itemCount() const;
    /// References have five tables in the order of referenceTables, everything else one.
    [[nodiscard]] const RowTable &table(size_t index = 0) const;

private:
    friend class DocumentReader;
    struct Data;
    std::shared_ptr<const Data> m_data;
};

} // namespace hrcache
