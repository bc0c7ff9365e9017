#include "hr/References.h"

#include <algorithm>

namespace hrcache {

namespace {

constexpr size_t codeColumn = 1; // columnsOf(HrQuery::Kind::References)
constexpr size_t labelColumn = 2;

std::vector<ReferenceEntry> entriesOf(const RowTable &table)
{
    std::vector<ReferenceEntry> entries;
    entries.reserve(table.size());
    for (size_t i = 0; i < table.size(); ++i)
        entries.push_back({table.row(i).text(codeColumn), table.row(i).text(labelColumn)});
    return entries;
}

} // namespace

References References::from(const HrDocument &document)
{
    References references;
    size_t table = 0;
    for (auto *list : {&references.contractTypes, &references.remunerationTypes, &references.familyStatus,
                       &references.taxStatus, &references.permitTypes})
        *list = entriesOf(document.table(table++));
    return references;
}

const std::vector<ReferenceEntry> &References::list(std::string_view member) const
{
    static const std::vector<ReferenceEntry> none;
    const std::vector<ReferenceEntry> *const lists[] = {&contractTypes, &remunerationTypes, &familyStatus,
                                                        &taxStatus, &permitTypes};
    for (size_t i = 0; i < std::size(referenceTables); ++i) {
        if (referenceTables[i].member == member)
            return *lists[i];
    }
    return none;
}

QString References::label(std::string_view member, const QString &code) const
{
    const auto &entries = list(member);
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const ReferenceEntry &entry) { return entry.code == code; });
    return found == entries.end() ? code : found->label;
}

std::vector<Cluster> Cluster::allFrom(const HrDocument &document)
{
    std::vector<Cluster> clusters;
    const RowTable &table = document.table();
    for (size_t i = 0; i < table.size(); ++i) {
        const RowView row = table.row(i);
        clusters.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4)});
    }
    return clusters;
}

} // namespace hrcache
