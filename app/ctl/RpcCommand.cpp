#include "app/ctl/RpcCommand.h"

#include "app/ctl/InterruptWatcher.h"
#include "app/ctl/RpcStream.h"
#include "app/ctl/Wording.h"

#include <QJsonDocument>

namespace hrcache {

namespace {

const QString refreshOption = QStringLiteral("refresh");
const QString writeAnywayOption = QStringLiteral("write-anyway");

/// For whom, and where, calls are made that do not say it themselves.
struct CallDefaults
{
    QString user;
    QString company;

    explicit CallDefaults(CommandContext &context)
        : user(context.options().user)
        , company(context.options().company)
    {
        const Configuration &configuration = context.backend().configuration();
        if (user.isEmpty())
            user = configuration.user.toString();
        if (company.isEmpty())
            company = configuration.company.toString();
    }
};

/// Puts them where a call lacks them; a call that has the member as null is meant to have nobody.
void completeParams(const CallDefaults &defaults, const QString &method, QJsonObject &params)
{
    const auto put = [&](const char *member, const QString &value) {
        if (!value.isEmpty() && !params.contains(QLatin1String(member)))
            params.insert(QLatin1String(member), value);
    };
    if (method == u"HR.list_accessible_companies" || method == u"HR.get_account_context")
        put("firebase_uid", defaults.user);
    else
        put("firebase_user_id", defaults.user);
    put("company_id", defaults.company);
}

/// What a failed call's result says, and what can be done.
QString failureText(const QString &method, const QJsonObject &result)
{
    QString text = result.value(u"error").toString();
    if (const QString detail = result.value(u"error_detail").toString(); !detail.isEmpty())
        text += QStringLiteral("\n  ") + detail;
    const QString code = result.value(u"error_code").toString();
    if (code == errorCodeName(ErrorCode::CannotInvalidate))
        text += u'\n' + RpcCommand::tr("--write-anyway writes all the same.");
    else if (HrRpc::isWrite(method) && code != errorCodeName(ErrorCode::CommitUnknown)) {
        const QString sentence = RpcCommand::tr("Nothing was written.");
        // Many refusals say so themselves, some within a sentence.
        if (!text.contains(sentence.chopped(1), Qt::CaseInsensitive))
            text += u'\n' + sentence;
    }
    return text;
}

} // namespace

QString RpcCommand::summary() const
{
    return RpcCommand::tr("Makes a call of the HR service by name, or a stream of them.");
}

QString RpcCommand::description() const
{
    return RpcCommand::tr(
               "JSON is an object with the parameters; the result is printed as JSON on one line.\n"
               "With \"-\" it reads JSON-RPC 2.0 requests from standard input, one (or one batch) on a line, "
               "and\nanswers in order while they run concurrently. Methods:\n  ") +
           HrRpc::methods().join(QStringLiteral("\n  "));
}

QStringList RpcCommand::examples() const
{
    return {QStringLiteral("hrcachectl rpc HR.check_connection"),
            QStringLiteral("hrcachectl rpc HR.list_clusters '{\"country_code\": \"CH\"}'"),
            QStringLiteral("echo '{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"HR.list_clusters\"}' | "
                           "hrcachectl rpc -")};
}

void RpcCommand::declare(QCommandLineParser &parser) const
{
    parser.addOption(
        {refreshOption, RpcCommand::tr("Reads read the database and replace the cached entry.")});
    parser.addOption(
        {writeAnywayOption, RpcCommand::tr("Write even if the cache cannot be invalidated now.")});
    parser.addPositionalArgument(QStringLiteral("METHOD"),
                                 RpcCommand::tr("A method, or \"-\" for a stream."));
    parser.addPositionalArgument(QStringLiteral("JSON"), RpcCommand::tr("Parameters."),
                                 QStringLiteral("[JSON]"));
}

std::optional<QString> RpcCommand::accept(const QCommandLineParser &parser)
{
    const QStringList arguments = parser.positionalArguments();
    if (arguments.isEmpty())
        return RpcCommand::tr("Which method?");
    m_method = arguments.constFirst();
    m_stream = m_method == u"-";
    if (arguments.size() > (m_stream ? 1 : 2))
        return RpcCommand::tr(
                   "The argument \"%1\" is not expected. Put the parameters into one JSON object, in quotes.")
            .arg(arguments.last());
    if (arguments.size() == 2) {
        QJsonParseError error;
        const auto document = QJsonDocument::fromJson(arguments[1].toUtf8(), &error);
        if (!document.isObject()) {
            return document.isNull() ? RpcCommand::tr("The parameters are not valid JSON: %1 at byte %2.")
                                           .arg(error.errorString())
                                           .arg(error.offset)
                                     : RpcCommand::tr("The parameters must be a JSON object.");
        }
        m_params = document.object();
    }
    if (parser.isSet(refreshOption))
        m_readMode = ReadMode::Forced;
    m_writeOptions.evenIfNotInvalidated = parser.isSet(writeAnywayOption);
    return std::nullopt;
}

Task<ExitStatus> RpcCommand::run(CommandContext &context)
{
    HrRpc rpc(context.backend().service());
    if (m_stream) {
        const ExitStatus status = co_await runStream(context, rpc);
        co_return status;
    }
    const ExitStatus status = co_await runOne(context, rpc);
    co_return status;
}

Task<ExitStatus> RpcCommand::runOne(CommandContext &context, HrRpc &rpc)
{
    // Between COMMIT and the invalidation there is no good moment to be killed.
    const InterruptWatcher watcher;
    completeParams(CallDefaults(context), m_method, m_params);
    const RpcAnswer answer = co_await rpc.call(m_method, m_params, m_readMode, m_writeOptions);
    if (answer.invalid) {
        context.console().complain(*answer.invalid);
        if (answer.unknownMethod)
            context.console().remark(RpcCommand::tr("\"hrcachectl rpc --help\" lists the methods."));
        co_return ExitStatus::Usage;
    }
    context.console().print(answer.result + '\n');
    if (answer.from && context.options().verbose)
        context.console().remark(sourceLine(*answer.from, Clock::system().now()));
    ExitStatus status = ExitStatus::Good;
    if (answer.failed) {
        const auto result = QJsonDocument::fromJson(answer.result).object();
        context.console().complain(failureText(m_method, result));
        status = ExitStatus::Failed;
    }
    if (HrRpc::isWrite(m_method) && !answer.failed)
        status = co_await context.settleWrites(status, Clock::system().steady());
    co_return status;
}

Task<ExitStatus> RpcCommand::runStream(CommandContext &context, HrRpc &rpc)
{
    LineReader input(RpcStream::maximumLineBytes);
    OutputQueue output;
    InterruptWatcher watcher;
    QObject::connect(&watcher, &InterruptWatcher::interrupted, &output, [&input] { input.stop(); });
    RpcStream::Options options;
    options.readMode = m_readMode;
    options.writeOptions = m_writeOptions;
    const CallDefaults defaults(context);
    if (!defaults.user.isEmpty() || !defaults.company.isEmpty()) {
        options.complete = [defaults](const QString &method, QJsonObject &params) {
            completeParams(defaults, method, params);
        };
    }
    RpcStream stream(rpc, input, output, std::move(options));
    co_await stream.run();
    ExitStatus status = watcher.wasInterrupted() ? ExitStatus::Interrupted : ExitStatus::Good;
    if (const auto last = stream.lastWrite())
        status = co_await context.settleWrites(status, *last);
    if (output.hasFailed()) {
        context.console().complain(RpcCommand::tr("Standard output cannot be written."));
        status = ExitStatus::Failed;
    }
    co_return status;
}

} // namespace hrcache
