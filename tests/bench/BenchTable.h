#pragma once

#include <QString>

#include <chrono>
#include <vector>

namespace hrcache {

/// Durations of one thing measured many times.
class Samples
{
public:
    void add(std::chrono::nanoseconds duration) { m_values.push_back(duration.count()); }

    /// In microseconds; `share` 0.5 for p50.
    [[nodiscard]] double percentile(double share) const;

private:
    mutable std::vector<long long> m_values;
};

/// Prints a line: name, p50 and p99 of the floor and of the product, their ratio at p50, the ratio to reach.
void printHeader(const QString &title);
void printRow(const QString &name, const Samples &bare, const Samples &own, double toReach);

} // namespace hrcache
