#include "app/ctl/ReadCommand.h"

#include "app/ctl/ProvenanceJson.h"
#include "app/ctl/Wording.h"
#include "hr/JsonCheck.h"

#include <QJsonDocument>

#include <algorithm>

namespace hrcache {

namespace {

QByteArray jsonOf(const QByteArray &member, const Sourced<HrDocument> &answer)
{
    const QByteArray source = QJsonDocument(provenanceJson(answer.from)).toJson(QJsonDocument::Compact);
    const QByteArray data = onOneLine(answer.data.jsonBytes());
    QByteArray json("{");
    if (member.isEmpty())
        json += data.mid(1, data.size() - 2);
    else
        json += '"' + member + "\":" + data;
    return json + ',' + source.mid(1) + '\n';
}

} // namespace

void ReadCommand::declare(QCommandLineParser &parser) const
{
    parser.addOption(
        {QStringLiteral("refresh"),
         QCoreApplication::translate("ReadCommand", "Read the database and replace the cached entry.")});
}

std::optional<QString> ReadCommand::accept(const QCommandLineParser &parser)
{
    m_refresh = parser.isSet(QStringLiteral("refresh"));
    return Command::accept(parser);
}

ReadOptions ReadCommand::readOptions() const
{
    ReadOptions options;
    options.mode = m_refresh ? ReadMode::Forced : ReadMode::CacheFirst;
    return options;
}

Task<ExitStatus> ReadCommand::run(CommandContext &context)
{
    auto subject = co_await context.subject();
    if (!subject)
        co_return context.fail(subject.error());
    auto query = co_await this->query(context, *subject);
    if (!query)
        co_return context.fail(query.error());
    auto answer = co_await context.backend().service().read(subject->user, std::move(*query), readOptions());
    if (!answer)
        co_return context.fail(answer.error());
    if (context.json())
        context.console().print(jsonOf(member(), *answer));
    else
        print(context, *answer);
    ExitStatus status = ExitStatus::Good;
    Subject whom = *subject;
    if (answer->data.isEmpty()) {
        auto saying = whenEmpty(context, std::move(whom));
        status = co_await saying;
    }
    co_return status;
}

Task<ExitStatus> ReadCommand::whenEmpty(CommandContext &context, Subject subject)
{
    auto warning = context.warnsOfNoAccess(std::move(subject));
    co_await warning;
    co_return ExitStatus::Good;
}

void ReadCommand::print(CommandContext &context, const Sourced<HrDocument> &answer) const
{
    const QString table = tableOf(answer.data);
    context.console().print(table + (table.isEmpty() ? QString() : QStringLiteral("\n")) +
                            summaryOf(answer.data) + u'\n' + sourceLine(answer.from, Clock::system().now()) +
                            u'\n');
}

bool isCode(const QString &text)
{
    return text.size() >= 2 && text.size() <= 3 && std::all_of(text.begin(), text.end(), [](QChar c) {
               return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
           });
}

} // namespace hrcache
