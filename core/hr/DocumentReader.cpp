#include "hr/DocumentReader.h"

#include "hr/HrDocumentData.h"
#include "hr/JsonCheck.h"

#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace hrcache {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

namespace {

constexpr size_t keptParserCapacity = 4u << 20;
// Rows of the contract have about 30 bytes of JSON for each column.
constexpr qsizetype bytesPerCell = 28;

std::vector<std::unique_ptr<ondemand::parser>> &idleParsers()
{
    thread_local std::vector<std::unique_ptr<ondemand::parser>> parsers;
    return parsers;
}

/// Whether the key that begins at `text` (behind its quote) is the one that `pattern` stands for. Reads up
/// to the pattern's length: there is always that much memory behind a key.
bool keyIs(const char *text, const KeyPattern &pattern)
{
    uint64_t difference = 0;
    for (size_t i = 0; i < pattern.words.size(); ++i) {
        uint64_t word = 0;
        std::memcpy(&word, text + i * sizeof word, sizeof word);
        difference |= (word & pattern.masks[i]) ^ pattern.words[i];
    }
    return difference == 0;
}

/// The first quote or backslash at or behind `text`. There is one: simdjson has seen the string closed.
const char *endOfPlainText(const char *text)
{
#ifdef __SSE2__
    // Sixteen bytes at a time; the padding behind the document is longer than that.
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    for (;; text += sizeof(__m128i)) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(text));
        const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash));
        if (const int mask = _mm_movemask_epi8(found); mask != 0)
            return text + std::countr_zero(static_cast<unsigned>(mask));
    }
#else
    while (*text != '"' && *text != '\\')
        ++text;
    return text;
#endif
}

KeyPattern patternOf(std::string_view name)
{
    char text[sizeof(KeyPattern::words)] = {};
    char mask[sizeof(KeyPattern::masks)] = {};
    Q_ASSERT(name.size() < sizeof text);
    std::memcpy(text, name.data(), name.size());
    text[name.size()] = '"';
    std::memset(mask, 0xff, name.size() + 1);
    KeyPattern pattern;
    std::memcpy(pattern.words.data(), text, sizeof text);
    std::memcpy(pattern.masks.data(), mask, sizeof mask);
    return pattern;
}

const std::vector<KeyPattern> &patternsOf(HrQuery::Kind kind)
{
    static const auto all = [] {
        std::vector<std::vector<KeyPattern>> patterns;
        for (int i = 0; i <= static_cast<int>(HrQuery::Kind::EmployeesPage); ++i) {
            auto &ofKind = patterns.emplace_back();
            for (const ColumnSpec &spec : columnsOf(static_cast<HrQuery::Kind>(i)))
                ofKind.push_back(patternOf(spec.name));
        }
        return patterns;
    }();
    return all[static_cast<size_t>(kind)];
}

} // namespace

ScopedParser::ScopedParser()
{
    auto &idle = idleParsers();
    if (idle.empty()) {
        m_parser = std::make_unique<ondemand::parser>();
    } else {
        m_parser = std::move(idle.back());
        idle.pop_back();
    }
}

ScopedParser::~ScopedParser()
{
    if (m_parser->capacity() <= keptParserCapacity)
        idleParsers().push_back(std::move(m_parser));
}

error_code ScopedParser::iterate(QByteArray &bytes, ondemand::document &document)
{
    constexpr auto needed = static_cast<qsizetype>(simdjson::SIMDJSON_PADDING);
    if (bytes.capacity() - bytes.size() < needed)
        bytes.reserve(bytes.size() + needed);
    return m_parser
        ->iterate(simdjson::padded_string_view(bytes.constData(), static_cast<size_t>(bytes.size()),
                                               static_cast<size_t>(bytes.capacity())))
        .get(document);
}

DocumentReader::DocumentReader(HrQuery::Kind kind, const QByteArray &bytes, ScopedParser &parser)
    : m_kind(kind)
    , m_parser(parser)
    , m_columns(columnsOf(kind))
    , m_patterns(patternsOf(kind))
    , m_data(std::make_shared<HrDocument::Data>())
{
    m_data->bytes = bytes;
    m_data->tables.resize(kind == HrQuery::Kind::References ? std::size(referenceTables) : 1);
    for (RowTable &table : m_data->tables)
        table.m_columns = m_columns.size();
}

DocumentReader::~DocumentReader() = default;

HrDocument DocumentReader::take()
{
    HrDocument document;
    document.m_data = std::move(m_data);
    return document;
}

error_code DocumentReader::read(ondemand::value value, ondemand::document &document)
{
    const char *start = nullptr;
    if (const auto error = document.current_location().get(start))
        return error;
    if (const auto error = readData(value))
        return error;
    const char *end = nullptr;
    if (const auto error = document.current_location().get(end))
        return error;
    while (end > start && std::strchr(" \t\r\n", end[-1]) != nullptr)
        --end;
    m_data->offset = start - m_data->bytes.constData();
    m_data->length = end - start;
    return simdjson::SUCCESS;
}

error_code DocumentReader::read(ondemand::document &document)
{
    if (const auto error = readData(document))
        return error;
    const char *rest = nullptr;
    if (document.current_location().get(rest) != simdjson::OUT_OF_BOUNDS)
        return simdjson::TRAILING_CONTENT;
    m_data->length = m_data->bytes.size();
    return simdjson::SUCCESS;
}

/// Checks the spelling: the type is told by the first letter alone. Asking without get() would throw.
template<typename Value>
static error_code readNull(Value &value)
{
    bool isNull = false;
    if (const auto error = value.is_null().get(isNull))
        return error;
    return isNull ? simdjson::SUCCESS : simdjson::N_ATOM_ERROR;
}

template<typename Value>
error_code DocumentReader::readData(Value &value)
{
    ondemand::json_type type{};
    if (const auto error = value.type().get(type))
        return error;
    if (type == ondemand::json_type::null) {
        return readNull(value);
    }
    if (type == ondemand::json_type::array) {
        ondemand::array rows;
        if (const auto error = value.get_array().get(rows))
            return error;
        m_data->isList = true;
        RowTable &table = m_data->tables.front();
        if (const auto error = readList(rows, table))
            return error;
        m_data->isEmpty = table.size() == 0;
        // A list where the contract has an object, or the reverse, is of no use unless it says "nothing".
        HrQuery query;
        query.kind = m_kind;
        return query.isList() || m_data->isEmpty ? simdjson::SUCCESS : simdjson::INCORRECT_TYPE;
    }
    if (type != ondemand::json_type::object)
        return simdjson::INCORRECT_TYPE;
    ondemand::object object;
    if (const auto error = value.get_object().get(object))
        return error;
    bool empty = false;
    if (const auto error = object.is_empty().get(empty))
        return error;
    m_data->isEmpty = empty;
    if (empty) {
        for (auto field : object) {
            if (field.error())
                return field.error();
        }
        return simdjson::SUCCESS;
    }
    if (m_kind == HrQuery::Kind::References)
        return readReferences(object);
    HrQuery query;
    query.kind = m_kind;
    return query.isList() ? simdjson::INCORRECT_TYPE : readRow(object, m_data->tables.front());
}

error_code DocumentReader::readList(ondemand::array rows, RowTable &table)
{
    table.m_cells.reserve(static_cast<size_t>(m_data->bytes.size() / bytesPerCell));
    for (auto element : rows) {
        ondemand::object row;
        if (const auto error = element.get_object().get(row))
            return error;
        if (const auto error = readRow(row, table))
            return error;
    }
    return simdjson::SUCCESS;
}

Q_ALWAYS_INLINE error_code DocumentReader::readText(ondemand::raw_json_string raw, Cell &cell)
{
    cell.state = Cell::State::Text;
    const char *const begin = raw.raw();
    const char *const end = endOfPlainText(begin);
    if (Q_LIKELY(*end == '"')) {
        cell.text = begin;
        cell.size = static_cast<uint32_t>(end - begin);
        return simdjson::SUCCESS;
    }
    return readEscaped(raw, cell);
}

Q_ALWAYS_INLINE error_code DocumentReader::readCell(ondemand::value value, ColumnSpec::Type wanted,
                                                    Cell &cell)
{
    if (wanted == ColumnSpec::Type::Text) {
        ondemand::raw_json_string text;
        if (Q_LIKELY(value.get_raw_json_string().get(text) == simdjson::SUCCESS))
            return readText(text, cell);
    }
    switch (value.raw_json_token().front()) {
    case 'n':
        cell.state = Cell::State::Null;
        return readNull(value);
    case 't':
    case 'f':
        if (wanted != ColumnSpec::Type::Boolean)
            return simdjson::INCORRECT_TYPE;
        cell.state = Cell::State::Boolean;
        return value.get_bool().get(cell.boolean);
    case '"':
    case '{':
    case '[':
        return simdjson::INCORRECT_TYPE;
    default:
        if (wanted != ColumnSpec::Type::Number)
            return simdjson::INCORRECT_TYPE;
        cell.state = Cell::State::Number;
        return value.get_double().get(cell.number);
    }
}

error_code DocumentReader::readRow(ondemand::object row, RowTable &table)
{
    const size_t first = table.m_cells.size();
    const size_t count = m_columns.size();
    table.m_cells.resize(first + count);
    size_t next = 0;
    size_t inOrder = 0; // columns that came where they were expected
    for (auto field : row) {
        ondemand::raw_json_string key;
        if (const auto error = field.key().get(key))
            return error;
        // Members usually come in the order of the columns: try that one before searching.
        size_t column = next;
        if (column >= count || !keyIs(key.raw(), m_patterns[column])) {
            for (column = 0; column < count && !keyIs(key.raw(), m_patterns[column]); ++column) {
            }
            if (column == count) {
                // It is carried along as it stands, so it must be valid.
                Cell name;
                if (const auto error = readText(key, name))
                    return error;
                if (const auto error = checkJson(field.value()))
                    return error;
                continue;
            }
        }
        inOrder += column == inOrder ? 1 : 0;
        next = column + 1;
        ondemand::value value;
        if (const auto error = field.value().get(value))
            return error;
        if (const auto error = readCell(value, m_columns[column].type, table.m_cells[first + column]))
            return error;
    }
    if (inOrder == count)
        return simdjson::SUCCESS;
    for (size_t column = inOrder; column < count; ++column) {
        if (m_columns[column].required && table.m_cells[first + column].state == Cell::State::Absent) {
            m_missing = m_columns[column].name;
            return simdjson::NO_SUCH_FIELD;
        }
    }
    return simdjson::SUCCESS;
}

error_code DocumentReader::readReferences(ondemand::object lists)
{
    size_t found = 0;
    for (auto field : lists) {
        ondemand::raw_json_string key;
        if (const auto error = field.key().get(key))
            return error;
        bool known = false;
        for (size_t i = 0; i < std::size(referenceTables); ++i) {
            if (!keyIs(key.raw(), patternOf(referenceTables[i].member)))
                continue;
            ondemand::array rows;
            if (const auto error = field.value().get_array().get(rows))
                return error;
            RowTable &table = m_data->tables[i];
            table.m_cells.clear();
            if (const auto error = readList(rows, table))
                return error;
            ++found;
            known = true;
            break;
        }
        if (known)
            continue;
        Cell name;
        if (const auto error = readText(key, name))
            return error;
        if (const auto error = checkJson(field.value()))
            return error;
    }
    if (found >= std::size(referenceTables))
        return simdjson::SUCCESS;
    m_missing = "references";
    return simdjson::NO_SUCH_FIELD;
}

error_code DocumentReader::readEscaped(ondemand::raw_json_string raw, Cell &cell)
{
    if (!m_data->arena) {
        // Unescaping never makes text longer, but it writes in blocks.
        m_data->arena = std::make_unique_for_overwrite<uint8_t[]>(static_cast<size_t>(m_data->bytes.size()) +
                                                                  simdjson::SIMDJSON_PADDING);
        m_arenaEnd = m_data->arena.get();
    }
    std::string_view view;
    if (const auto error = (*m_parser).unescape(raw, m_arenaEnd).get(view))
        return error;
    cell.text = view.data();
    cell.size = static_cast<uint32_t>(view.size());
    return simdjson::SUCCESS;
}

} // namespace hrcache
