#include "app/ctl/JoinedReads.h"

#include <iterator>
#include <utility>

namespace hrcache {

JoinedReads::JoinedReads(std::unique_ptr<HrStore> inner)
    : m_inner(std::move(inner))
    , m_turnEnd([this] { send(); })
{
}

Task<std::vector<Result<HrRows>>> JoinedReads::read(std::vector<HrQuery> queries, std::stop_token stop)
{
    const size_t count = queries.size();
    if (stop.stop_possible()) {
        auto reading = m_inner->read(std::move(queries), std::move(stop));
        auto rows = co_await reading;
        co_return rows;
    }
    m_turnEnd.request();
    m_waiting.push_back({std::move(queries), {}});
    auto completion = m_waiting.back().completer.completion();
    auto rows = co_await std::move(completion);
    if (!rows)
        co_return std::vector<Result<HrRows>>(count, failure(std::move(rows.error())));
    co_return std::move(*rows);
}

Task<> JoinedReads::send()
{
    auto waiting = std::exchange(m_waiting, {});
    std::vector<HrQuery> queries;
    for (const Waiting &one : waiting)
        queries.insert(queries.end(), one.queries.begin(), one.queries.end());
    auto reading = m_inner->read(std::move(queries));
    // This object may be gone when they have come.
    auto rows = co_await reading;
    auto next = std::make_move_iterator(rows.begin());
    for (Waiting &one : waiting) {
        const auto end = next + static_cast<std::ptrdiff_t>(one.queries.size());
        one.completer.finish(std::vector<Result<HrRows>>(next, end));
        next = end;
    }
}

} // namespace hrcache
