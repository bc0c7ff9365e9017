#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QHashFunctions>

namespace hrcache {

/// An id that cannot be mistaken for another kind of id. A non-empty id has been validated:
/// UTF-8 without ':' or control characters, at most 200 bytes. An empty id means "none".
template<typename Tag>
class StrongId
{
public:
    StrongId() = default;

    /// Validates `text`; the error (InvalidArgument) names `parameter`.
    [[nodiscard]] static Result<StrongId> parse(QStringView text, const QString &parameter);

    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }

    [[nodiscard]] QString toString() const { return QString::fromUtf8(m_bytes); }

    [[nodiscard]] bool isEmpty() const { return m_bytes.isEmpty(); }

    bool operator==(const StrongId &) const = default;

    auto operator<=>(const StrongId &other) const { return m_bytes.compare(other.m_bytes) <=> 0; }

    friend size_t qHash(const StrongId &id, size_t seed = 0) { return ::qHash(id.m_bytes, seed); }

private:
    explicit StrongId(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {
    }

    QByteArray m_bytes;
};

struct UserTag
{
};

struct CompanyTag
{
};

struct EmployeeTag
{
};

struct ContractTag
{
};

/// Firebase user id: opaque.
using UserId = StrongId<UserTag>;
/// UUIDs, lower case: two spellings of one company must not make two cache keys.
using CompanyId = StrongId<CompanyTag>;
using EmployeeId = StrongId<EmployeeTag>;
using ContractId = StrongId<ContractTag>;

template<>
Result<UserId> UserId::parse(QStringView text, const QString &parameter);
template<>
Result<CompanyId> CompanyId::parse(QStringView text, const QString &parameter);
template<>
Result<EmployeeId> EmployeeId::parse(QStringView text, const QString &parameter);
template<>
Result<ContractId> ContractId::parse(QStringView text, const QString &parameter);

} // namespace hrcache
