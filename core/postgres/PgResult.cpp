#include "postgres/PgResult.h"

#include <libpq-fe.h>

namespace hrcache {

namespace {

JsonType jsonTypeOf(Oid type)
{
    // Object ids from PostgreSQL's pg_type.dat; they never change.
    switch (type) {
    case 16: // bool
        return JsonType::Boolean;
    case 20: // int8
    case 21: // int2
    case 23: // int4
    case 26: // oid
        return JsonType::Integer;
    case 700:  // float4
    case 701:  // float8
    case 1700: // numeric
        return JsonType::Number;
    case 1114: // timestamp
        return JsonType::LocalTimestamp;
    case 1184: // timestamptz
        return JsonType::Timestamp;
    default:
        return JsonType::Text;
    }
}

} // namespace

PgResult::PgResult(PgResultHandle handle, bool fromReplica)
    : m_handle(std::move(handle))
    , m_fromReplica(fromReplica)
{
}

int PgResult::rowCount() const
{
    return PQntuples(m_handle.get());
}

int PgResult::columnCount() const
{
    return PQnfields(m_handle.get());
}

std::string_view PgResult::columnName(int column) const
{
    const char *name = PQfname(m_handle.get(), column);
    return name ? std::string_view(name) : std::string_view();
}

JsonType PgResult::columnType(int column) const
{
    return jsonTypeOf(PQftype(m_handle.get(), column));
}

bool PgResult::isNull(int row, int column) const
{
    return PQgetisnull(m_handle.get(), row, column) != 0;
}

std::string_view PgResult::text(int row, int column) const
{
    return {PQgetvalue(m_handle.get(), row, column),
            static_cast<size_t>(PQgetlength(m_handle.get(), row, column))};
}

QByteArray PgResult::bytes(int row, int column) const
{
    const std::string_view value = text(row, column);
    return QByteArray(value.data(), static_cast<qsizetype>(value.size()));
}

bool PgResult::isTrue(int row, int column) const
{
    return text(row, column) == "t";
}

size_t PgResult::memorySize() const
{
    return m_handle ? PQresultMemorySize(m_handle.get()) : 0;
}

} // namespace hrcache
