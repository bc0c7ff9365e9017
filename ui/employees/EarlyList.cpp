#include "ui/employees/EarlyList.h"

#include "cache/HrCacheManager.h"
#include "ui/base/Session.h"

#include <QTimer>

namespace hrcache {

namespace {

Task<EarlyList::Answer> readWith(std::shared_ptr<EmployeeListReader> reader, UserId user, CompanyId company,
                                 ReadOptions options, EarlyList::FirstPage firstPage)
{
    auto reading =
        reader->read(std::move(user), std::move(company), std::move(options), std::move(firstPage));
    auto answer = co_await reading;
    co_return answer;
}

} // namespace

Task<EarlyList::Answer> EarlyList::read(Session &session, UserId user, CompanyId company, ReadOptions options,
                                        FirstPage firstPage)
{
    auto reader =
        std::make_shared<EmployeeListReader>(session.service().store(), session.cache(), session.clock());
    reader->endWith(&session.service());
    return readWith(std::move(reader), std::move(user), std::move(company), std::move(options),
                    std::move(firstPage));
}

std::shared_ptr<EarlyList> EarlyList::begin(Session &session)
{
    if (session.companyId().isEmpty() || session.user().isEmpty())
        return {};
    auto list = std::make_shared<EarlyList>();
    list->m_user = session.user();
    list->m_company = session.companyId();
    auto reading =
        read(session, list->m_user, list->m_company, {ReadMode::CacheFirst, list->m_stop.get_token()},
             [list = std::weak_ptr(list)](const EmployeeList &rows, const Provenance &from) {
                 if (const auto self = list.lock())
                     self->firstPageCame(rows, from);
             });
    run(list, std::move(reading));
    QTimer::singleShot(0, [list = std::weak_ptr(list)] {
        if (const auto self = list.lock(); self && !std::exchange(self->m_isOver, true))
            self->m_stop.request_stop();
    });
    return list;
}

Task<> EarlyList::run(std::shared_ptr<EarlyList> self, Task<Answer> reading)
{
    auto answer = co_await reading;
    self->m_answer.finish(std::move(answer));
}

void EarlyList::firstPageCame(const EmployeeList &rows, const Provenance &from)
{
    if (m_firstPage)
        m_firstPage(rows, from);
    else
        m_rows.emplace(rows, from);
}

Task<EarlyList::Answer> EarlyList::take(FirstPage firstPage, std::stop_token stop)
{
    const auto self = shared_from_this();
    m_isOver = true;
    m_firstPage = std::move(firstPage);
    if (m_rows)
        m_firstPage(m_rows->first, m_rows->second);
    m_rows.reset();
    const std::stop_callback onStop(stop, [self] { self->m_stop.request_stop(); });
    auto completion = m_answer.completion();
    auto answer = co_await std::move(completion);
    co_return answer;
}

} // namespace hrcache
