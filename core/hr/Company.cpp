#include "hr/Company.h"

namespace hrcache {

std::vector<Company> Company::allFrom(const HrDocument &document)
{
    std::vector<Company> companies;
    const RowTable &table = document.table();
    for (size_t i = 0; i < table.size(); ++i) {
        const RowView row = table.row(i);
        companies.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5),
                             row.text(6), row.text(7)});
    }
    return companies;
}

std::vector<PayrollResult> PayrollResult::allFrom(const HrDocument &document)
{
    std::vector<PayrollResult> results;
    const RowTable &table = document.table();
    for (size_t i = 0; i < table.size(); ++i) {
        const RowView row = table.row(i);
        results.push_back({row.text(0), row.text(1), row.text(2), static_cast<int>(row.number(3)),
                           static_cast<int>(row.number(4)), row.number(5), row.number(6), row.text(7),
                           row.text(8)});
    }
    return results;
}

} // namespace hrcache
