#include "bench/BenchTable.h"

#include <algorithm>
#include <cstdio>

namespace hrcache {

double Samples::percentile(double share) const
{
    if (m_values.empty())
        return 0;
    std::sort(m_values.begin(), m_values.end());
    const auto index = static_cast<size_t>(share * static_cast<double>(m_values.size() - 1));
    return static_cast<double>(m_values[index]) / 1000.0;
}

void printHeader(const QString &title)
{
    std::printf("\n%s\n%-34s %10s %10s %10s %10s %7s %9s\n", qPrintable(title), "", "bare p50", "bare p99",
                "own p50", "own p99", "ratio", "to reach");
}

void printRow(const QString &name, const Samples &bare, const Samples &own, double toReach)
{
    const double floor = bare.percentile(0.5);
    const double mine = own.percentile(0.5);
    std::printf("%-34s %7.1f µs %7.1f µs %7.1f µs %7.1f µs %7.2f %9s\n", qPrintable(name), floor,
                bare.percentile(0.99), mine, own.percentile(0.99), mine / floor,
                toReach > 0 ? qPrintable(QString::number(toReach, 'f', 2)) : "");
    std::fflush(stdout);
}

} // namespace hrcache
