// Internal: shows simdjson, so only .cpp files of hr and cache include it.
#pragma once

#include "hr/HrDocument.h"

#include <simdjson.h>

#include <array>

namespace hrcache {

/// A parser from a per-thread store; its buffers are kept between uses unless they grew large.
class ScopedParser
{
public:
    ScopedParser();
    ~ScopedParser();
    Q_DISABLE_COPY_MOVE(ScopedParser)

    /// Starts reading `bytes`, which must stay as it is until the document is read. Gives `bytes` spare
    /// room behind its end if it has too little.
    simdjson::error_code iterate(QByteArray &bytes, simdjson::ondemand::document &document);

    simdjson::ondemand::parser &operator*() { return *m_parser; }

private:
    std::unique_ptr<simdjson::ondemand::parser> m_parser;
};

/// A member name with its closing quote, to be compared in words instead of bytes.
struct KeyPattern
{
    std::array<uint64_t, 3> words;
    std::array<uint64_t, 3> masks;
};

/// Reads the rows of one `data` value into an HrDocument in one pass.
class DocumentReader
{
public:
    /// `bytes` is the whole text that the value stands in; views of the document point into it. `parser` is
    /// the one that reads it.
    DocumentReader(HrQuery::Kind kind, const QByteArray &bytes, ScopedParser &parser);
    ~DocumentReader();
    Q_DISABLE_COPY_MOVE(DocumentReader)

    /// Consumes `value`. An error if it is no valid JSON, or a row lacks a needed member or has it in
    /// another type: INCORRECT_TYPE, NO_SUCH_FIELD (see missingColumn()). null and empty lists are fine.
    simdjson::error_code read(simdjson::ondemand::value value, simdjson::ondemand::document &document);
    /// The same for a text that is the value and nothing else.
    simdjson::error_code read(simdjson::ondemand::document &document);

    [[nodiscard]] std::string_view missingColumn() const { return m_missing; }

    [[nodiscard]] HrDocument take();

private:
    template<typename Value>
    simdjson::error_code readData(Value &value);
    simdjson::error_code readList(simdjson::ondemand::array rows, RowTable &table);
    simdjson::error_code readRow(simdjson::ondemand::object row, RowTable &table);
    simdjson::error_code readReferences(simdjson::ondemand::object lists);
    simdjson::error_code readCell(simdjson::ondemand::value value, ColumnSpec::Type type, Cell &cell);
    simdjson::error_code readText(simdjson::ondemand::raw_json_string raw, Cell &cell);
    simdjson::error_code readEscaped(simdjson::ondemand::raw_json_string raw, Cell &cell);

    HrQuery::Kind m_kind;
    ScopedParser &m_parser;
    std::span<const ColumnSpec> m_columns;
    const std::vector<KeyPattern> &m_patterns;
    std::shared_ptr<HrDocument::Data> m_data;
    uint8_t *m_arenaEnd = nullptr;
    std::string_view m_missing;
};

} // namespace hrcache
