#pragma once

#include "sqlite/SampleBuilder.h"

namespace hrcache {

/// hr.contracts and hr.payroll_results without rows.
[[nodiscard]] SampleTable emptyContracts();
[[nodiscard]] SampleTable emptyPayroll();

/// Adds one to three contracts of the person; the last is the active one unless the person has left. With
/// `endsSoon` it is a fixed-term contract that ends within 90 days.
void addContracts(const SamplePerson &person, bool endsSoon, QDate today, SampleRandom &random,
                  SampleTable &contracts);

/// Adds a payroll result for each of the last `months` that the contract in row `contract` covers.
void addPayroll(const SamplePerson &person, const SampleTable::Row &contract, int months, QDate today,
                SampleRandom &random, SampleTable &payroll);

} // namespace hrcache
