#include "app/ctl/CommandLine.h"

#include <QCoreApplication>

#include <algorithm>

namespace hrcache {

namespace {

QString option(const char *name)
{
    return QLatin1String(name);
}

void declareCommon(QCommandLineParser &parser)
{
    parser.addOption(
        {option("user"), CommandLine::tr("For this user (firebase user id)."), CommandLine::tr("ID")});
    parser.addOption({option("company"), CommandLine::tr("In this company."), CommandLine::tr("ID")});
    parser.addOption(
        {option("embedded"), CommandLine::tr("Use the built-in sample database, whatever is configured.")});
    parser.addOption({option("profile"), CommandLine::tr("Use the servers of this settings file."),
                      CommandLine::tr("NAME")});
    parser.addOption({option("json"), CommandLine::tr("Print JSON for programs.")});
    parser.addOption(
        {{option("v"), option("verbose")}, CommandLine::tr("Log on standard error what happens.")});
    parser.addOption({option("log-file"), CommandLine::tr("Log into this file."), CommandLine::tr("PATH")});
    parser.addOption(
        {option("log-privacy"),
         CommandLine::tr("Whether the log names people: \"redacted\" (as files are by default) or \"full\"."),
         CommandLine::tr("LEVEL")});
    parser.addOption({option("version"), CommandLine::tr("Print the version.")});
    parser.addOption({{option("h"), option("help")}, CommandLine::tr("Print this help.")});
}

QString overview(const std::vector<std::unique_ptr<Command>> &commands)
{
    QString text = CommandLine::tr("Usage: hrcachectl [options] COMMAND [arguments]\n"
                                   "Reads and writes the HR data cache first, and looks into the cache.\n\n"
                                   "Commands:\n");
    qsizetype width = 0;
    for (const auto &command : commands)
        width = std::max(width, command->name().size());
    for (const auto &command : commands)
        text += QStringLiteral("  %1  %2\n")
                    .arg(command->name(), -static_cast<int>(width))
                    .arg(command->summary());
    text += CommandLine::tr(
        "\nWithout any configuration everything works on a built-in sample. Servers come from the\n"
        "environment (LISTENERS_REDIS_HOST, …, NEON_DATABASE_URL) or from --profile NAME.\n"
        "Exit status: 0 good, 1 the operation failed, 2 wrong usage, 3 done, but old copies may be left in "
        "the cache.\n"
        "\"hrcachectl COMMAND --help\" tells more about a command.\n");
    return text;
}

QString helpOf(const Command &command, const QCommandLineParser &parser, const QString &program)
{
    // Qt puts the program's whole path there, and knows no commands.
    QString text = parser.helpText();
    text.replace(program, QStringLiteral("hrcachectl ") + command.name());
    text += u'\n' + CommandLine::tr("Examples:") + u'\n';
    for (const QString &example : command.examples())
        text += QStringLiteral("  ") + example + u'\n';
    return text;
}

CommandLine refuse(const QString &text, const QString &command = {})
{
    CommandLine line;
    line.text = text + u'\n' +
                (command.isEmpty() ? CommandLine::tr("\"hrcachectl --help\" lists the commands.")
                                   : CommandLine::tr("\"hrcachectl %1 --help\" tells more.").arg(command));
    return line;
}

/// Some of Qt's messages end with a full stop, others do not.
QString sentence(const QString &message)
{
    return message.endsWith(u'.') ? message : message + u'.';
}

CommandLine show(const QString &text)
{
    CommandLine line;
    line.action = CommandLine::Action::Show;
    line.text = text;
    return line;
}

} // namespace

CommandLine CommandLine::parse(const QStringList &arguments)
{
    auto commands = allCommands();
    QCommandLineParser first;
    declareCommon(first);
    first.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    const bool parsed = first.parse(arguments);
    if (parsed && first.isSet(option("version")))
        return show(QStringLiteral("hrcachectl " HRCACHE_VERSION "\n"));
    QStringList rest = first.positionalArguments();
    if (!parsed)
        return refuse(sentence(first.errorText()));
    if (rest.isEmpty())
        return first.isSet(option("help")) ? show(overview(commands))
                                           : refuse(CommandLine::tr("Which command?"));

    QString name = rest.takeFirst();
    if (name == u"help" && !rest.isEmpty()) {
        name = rest.takeFirst();
        rest = QStringList{QStringLiteral("--help")};
    } else if (name == u"help") {
        return show(overview(commands));
    }
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&](const auto &command) { return command->name() == name; });
    if (found == commands.end())
        return refuse(CommandLine::tr("There is no command \"%1\".").arg(name));

    CommandLine line;
    line.command = std::move(*found);
    QCommandLineParser parser;
    const QString more = line.command->description();
    parser.setApplicationDescription(line.command->summary() + (more.isEmpty() ? QString() : u'\n' + more));
    line.command->declare(parser);
    declareCommon(parser);
    // What stands before the command is parsed once more with what stands behind it. The command's name is
    // left out then, so that its arguments are counted from 0.
    const qsizetype before = arguments.size() - first.positionalArguments().size();
    const bool good = parser.parse(arguments.mid(0, before) + rest);
    if (parser.isSet(option("help")))
        return show(helpOf(*line.command, parser, QCoreApplication::arguments().constFirst()));
    if (parser.isSet(option("version")))
        return show(QStringLiteral("hrcachectl " HRCACHE_VERSION "\n"));
    if (!good)
        return refuse(sentence(parser.errorText()), name);

    CommonOptions &options = line.options;
    options.user = parser.value(option("user"));
    options.company = parser.value(option("company"));
    options.profile = parser.value(option("profile"));
    options.logFile = parser.value(option("log-file"));
    options.embedded = parser.isSet(option("embedded"));
    options.json = parser.isSet(option("json"));
    options.verbose = parser.isSet(option("verbose"));
    // Else an unset variable of a script, as in --user "$U", would stand for whoever is configured.
    for (const char *given : {"user", "company", "profile", "log-file"}) {
        if (parser.isSet(option(given)) && parser.value(option(given)).isEmpty())
            return refuse(CommandLine::tr("--%1 needs a value; it is empty.").arg(option(given)),
                          line.command->name());
    }
    if (parser.isSet(option("log-privacy"))) {
        const QString level = parser.value(option("log-privacy"));
        if (level != u"full" && level != u"redacted")
            return refuse(CommandLine::tr("--log-privacy is \"redacted\" or \"full\"."), name);
        options.logPrivacy = level == u"full" ? LogPrivacy::Full : LogPrivacy::Redacted;
    }
    if (options.embedded && !options.profile.isEmpty())
        return refuse(CommandLine::tr("--embedded and --profile exclude each other."), name);
    if (const auto wrong = line.command->accept(parser))
        return refuse(*wrong, name);
    line.action = Action::Run;
    return line;
}

} // namespace hrcache
