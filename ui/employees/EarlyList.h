#pragma once

#include "base/Completion.h"
#include "hr/EmployeeListReader.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace hrcache {

class Session;

/// The list of employees, asked for before the page that shows it is built, so that the rows are there when
/// the window is. Whoever does not take it over in the turn of the event loop in which it began gets nothing:
/// what is asked for later is to be read later. GUI thread.
class EarlyList : public std::enable_shared_from_this<EarlyList>
{
public:
    using Answer = Result<Sourced<EmployeePages>>;
    using FirstPage = EmployeeListReader::FirstPage;

    /// Reads the list, through the cache, for the user and the company of the session; null if there is none.
    [[nodiscard]] static std::shared_ptr<EarlyList> begin(Session &session);

    /// The same for anybody; it keeps the reader as long as the read is under way.
    [[nodiscard]] static Task<Answer> read(Session &session, UserId user, CompanyId company,
                                           ReadOptions options, FirstPage firstPage);

    [[nodiscard]] bool isFor(const UserId &user, const CompanyId &company) const
    {
        return !m_isOver && m_user == user && m_company == company;
    }

    /// The answer, once. What has come of it by now is told before this returns.
    [[nodiscard]] Task<Answer> take(FirstPage firstPage, std::stop_token stop);

private:
    static Task<> run(std::shared_ptr<EarlyList> self, Task<Answer> reading);
    void firstPageCame(const EmployeeList &rows, const Provenance &from);

    UserId m_user;
    CompanyId m_company;
    FirstPage m_firstPage;
    std::optional<std::pair<EmployeeList, Provenance>> m_rows; ///< the first page, if nobody wanted it yet
    Completer<Answer> m_answer;
    std::stop_source m_stop;
    bool m_isOver = false; ///< taken, or too late to be
};

} // namespace hrcache
