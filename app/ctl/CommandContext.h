#pragma once

#include "app/Backend.h"
#include "app/ctl/CommonOptions.h"
#include "app/ctl/Console.h"
#include "app/ctl/ExitStatus.h"

#include <QCoreApplication>

namespace hrcache {

/// For whom, and in which company, a command works.
struct Subject
{
    UserId user; ///< may be empty: then the cache is left alone
    CompanyId company;
    QString companyName; ///< empty if it was not asked for
};

/// What a command works with.
class CommandContext
{
    Q_DECLARE_TR_FUNCTIONS(CommandContext)
public:
    CommandContext(Backend &backend, Console &console, CommonOptions options);

    [[nodiscard]] Backend &backend() { return m_backend; }

    [[nodiscard]] Console &console() { return m_console; }

    [[nodiscard]] const CommonOptions &options() const { return m_options; }

    [[nodiscard]] bool json() const { return m_options.json; }

    /// The user of the options, else of the configuration, else the sample's; may be empty.
    [[nodiscard]] Result<UserId> user() const;

    /// User and company: of the options, else of the configuration, else the sample's, else the only company
    /// that the user has access to. Errors: InvalidArgument, in words that name the choices.
    Task<Result<Subject>> subject();

    /// The name of a company, or its id if the database cannot tell.
    Task<QString> companyName(UserId user, CompanyId company);

    /// Says on standard error if the user has no access to the company, or there is none: what is read then
    /// is hardly what was meant. Whether it did.
    Task<bool> warnsOfNoAccess(Subject subject);

    /// Says what went wrong; the status to end with.
    ExitStatus fail(const Error &error);

    /// After a command that wrote or invalidated: waits for the second look at what foreign programs stored
    /// after `lastWrite`, repeats unacknowledged invalidations for a while, and says which keys are left and
    /// how to clear them. `status`, or Stale in place of Good if any is left.
    Task<ExitStatus> settleWrites(ExitStatus status, std::optional<SteadyTime> lastWrite = {});

private:
    Backend &m_backend;
    Console &m_console;
    CommonOptions m_options;
};

} // namespace hrcache
