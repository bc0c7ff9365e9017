#include "hr/ContractListReader.h"

#include "base/NextTurn.h"

#include <deque>

namespace hrcache {

namespace {

size_t sizeOfParts(size_t employees)
{
    constexpr size_t atOnce = ContractListReader::employeesAtOnce;
    return employees <= atOnce ? atOnce : atOnce / ContractListReader::partsUnderWay;
}

} // namespace

ContractListReader::Part ContractListReader::begin(const CompanyContracts &contracts, size_t first,
                                                   const UserId &user, const CompanyId &company,
                                                   const ReadOptions &options)
{
    Part part;
    std::vector<HrQuery> queries;
    const size_t end = std::min(contracts.people.size(), first + sizeOfParts(contracts.people.size()));
    queries.reserve(end - first);
    for (size_t person = first; person < end; ++person) {
        auto id = EmployeeId::parse(contracts.people[person].id(), QStringLiteral("employee_id"));
        if (!id)
            continue;
        queries.push_back(HrQuery::contracts(company, std::move(*id)));
        part.people.push_back(person);
    }
    part.answers = m_service->readAll(user, std::move(queries), options);
    return part;
}

Task<Result<ContractListReader::Contracts>> ContractListReader::read(UserId user, CompanyId company,
                                                                     ReadOptions options, Progress progress)
{
    const auto gone = [] { return failure(ErrorCode::Cancelled, {}); };
    if (!m_service)
        co_return gone();
    EmployeeListReader list(m_service->store(), m_service->cache(), m_clock);
    list.endWith(m_service);
    auto listing = list.read(user, company, options);
    auto employees = co_await listing;
    if (!employees)
        co_return failure(std::move(employees.error()));
    if (!m_service)
        co_return gone();

    const auto composed = std::make_shared<CompanyContracts>(std::move(*employees));
    CompanyContracts &contracts = *composed;
    const size_t count = contracts.people.size();
    std::deque<Part> underWay;
    size_t next = 0;
    bool givenUp = false;
    while (next < count || !underWay.empty()) {
        while (next < count && underWay.size() < partsUnderWay) {
            underWay.push_back(begin(contracts, next, user, company, options));
            next = std::min(count, next + sizeOfParts(count));
        }
        Part part = std::move(underWay.front());
        underWay.pop_front();
        const std::vector<DocumentResult> answers = co_await part.answers;
        if (!m_service || options.stop.stop_requested())
            co_return gone();
        const SteadyTime now = m_clock.steady();
        for (size_t i = 0; i < answers.size(); ++i) {
            if (i > 0 && i % itemsPerTurn == 0) {
                co_await nextTurn();
                if (!m_service || options.stop.stop_requested())
                    co_return gone();
            }
            if (answers[i]) {
                contracts.add(part.people[i], answers[i]->data, answers[i]->from, now);
            } else {
                contracts.addUnread(answers[i].error());
                givenUp = givenUp || answers[i].error().code == ErrorCode::Timeout;
            }
        }
        if (givenUp && next < count) {
            // Every further part would wait as long for nothing.
            contracts.unread += count - next;
            next = count;
        }
        if (progress && (next < count || !underWay.empty()))
            progress(contracts);
        if (next < count) {
            co_await nextTurn();
            if (!m_service || options.stop.stop_requested())
                co_return gone();
        }
    }
    if (contracts.problem && contracts.unread == count)
        co_return failure(*contracts.problem);
    contracts.finish(m_clock.steady());
    co_return Contracts(composed);
}

} // namespace hrcache
