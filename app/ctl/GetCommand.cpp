#include "app/ctl/GetCommand.h"

#include "app/ctl/DisplayWidth.h"
#include "app/ctl/EntryView.h"
#include "app/ctl/KeyCommand.h"

namespace hrcache {

QString GetCommand::summary() const
{
    return GetCommand::tr("Shows one entry as it stands in the cache.");
}

QStringList GetCommand::examples() const
{
    return {
        QStringLiteral("hrcachectl get cache:uid_xyz123:11111111-1111-4111-8111-111111111111:hr:employees")};
}

void GetCommand::declare(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(QStringLiteral("KEY"),
                                 GetCommand::tr("The key; \"hrcachectl keys\" lists them."));
}

std::optional<QString> GetCommand::accept(const QCommandLineParser &parser)
{
    const QStringList arguments = parser.positionalArguments();
    if (arguments.size() != 1)
        return GetCommand::tr("Give one key. \"hrcachectl keys\" lists them.");
    m_key = arguments.constFirst().toUtf8();
    return std::nullopt;
}

Task<ExitStatus> GetCommand::run(CommandContext &context)
{
    std::vector<QByteArray> keys{m_key};
    const auto values = co_await context.backend().cacheStore().get(std::move(keys));
    const Result<CacheValue> &found = values.front();
    if (!found)
        co_return context.fail(found.error());
    if (!found->value) {
        const QString remark = embeddedRemark(context.backend().configuration());
        context.console().complain(
            GetCommand::tr("There is no key %1: it was never stored, has expired or was invalidated.")
                .arg(printable(QString::fromUtf8(m_key))) +
            (remark.isEmpty() ? QString() : u'\n' + remark));
        co_return ExitStatus::Failed;
    }
    const EntryView view(m_key, *found);
    if (context.json())
        context.console().print(view.toJson());
    else
        context.console().print(view.toText());
    co_return ExitStatus::Good;
}

} // namespace hrcache
