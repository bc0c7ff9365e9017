#pragma once

#include "hr/HrWrite.h"

#include <QByteArray>
#include <QJsonValue>
#include <QString>

#include <vector>

namespace hrcache::contractdata {

/// Of sample.sql.
inline constexpr auto owner = "uid_xyz123";
inline constexpr auto companyOne = "11111111-1111-4111-8111-111111111111";
inline constexpr auto dupont = "22222222-2222-4222-8222-000000000001";
inline constexpr auto aebischer = "22222222-2222-4222-8222-000000000002";
inline constexpr auto oneil = "22222222-2222-4222-8222-000000000003";
inline constexpr auto dupontsContract = "33333333-3333-4333-8333-000000000001";
inline constexpr auto dupontsOldContract = "33333333-3333-4333-8333-000000000002";

/// Of worldSql: another account with a company of its own, an empty one and a closed one.
inline constexpr auto companyTwo = "11111111-1111-4111-8111-222222222222";
inline constexpr auto companyEmpty = "11111111-1111-4111-8111-333333333333";
inline constexpr auto companyClosed = "11111111-1111-4111-8111-444444444444";
inline constexpr auto martin = "22222222-2222-4222-8222-000000000101";
inline constexpr auto martinsContract = "33333333-3333-4333-8333-000000000101";
/// Views company one; manages the second account's companies.
inline constexpr auto viewer = "uid_viewer";
/// Had access to company one.
inline constexpr auto former = "uid_former";
/// Is known, but has no access to anything.
inline constexpr auto stranger = "uid_stranger";
/// Owns the second account without being one of core.users.
inline constexpr auto secondOwner = "uid_owner2";

inline constexpr auto nobody = "99999999-9999-4999-8999-999999999999";

/// Rows beside sample.sql, which change none of the recorded answers.
[[nodiscard]] QByteArray worldSql();

[[nodiscard]] CompanyId company(const char *id);
[[nodiscard]] EmployeeId employee(const char *id);
[[nodiscard]] ContractId contract(const char *id);
[[nodiscard]] UserId user(const char *id);

/// Any JSON text; Undefined if it is none.
[[nodiscard]] QJsonValue parseJson(const QByteArray &json);
/// Compact, members sorted: equal texts are semantically equal values.
[[nodiscard]] QByteArray jsonText(const QJsonValue &value);
[[nodiscard]] QByteArray holdersText(const std::vector<UserId> &holders);
[[nodiscard]] QString isoDate(int daysFromToday);

[[nodiscard]] HrWrite createEmployee(const char *identifier, std::vector<FieldValue> more = {},
                                     const char *inCompany = companyOne);
[[nodiscard]] HrWrite updateEmployee(const char *id, std::vector<FieldValue> fields,
                                     const char *inCompany = companyOne);
[[nodiscard]] HrWrite deleteEmployee(const char *id, const char *inCompany = companyOne);
[[nodiscard]] HrWrite createContract(const char *ofEmployee, std::vector<FieldValue> more = {},
                                     const char *inCompany = companyOne);
[[nodiscard]] HrWrite updateContract(const char *id, std::vector<FieldValue> fields,
                                     const char *ofEmployee = nullptr, const char *inCompany = companyOne);

} // namespace hrcache::contractdata
