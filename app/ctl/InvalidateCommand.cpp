#include "app/ctl/InvalidateCommand.h"

#include "app/ctl/DisplayWidth.h"
#include "app/ctl/Wording.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <map>
#include <set>

namespace hrcache {

namespace {

constexpr size_t shownKeys = 20;
constexpr size_t keysAtOnce = 10'000;
constexpr const char *dataTypes[] = {"employees",       "employee", "contracts",
                                     "active_contract", "clusters", "references"};

QString typeList()
{
    QStringList names;
    for (const char *type : dataTypes)
        names << QLatin1String(type);
    return names.join(QStringLiteral(", "));
}

} // namespace

QString InvalidateCommand::summary() const
{
    return InvalidateCommand::tr("Deletes cached entries, so that the next read asks the database.");
}

QString InvalidateCommand::description() const
{
    return InvalidateCommand::tr(
        "Without KEY: all entries of one user in the company, or of every user with --all-users. With both:\n"
        "these entries of every user of the company, whatever USER the KEY names. Says first what it will\n"
        "delete, and asks; scripts give --yes. The whole key space of the server is walked, so that nothing\n"
        "is missed, unless --no-scan is given.");
}

QStringList InvalidateCommand::examples() const
{
    return {QStringLiteral("hrcachectl invalidate"),
            QStringLiteral("hrcachectl invalidate --all-users --type employees --yes"),
            QStringLiteral(
                "hrcachectl invalidate cache:uid_xyz123:11111111-1111-4111-8111-111111111111:hr:employees")};
}

void InvalidateCommand::declare(QCommandLineParser &parser) const
{
    KeyCommand::declare(parser);
    parser.addOption(
        {QStringLiteral("type"),
         InvalidateCommand::tr("Only entries of this type (%1); may be given several times.").arg(typeList()),
         InvalidateCommand::tr("TYPE")});
    parser.addOption({{QStringLiteral("y"), QStringLiteral("yes")}, InvalidateCommand::tr("Do not ask.")});
    parser.addPositionalArgument(QStringLiteral("KEY"), InvalidateCommand::tr("Exactly these keys."),
                                 QStringLiteral("[KEY...]"));
}

std::optional<QString> InvalidateCommand::accept(const QCommandLineParser &parser)
{
    if (auto wrong = acceptOptions(parser))
        return wrong;
    m_yes = parser.isSet(QStringLiteral("yes"));
    for (const QString &type : parser.values(QStringLiteral("type"))) {
        const QByteArray name = type.toUtf8();
        if (std::none_of(std::begin(dataTypes), std::end(dataTypes),
                         [&](const char *t) { return name == t; }))
            return InvalidateCommand::tr("There is no type \"%1\". There are: %2.").arg(type, typeList());
        m_types.push_back(name);
    }
    for (const QString &argument : parser.positionalArguments()) {
        const QByteArray key = argument.toUtf8();
        if (!CacheKey::parse(key))
            return InvalidateCommand::tr("\"%1\" is no key of the HR cache (cache:USER:COMPANY:hr:TYPE).")
                .arg(argument);
        m_keys.push_back(key);
    }
    if (!m_keys.empty() && !m_types.empty())
        return InvalidateCommand::tr("Give either keys or --type.");
    if (!m_keys.empty() && allUsers()) {
        const QByteArray company = CacheKey::parse(m_keys.front())->company;
        if (!CompanyId::parse(QString::fromUtf8(company), {}))
            return InvalidateCommand::tr("\"%1\" names no company.").arg(QString::fromUtf8(m_keys.front()));
        if (std::any_of(m_keys.begin(), m_keys.end(),
                        [&](const QByteArray &key) { return CacheKey::parse(key)->company != company; }))
            return InvalidateCommand::tr("With --all-users, give keys of one company.");
    }
    return std::nullopt;
}

bool InvalidateCommand::isWanted(const QByteArray &key) const
{
    const auto parsed = CacheKey::parse(key);
    return parsed &&
           (m_types.empty() || std::find(m_types.begin(), m_types.end(), parsed->dataType) != m_types.end());
}

Task<Result<InvalidateCommand::Plan>> InvalidateCommand::planScope(CommandContext &context)
{
    auto scope = co_await this->scope(context);
    if (!scope)
        co_return failure(std::move(scope.error()));
    Plan plan;
    plan.scope = *scope;
    CacheInventory &inventory = context.backend().inventory();
    auto candidates = co_await inventory.candidates(plan.scope);
    auto found = co_await inventory.collect(std::move(*scope), scanPolicy(ScanPolicy::Always));
    if (!found)
        co_return failure(std::move(found.error()));
    plan.basis = inventoryBasis(*found);
    for (CacheKeyInfo &info : found->entries) {
        if (isWanted(info.key))
            plan.entries.push_back(std::move(info));
    }
    if (candidates) {
        for (QByteArray &key : *candidates) {
            if (isWanted(key))
                plan.others.push_back(std::move(key));
        }
    }
    co_return plan;
}

Task<Result<InvalidateCommand::Plan>> InvalidateCommand::planKeys(CommandContext &context)
{
    Plan plan;
    auto keys = m_keys;
    auto infos = co_await context.backend().cacheStore().describe(std::move(keys));
    for (Result<CacheKeyInfo> &info : infos) {
        if (!info)
            co_return failure(std::move(info.error()));
        if (info->exists)
            plan.entries.push_back(std::move(*info));
    }
    plan.others = m_keys;
    for (const QByteArray &key : m_keys) {
        const auto parsed = CacheKey::parse(key);
        if (!parsed || parsed->dataType != "employees" || !parsed->subType.isEmpty())
            continue;
        const auto user = UserId::parse(QString::fromUtf8(parsed->user), {});
        const auto company = CompanyId::parse(QString::fromUtf8(parsed->company), {});
        if (!user || !company)
            continue;
        for (const HrQuery &query : HrQuery::everyPage(*company))
            plan.others.push_back(CacheKey::of(*user, query));
    }
    co_return plan;
}

Task<Result<InvalidateCommand::Plan>> InvalidateCommand::planKeysOfEverybody(CommandContext &context)
{
    const auto company = CompanyId::parse(QString::fromUtf8(CacheKey::parse(m_keys.front())->company), {})
                             .value_or(CompanyId());
    std::set<QByteArray> ends;
    for (const QByteArray &key : m_keys)
        ends.insert(CacheKey::parse(key)->end());
    CacheStore &store = context.backend().cacheStore();
    const bool scans = scanPolicy(ScanPolicy::Always) == ScanPolicy::Always;
    std::set<UserId> users;
    UnlistedHolders unlisted(store);
    auto listed = context.backend().hrStore().holders(company);
    auto noted = unlisted.of(company);
    const auto holders = co_await listed;
    const auto others = co_await noted;
    for (const auto &some : {holders, others}) {
        // Walking the keys finds them all the same.
        if (!some && !scans)
            co_return failure(some.error());
        if (some)
            users.insert(some->begin(), some->end());
    }
    Plan plan;
    for (const UserId &user : users) {
        for (const QByteArray &end : ends)
            plan.others.push_back(CacheKey::withEnd(user, company, end));
    }
    auto keys = plan.others;
    auto describing = store.describe(std::move(keys));
    const auto infos = co_await describing;
    std::set<QByteArray> known;
    for (const Result<CacheKeyInfo> &info : infos) {
        if (!info)
            co_return failure(info.error());
        if (info->exists && known.insert(info->key).second)
            plan.entries.push_back(*info);
    }
    CacheInventory walk(store, nullptr);
    KeyScope scope;
    scope.company = company;
    auto collecting = walk.collect(std::move(scope), scanPolicy(ScanPolicy::Always));
    const auto found = co_await collecting;
    if (!found)
        co_return failure(found.error());
    plan.basis = inventoryBasis(*found);
    for (const CacheKeyInfo &info : found->entries) {
        const auto key = CacheKey::parse(info.key);
        const bool isWanted =
            key && (ends.contains(key->end()) || (isPageKey(info.key) && ends.contains("employees")));
        if (isWanted && !known.contains(info.key))
            plan.entries.push_back(info);
    }
    if (ends.contains("employees")) {
        for (const UserId &user : users) {
            for (const HrQuery &query : HrQuery::everyPage(company))
                plan.others.push_back(CacheKey::of(user, query));
        }
    }
    co_return plan;
}

Task<QString> InvalidateCommand::planText(CommandContext &context, Plan plan)
{
    std::map<QByteArray, qint64> byUser;
    for (const CacheKeyInfo &info : plan.entries) {
        const auto key = CacheKey::parse(info.key);
        ++byUser[key ? key->user : QByteArray()];
    }
    QString text;
    const QString count = entriesText(static_cast<qint64>(plan.entries.size()));
    if (m_keys.empty()) {
        const QString whose = co_await scopeText(context, plan.scope);
        text = InvalidateCommand::tr("Will delete %1 of %2:").arg(count, whose);
    } else {
        text = InvalidateCommand::tr("Will delete %1:").arg(count);
    }
    for (size_t i = 0; i < std::min(plan.entries.size(), shownKeys); ++i)
        text += QStringLiteral("\n  ") + printable(QString::fromUtf8(plan.entries[i].key));
    if (plan.entries.size() > shownKeys)
        text +=
            u'\n' +
            InvalidateCommand::tr("  … and %1 more").arg(countText(qint64(plan.entries.size() - shownKeys)));
    if (byUser.size() > 1) {
        text += u'\n' + InvalidateCommand::tr("By user:");
        for (const auto &[user, keys] : byUser)
            text +=
                QStringLiteral("\n  %1  %2").arg(countText(keys), 6).arg(printable(QString::fromUtf8(user)));
    }
    if (!plan.basis.isEmpty())
        text += u'\n' + plan.basis;
    co_return text;
}

Task<ExitStatus> InvalidateCommand::run(CommandContext &context)
{
    Result<Plan> plan = tl::make_unexpected(Error{});
    if (m_keys.empty())
        plan = co_await planScope(context);
    else if (allUsers())
        plan = co_await planKeysOfEverybody(context);
    else
        plan = co_await planKeys(context);
    if (!plan)
        co_return context.fail(plan.error());
    if (!plan->entries.empty()) {
        if (!context.json() || !m_yes) {
            auto copy = *plan;
            const QString text = co_await planText(context, std::move(copy));
            context.console().remark(text);
        }
        if (!m_yes && !Console::inputIsTerminal()) {
            context.console().complain(
                InvalidateCommand::tr("Nothing was deleted. Give --yes to delete them without being asked."));
            co_return ExitStatus::Usage;
        }
        if (!m_yes && !context.console().confirm(InvalidateCommand::tr("Delete them?"))) {
            context.console().remark(InvalidateCommand::tr("Nothing was deleted."));
            co_return ExitStatus::Good;
        }
    }
    const ExitStatus status = co_await carryOut(context, std::move(*plan));
    co_return status;
}

Task<ExitStatus> InvalidateCommand::carryOut(CommandContext &context, Plan plan)
{
    // A key that was not listed may hold a lease: deleting that refuses the fill of somebody who read before.
    std::map<QByteArray, std::vector<QByteArray>> byCompany;
    std::vector<QByteArray> keys = std::move(plan.others);
    for (const CacheKeyInfo &info : plan.entries)
        keys.push_back(info.key);
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    for (QByteArray &key : keys) {
        const auto parsed = CacheKey::parse(key);
        byCompany[parsed ? parsed->company : QByteArray()].push_back(std::move(key));
    }
    qint64 deleted = 0;
    QString problem;
    for (auto &[name, all] : byCompany) {
        const auto company = CompanyId::parse(QString::fromUtf8(name), {}).value_or(CompanyId());
        auto these = std::make_shared<const std::vector<QByteArray>>(std::move(all));
        auto deleting = context.backend().cache().invalidateInParts(company, std::move(these), keysAtOnce);
        const auto receipt = co_await deleting;
        deleted += receipt.deleted;
        if (!receipt.acknowledged)
            problem = receipt.problem;
    }
    if (context.json()) {
        QJsonObject json{{QStringLiteral("deleted"), deleted}};
        if (!problem.isEmpty())
            json[QStringLiteral("problem")] = problem;
        context.console().print(QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n');
    } else if (problem.isEmpty()) {
        const QString remark = embeddedRemark(context.backend().configuration());
        const QString text = deleted == 0 ? InvalidateCommand::tr("There was nothing to delete.")
                                          : InvalidateCommand::tr("Deleted %1.").arg(entriesText(deleted));
        context.console().print(text + (remark.isEmpty() ? QString() : u'\n' + remark) + u'\n');
    }
    if (problem.isEmpty())
        co_return ExitStatus::Good;
    context.console().complain(problem);
    const ExitStatus status = co_await context.settleWrites(ExitStatus::Good);
    co_return status == ExitStatus::Stale ? ExitStatus::Failed : status;
}

} // namespace hrcache
