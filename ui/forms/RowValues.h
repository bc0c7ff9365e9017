#pragma once

#include <QByteArray>
#include <QHash>

#include <optional>

namespace hrcache {

struct Contract;
struct Employee;

/// The writable values of one row by column, each in the text form of FieldValue; none: NULL.
using RowValues = QHash<QByteArray, std::optional<QByteArray>>;

[[nodiscard]] RowValues valuesOf(const Employee &employee);
/// Without `provisions`, which forms show as members of their own.
[[nodiscard]] RowValues valuesOf(const Contract &contract);

} // namespace hrcache
