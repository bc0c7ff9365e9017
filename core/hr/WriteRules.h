#pragma once

#include "base/Result.h"
#include "hr/HrWrite.h"

#include <span>

namespace hrcache {

/// What one field of a write may hold; also what a form needs to know to build its input.
struct FieldRule
{
    enum class Type { Text, Date, Integer, Decimal, Boolean, Json };

    std::string_view column;
    Type type = Type::Text;
    bool required = false; ///< must be given on create, and never be emptied
    int maximumLength = 0; ///< characters, for Text; 0: no limit
    double minimum = 0;    ///< for Integer and Decimal
    double maximum = 0;
    int codeLength = 0;         ///< for codes of exactly that many capital letters (CH, CHF); else 0
    std::string_view reference; ///< reference list that must hold the value ("tax_status"), or empty
};

/// The rules of every writable column of an employee, or of a contract.
[[nodiscard]] std::span<const FieldRule> employeeRules();
[[nodiscard]] std::span<const FieldRule> contractRules();
[[nodiscard]] std::span<const FieldRule> rulesOf(HrWrite::Kind kind);
/// The rule of a column, or null.
[[nodiscard]] const FieldRule *ruleOf(HrWrite::Kind kind, std::string_view column);

/// What is wrong with one value on its own, as a sentence without its subject ("must be a number."), or
/// nothing. What needs other fields or the database (dates in order, known codes) is left to
/// validateFields().
[[nodiscard]] QString checkField(const FieldRule &rule, const std::optional<QByteArray> &value);

/// Whether the write may be done. Errors: PermissionDenied (only if `hasUser`), NotFound, ValidationFailed
/// with every offending field, InvalidArgument for an update of nothing.
[[nodiscard]] Result<void> judgeWrite(const HrWrite &write, const WriteFacts &facts, bool hasUser);

/// Every offending field; empty if the write is fine.
[[nodiscard]] std::vector<FieldError> validateFields(const HrWrite &write, const WriteFacts &facts);

/// Takes the blanks around names, identifiers and addresses of e-mail away. To be done before the write is
/// judged.
void trimNames(HrWrite &write);

/// Adds what the contract sets if the caller leaves it out (currency CHF, work_rate 1.0, …).
void addDefaults(HrWrite &write, const WriteFacts &facts);

} // namespace hrcache
