#include "app/ctl/CommandContext.h"

#include "app/Pause.h"
#include "app/ctl/Columns.h"
#include "app/ctl/DisplayWidth.h"
#include "app/ctl/Leftovers.h"
#include "sqlite/SampleData.h"

#include <QCoreApplication>

namespace hrcache {

namespace {

constexpr std::chrono::seconds settleBound{5};
constexpr std::chrono::milliseconds lookMargin{20};

QString choices(const HrDocument &companies)
{
    const Columns columns(HrQuery::Kind::AccessibleCompanies);
    QString text;
    for (size_t i = 0; i < companies.table().size(); ++i) {
        const RowView row = companies.table().row(i);
        text += QStringLiteral("\n  %1  %2")
                    .arg(columns.text(row, "company_id"), printable(columns.text(row, "name")));
    }
    return text;
}

} // namespace

CommandContext::CommandContext(Backend &backend, Console &console, CommonOptions options)
    : m_backend(backend)
    , m_console(console)
    , m_options(std::move(options))
{
}

Result<UserId> CommandContext::user() const
{
    const Configuration &configuration = m_backend.configuration();
    if (!m_options.user.isEmpty())
        return UserId::parse(m_options.user, QStringLiteral("--user"));
    if (!configuration.user.isEmpty() || !configuration.isEmbedded())
        return configuration.user;
    return UserId::parse(QString::fromLatin1(sample::adminUser), {});
}

Task<Result<Subject>> CommandContext::subject()
{
    const Configuration &configuration = m_backend.configuration();
    Subject subject;
    auto whom = user();
    if (!whom)
        co_return failure(std::move(whom.error()));
    subject.user = std::move(*whom);
    if (!m_options.company.isEmpty() || !configuration.company.isEmpty()) {
        auto company = m_options.company.isEmpty()
                           ? Result<CompanyId>(configuration.company)
                           : CompanyId::parse(m_options.company, QStringLiteral("--company"));
        if (!company)
            co_return failure(std::move(company.error()));
        subject.company = std::move(*company);
        co_return subject;
    }
    if (configuration.isEmbedded() && subject.user.toString() == QLatin1String(sample::adminUser)) {
        subject.company =
            CompanyId::parse(QString::fromLatin1(sample::smallCompany), {}).value_or(CompanyId());
        co_return subject;
    }
    if (subject.user.isEmpty()) {
        co_return failure(
            ErrorCode::InvalidArgument,
            CommandContext::tr("Whose data? Give --user ID (the firebase user id) or --company ID, or set "
                               "HRCACHE_USER or HRCACHE_COMPANY."));
    }
    auto query = HrQuery::accessibleCompanies(subject.user);
    auto companies = co_await m_backend.service().read(subject.user, std::move(query));
    if (!companies)
        co_return failure(companies.error());
    const HrDocument &found = companies->data;
    if (found.itemCount() == 0) {
        co_return failure(ErrorCode::NotFound,
                          CommandContext::tr("The user %1 has access to no company. Check --user.")
                              .arg(printable(subject.user.toString())));
    }
    if (found.itemCount() > 1) {
        co_return failure(
            ErrorCode::InvalidArgument,
            CommandContext::tr("The user has access to several companies. Give one of them with --company "
                               "or HRCACHE_COMPANY:") +
                choices(found));
    }
    const Columns columns(HrQuery::Kind::AccessibleCompanies);
    const RowView row = found.table().row(0);
    auto company = CompanyId::parse(columns.text(row, "company_id"), QStringLiteral("company_id"));
    if (!company)
        co_return failure(std::move(company.error()));
    subject.company = std::move(*company);
    subject.companyName = columns.text(row, "name");
    co_return subject;
}

Task<QString> CommandContext::companyName(UserId user, CompanyId company)
{
    if (user.isEmpty() || !m_backend.hasDatabase())
        co_return company.toString();
    auto query = HrQuery::accessibleCompanies(user);
    const auto companies = co_await m_backend.service().read(user, std::move(query));
    if (companies) {
        const Columns columns(HrQuery::Kind::AccessibleCompanies);
        for (size_t i = 0; i < companies->data.table().size(); ++i) {
            const RowView row = companies->data.table().row(i);
            if (columns.text(row, "company_id") == company.toString())
                co_return printable(columns.text(row, "name"));
        }
    }
    co_return company.toString();
}

Task<bool> CommandContext::warnsOfNoAccess(Subject subject)
{
    if (subject.user.isEmpty() || !m_backend.hasDatabase())
        co_return false;
    auto query = HrQuery::accountContext(subject.user, subject.company);
    const auto access = co_await m_backend.service().read(subject.user, std::move(query));
    if (!access || !access->data.isEmpty())
        co_return false;
    m_console.remark(CommandContext::tr("Note: %1 has no access to a company with the id %2. Check --user "
                                        "and --company.")
                         .arg(printable(subject.user.toString()), subject.company.toString()));
    co_return true;
}

ExitStatus CommandContext::fail(const Error &error)
{
    m_console.complain(error);
    const bool usage = error.code == ErrorCode::InvalidArgument || error.code == ErrorCode::NotConfigured;
    return usage ? ExitStatus::Usage : ExitStatus::Failed;
}

Task<ExitStatus> CommandContext::settleWrites(ExitStatus status, std::optional<SteadyTime> lastWrite)
{
    const auto look = m_backend.cache().settings().secondDelete;
    if (lastWrite && look.count() > 0) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*lastWrite + look + lookMargin -
                                                                       Clock::system().steady());
        if (left.count() > 0)
            co_await pauseFor(left);
    }
    auto pending = co_await m_backend.settleInvalidations(settleBound);
    Leftovers left(std::move(pending));
    const bool denied = m_backend.cache().retry().isDenied();
    if (denied) {
        auto looking = left.dropAbsent(m_backend.cacheStore());
        co_await looking;
    }
    if (left.isEmpty())
        co_return status;
    m_console.complain(left.text(denied));
    co_return status == ExitStatus::Good ? ExitStatus::Stale : status;
}

} // namespace hrcache
