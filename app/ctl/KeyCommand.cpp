#include "app/ctl/KeyCommand.h"

#include "app/ctl/DisplayWidth.h"
#include "app/ctl/Wording.h"

namespace hrcache {

namespace {

const QString allUsersOption = QStringLiteral("all-users");
const QString scanOption = QStringLiteral("scan");
const QString noScanOption = QStringLiteral("no-scan");

} // namespace

void KeyCommand::declare(QCommandLineParser &parser) const
{
    parser.addOption({allUsersOption, KeyCommand::tr("The keys of every user of the company.")});
    parser.addOption({scanOption, KeyCommand::tr("Walk all keys of the server, however many there are.")});
    parser.addOption({noScanOption, KeyCommand::tr("Never walk them: only keys that follow from the rows.")});
}

std::optional<QString> KeyCommand::acceptOptions(const QCommandLineParser &parser)
{
    m_allUsers = parser.isSet(allUsersOption);
    if (m_allUsers && parser.isSet(QStringLiteral("user")))
        return KeyCommand::tr("--all-users and --user exclude each other.");
    if (parser.isSet(scanOption) && parser.isSet(noScanOption))
        return KeyCommand::tr("--scan and --no-scan exclude each other.");
    if (parser.isSet(scanOption))
        m_policy = ScanPolicy::Always;
    if (parser.isSet(noScanOption))
        m_policy = ScanPolicy::Never;
    return std::nullopt;
}

std::optional<QString> KeyCommand::accept(const QCommandLineParser &parser)
{
    if (auto wrong = acceptOptions(parser))
        return wrong;
    return Command::accept(parser);
}

Task<Result<KeyScope>> KeyCommand::scope(CommandContext &context)
{
    const auto subject = co_await context.subject();
    if (!subject) {
        Error error = subject.error();
        if (error.code == ErrorCode::NotConfigured)
            error.message += u' ' + KeyCommand::tr("Or give --company ID: Redis alone is enough then.");
        co_return failure(std::move(error));
    }
    KeyScope scope;
    scope.company = subject->company;
    if (m_allUsers)
        co_return scope;
    if (subject->user.isEmpty()) {
        co_return failure(ErrorCode::InvalidArgument,
                          KeyCommand::tr("Whose keys? Give --user ID or --all-users, or set HRCACHE_USER."));
    }
    scope.users.push_back(subject->user);
    co_return scope;
}

Task<QString> KeyCommand::scopeText(CommandContext &context, KeyScope scope)
{
    const auto user = context.user();
    const UserId asking = scope.users.empty() ? user.value_or(UserId()) : scope.users.front();
    const QString company = co_await context.companyName(asking, scope.company);
    if (scope.users.empty())
        co_return KeyCommand::tr("every user of %1").arg(company);
    co_return KeyCommand::tr("the user %1 in %2").arg(printable(scope.users.front().toString()), company);
}

QString inventoryBasis(const KeyInventory &inventory)
{
    if (!inventory.scanned)
        return inventory.note;
    const QString all = countText(inventory.keysInServer);
    QString text =
        inventory.fromRows == 0
            ? KeyCommand::tr("Found by walking all %1 keys of the server.").arg(all)
            : KeyCommand::tr("%1 follow from the rows of the database, %2 more were found by walking all %3 "
                             "keys of the server.")
                  .arg(countText(inventory.fromRows), countText(inventory.fromScan), all);
    if (!inventory.note.isEmpty())
        text += u'\n' + inventory.note;
    return text;
}

QString embeddedRemark(const Configuration &configuration)
{
    if (!configuration.isEmbedded())
        return {};
    return KeyCommand::tr(
        "The built-in cache lives and ends with one run of a program, so it is empty at its start.");
}

} // namespace hrcache
