#include "app/gui/MonitorProgram.h"

#include "app/LogSink.h"
#include "app/ProcessSetup.h"
#include "app/gui/EarlyBus.h"
#include "app/gui/EarlyFonts.h"
#include "app/gui/Monitor.h"
#include "app/gui/Screenshots.h"
#include "app/gui/SessionBus.h"
#include "ui/base/ControlStyle.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QMessageBox>

#include <cstdio>

namespace hrcache {

namespace {

constexpr int failed = 1;
constexpr int usage = 2;
/// A bus on a machine that is busy starting a session may take its time.
constexpr std::chrono::milliseconds busPatience{1000};

void print(FILE *where, const QString &text)
{
    std::fputs((text.endsWith(u'\n') ? text : text + u'\n').toLocal8Bit().constData(), where);
}

/// Asked for on the command line, however Qt's own arguments stand between.
bool hasArgument(int argc, char **argv, std::initializer_list<QByteArrayView> names)
{
    for (int i = 1; i < argc; ++i) {
        for (const QByteArrayView name : names) {
            const QByteArrayView argument(argv[i]);
            if (argument == name || (argument.startsWith(name) && argument[name.size()] == '='))
                return true;
        }
    }
    return false;
}

/// Qt's own; the display it names is looked for by Qt.
bool hasPlatformArgument(int argc, char **argv)
{
    return hasArgument(argc, argv, {"-platform", "--platform", "-display", "--display"});
}

int showWithoutDisplay(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    nameApplication();
    const auto arguments = MonitorArguments::parse(QCoreApplication::arguments().mid(1));
    print(arguments.action == MonitorArguments::Action::Refuse ? stderr : stdout, arguments.text);
    return arguments.action == MonitorArguments::Action::Refuse ? usage : 0;
}

/// Why no window can be opened, in words; empty: one can be tried.
QString whyNoDisplay()
{
#if defined(Q_OS_LINUX)
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM"}) {
        if (!qEnvironmentVariableIsEmpty(name))
            return {};
    }
    return MonitorProgram::tr(
        "There is no display to open the window on: neither DISPLAY nor WAYLAND_DISPLAY is "
        "set. Over ssh, log in with \"ssh -X\", or use hrcachectl, which needs none.");
#else
    return {};
#endif
}

int openWindow(const MonitorArguments &arguments, EarlyFonts &fonts)
{
    Monitor::Options options;
    options.beforeWindow = [&fonts] { fonts.wait(); };
    options.session.environment = QProcessEnvironment::systemEnvironment();
    if (arguments.embedded)
        options.choice = ConnectionChoice{};
    else if (!arguments.profile.isEmpty())
        options.choice = ConnectionChoice{ConnectionChoice::Kind::Profile, arguments.profile};
    Monitor monitor(std::move(options));
    if (auto opened = monitor.open(); !opened) {
        print(stderr, opened.error().message);
        QMessageBox::critical(nullptr, MonitorProgram::tr("HR Cache Monitor"), opened.error().message);
        return usage;
    }
    const int status = QApplication::exec();
    monitor.finish();
    return status;
}

} // namespace

MonitorArguments MonitorArguments::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(MonitorArguments::tr(
        "Shows employees and contracts, where they came from and how old they are.\n\n"
        "Without options it works on the servers that the environment names (LISTENERS_REDIS_HOST, "
        "NEON_DATABASE_URL, …), else on the connection that was chosen in the window last, else on sample "
        "data."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    const QCommandLineOption embedded(QStringLiteral("embedded"),
                                      MonitorArguments::tr("Sample data, without any server."));
    const QCommandLineOption profile(QStringLiteral("profile"),
                                     MonitorArguments::tr("The connection of that name."),
                                     MonitorArguments::tr("name"));
    const QCommandLineOption screenshot(
        QStringLiteral("screenshot"),
        MonitorArguments::tr("Writes pictures of every page, light and dark, on sample data, and ends."),
        MonitorArguments::tr("folder"));
    parser.addOptions({embedded, profile, screenshot});
    MonitorArguments result;
    const auto refuse = [&](const QString &why) {
        result.action = Action::Refuse;
        result.text = MonitorArguments::tr("%1\nTry: hrcache-monitor --help").arg(why);
        return result;
    };
    if (!parser.parse(QStringList{QStringLiteral("hrcache-monitor")} + arguments))
        return refuse(parser.errorText());
    if (parser.isSet(version) || parser.isSet(help)) {
        result.action = Action::Show;
        result.text =
            parser.isSet(version) ? QStringLiteral("hr-cache-monitor " HRCACHE_VERSION) : parser.helpText();
        return result;
    }
    if (!parser.positionalArguments().isEmpty())
        return refuse(
            MonitorArguments::tr("\"%1\" is not expected.").arg(parser.positionalArguments().first()));
    result.embedded = parser.isSet(embedded);
    result.profile = parser.value(profile);
    if (parser.isSet(profile) && result.profile.isEmpty())
        return refuse(MonitorArguments::tr("--profile needs the name of a connection."));
    if (result.embedded && parser.isSet(profile))
        return refuse(MonitorArguments::tr("--embedded and --profile exclude each other."));
    if (parser.isSet(screenshot)) {
        result.action = Action::Screenshots;
        result.folder = parser.value(screenshot);
    }
    return result;
}

int MonitorProgram::main(int argc, char **argv)
{
    if (hasArgument(argc, argv, {"--version", "-v", "--help", "-h", "--help-all"}))
        return showWithoutDisplay(argc, argv);
    // Pictures need no display; where there is one, the fonts and the scale of the pictures stay the same.
    if (hasArgument(argc, argv, {"--screenshot"}) && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    // Qt would end the process itself.
    if (const QString why = hasPlatformArgument(argc, argv) ? QString() : whyNoDisplay(); !why.isEmpty()) {
        QCoreApplication application(argc, argv);
        nameApplication();
        const auto arguments = MonitorArguments::parse(QCoreApplication::arguments().mid(1));
        const bool refused = arguments.action == MonitorArguments::Action::Refuse;
        print(stderr, refused ? arguments.text : QStringLiteral("hrcache-monitor: ") + why);
        return refused ? usage : failed;
    }
    if (!leaveSilentSessionBus(busPatience)) {
        print(stderr,
              MonitorProgram::tr("The session bus does not answer. Screen readers, the keychain and the "
                                 "colours of the desktop cannot be reached without it."));
    }
    EarlyFonts fonts;
    // Before the application, which would load the style of the desktop otherwise.
    QApplication::setStyle(new ControlStyle);
    QApplication application(argc, argv);
    nameApplication();
    QGuiApplication::setApplicationDisplayName(MonitorProgram::tr("HR Cache Monitor"));
    QGuiApplication::setDesktopFileName(QStringLiteral("hr-cache-monitor"));
    LogSink::Options logOptions;
    // What Qt says about a display that is none is nobody's concern.
    logOptions.windowed = !hasArgument(argc, argv, {"--screenshot"});
    const EarlyBus bus;
    const auto log = LogSink::open(logOptions);

    const auto arguments = MonitorArguments::parse(QCoreApplication::arguments().mid(1));
    switch (arguments.action) {
    case MonitorArguments::Action::Open:
        return openWindow(arguments, fonts);
    case MonitorArguments::Action::Screenshots: {
        const auto written = Screenshots::writeAll(arguments.folder);
        if (written)
            return 0;
        print(stderr, written.error().message);
        return failed;
    }
    case MonitorArguments::Action::Show:
        print(stdout, arguments.text);
        return 0;
    case MonitorArguments::Action::Refuse:
        break;
    }
    print(stderr, arguments.text);
    return usage;
}

} // namespace hrcache
