#include "hr/CompanyContracts.h"

namespace hrcache {

namespace {

void gather(Provenance &into, const Provenance &from)
{
    into.bytes += from.bytes;
    into.duration = std::max(into.duration, from.duration);
    into.willStore = into.willStore || from.willStore;
    if (into.note.isEmpty())
        into.note = from.note;
    if (from.cachedAt && (!into.cachedAt || *from.cachedAt < *into.cachedAt))
        into.cachedAt = from.cachedAt;
}

} // namespace

CompanyContracts::CompanyContracts(Sourced<EmployeePages> list)
    : employees(std::move(list.data))
    , employeesFrom(std::move(list.from))
{
    people.reserve(employees.rowCount());
    for (const EmployeeList &page : employees.pages) {
        for (size_t i = 0; i < page.size(); ++i)
            people.push_back(page.at(i));
    }
    origins.resize(people.size());
    // Nearly everybody has one; to move a long list to a larger place takes as long as a frame.
    rows.reserve(people.size() + people.size() / 8);
}

CompanyContracts CompanyContracts::soFar() const
{
    CompanyContracts part;
    part.employees = employees;
    part.employeesFrom = employeesFrom;
    const size_t known = rows.empty() ? 0 : size_t{rows[rows.size() - 1].person()} + 1;
    part.people.assign(people.begin(), people.begin() + static_cast<std::ptrdiff_t>(known));
    part.origins.assign(origins.begin(), origins.begin() + static_cast<std::ptrdiff_t>(known));
    part.rows = rows;
    part.problem = problem;
    part.fromCache = fromCache;
    part.fromDatabase = fromDatabase;
    part.unread = unread;
    part.cached = cached;
    part.read = read;
    return part;
}

void CompanyContracts::add(size_t person, const HrDocument &contracts, const Provenance &from, SteadyTime now)
{
    ContractOrigin &origin = origins[person];
    origin.state = from.fromCache() ? ContractOrigin::State::Cache : ContractOrigin::State::Database;
    origin.willStore = from.willStore;
    origin.isBeingFilled = from.reason == Reason::BeingFilled && !from.willStore;
    origin.bytes = static_cast<uint32_t>(from.bytes);
    Provenance &sum = from.fromCache() ? cached : read;
    size_t &count = from.fromCache() ? fromCache : fromDatabase;
    if (count++ == 0) {
        sum = from;
        sum.key.clear();
    } else {
        gather(sum, from);
    }
    if (from.fromCache() && from.ttlLeft)
        origin.expires = now + *from.ttlLeft;

    for (size_t i = 0; i < contracts.table().size(); ++i)
        rows.append(static_cast<uint32_t>(person), Contract::from(contracts.table().row(i)));
}

void CompanyContracts::addUnread(const Error &error)
{
    ++unread;
    if (!problem)
        problem = error;
}

void CompanyContracts::finish(SteadyTime now)
{
    rows.finish();
    if (const auto first = firstToExpire(origins)) {
        cached.ttlLeft = std::max(std::chrono::milliseconds(0),
                                  std::chrono::duration_cast<std::chrono::milliseconds>(*first - now));
    }
}

std::optional<SteadyTime> firstToExpire(const std::vector<ContractOrigin> &origins,
                                        const QHash<uint32_t, SteadyTime> &changed)
{
    std::optional<SteadyTime> first;
    for (size_t person = 0; person < origins.size(); ++person) {
        std::optional<SteadyTime> expires = origins[person].expires;
        if (!expires)
            continue;
        if (const auto now = changed.constFind(static_cast<uint32_t>(person)); now != changed.constEnd())
            expires = *now;
        if (!first || *expires < *first)
            first = expires;
    }
    return first;
}

} // namespace hrcache
