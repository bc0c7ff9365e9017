#pragma once

#include "ui/forms/ChoiceField.h"

namespace hrcache {

/// Every country by its ISO 3166 code of two letters, in the order of their names.
[[nodiscard]] const std::vector<Choice> &countryChoices();
/// The currencies that salaries are likely paid in; others are typed.
[[nodiscard]] const std::vector<Choice> &currencyChoices();
/// The codes that are in use for the gender; others are typed.
[[nodiscard]] std::vector<Choice> genderChoices();

} // namespace hrcache
