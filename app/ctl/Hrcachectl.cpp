#include "app/ctl/Hrcachectl.h"

#include "app/LogSink.h"
#include "app/Pause.h"
#include "app/ProcessSetup.h"
#include "app/SecretStore.h"
#include "app/ctl/CommandContext.h"

#include <QCoreApplication>

namespace hrcache {

namespace {

constexpr std::chrono::seconds drainBound{5};
/// A foreign program that read an old row just before a write stores it within this time.
constexpr std::chrono::milliseconds secondDelete{500};

Result<std::unique_ptr<LogSink>> openLog(const CommonOptions &options)
{
    LogSink::Options log;
    log.verbose = options.verbose;
    log.file = options.logFile;
    if (options.logPrivacy)
        log.filePrivacy = log.consolePrivacy = *options.logPrivacy;
    return LogSink::open(log);
}

/// An answer that nobody got is no good answer.
ExitStatus statusAfterPrinting(ExitStatus status, Console &console)
{
    if (!console.outputFailed())
        return status;
    if (!console.outputClosed())
        console.complain(QCoreApplication::translate(
            "Hrcachectl", "Standard output cannot be written; part of the answer is missing."));
    return status == ExitStatus::Good ? ExitStatus::Failed : status;
}

} // namespace

int Hrcachectl::main(int argc, char **argv)
{
    // Before there is an application, which has remarks of its own.
    auto early = LogSink::open({});
    QCoreApplication application(argc, argv);
    nameApplication();
    early->reset();

    CommandLine line = CommandLine::parse(QCoreApplication::arguments());
    Console console;
    if (line.action == CommandLine::Action::Show) {
        console.print(line.text);
        return static_cast<int>(statusAfterPrinting(ExitStatus::Good, console));
    }
    if (line.action == CommandLine::Action::Refuse) {
        console.complain(line.text);
        return static_cast<int>(ExitStatus::Usage);
    }
    const auto log = openLog(line.options);
    if (!log) {
        console.complain(log.error());
        return static_cast<int>(ExitStatus::Failed);
    }
    (*log)->hide(line.options.user);
    (*log)->hide(qEnvironmentVariable("HRCACHE_USER"));

    Hrcachectl program(std::move(line));
    QMetaObject::invokeMethod(
        &application, [&program] { program.runAndQuit(); }, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

Task<> Hrcachectl::runAndQuit()
{
    const ExitStatus status = co_await run();
    QCoreApplication::exit(static_cast<int>(statusAfterPrinting(status, m_console)));
}

Task<ExitStatus> Hrcachectl::run()
{
    const CommonOptions &options = m_line.options;
    ConfigurationRequest request;
    request.embedded = options.embedded;
    request.profile = options.profile;
    request.environment = QProcessEnvironment::systemEnvironment();
    auto loaded = Configuration::load(request);
    if (!loaded) {
        m_console.complain(loaded.error());
        co_return ExitStatus::Usage;
    }
    SecretStore secrets;
    auto configuration = co_await secrets.complete(std::move(*loaded));
    if (!configuration) {
        m_console.complain(configuration.error());
        co_return ExitStatus::Failed;
    }
    if (configuration->redis && !m_line.command->hasFallback())
        configuration->redis->readTimeout = configuration->redis->commandTimeout;
    CacheSettings settings;
    settings.secondDelete = secondDelete;
    const Backend::Wrapping wrapping = m_line.command->wrapping();
    Backend backend(std::move(*configuration), settings, wrapping);
    backend.prepare(m_line.command->servers());
    CommandContext context(backend, m_console, options);
    const ExitStatus status = co_await m_line.command->run(context);
    // The answer is out; what goes into the cache is still on its way.
    const bool drained = co_await backend.drain(drainBound);
    if (!drained && options.verbose)
        m_console.remark(
            QCoreApplication::translate("Hrcachectl", "Some answers were not stored in the cache."));
    // This may run inside of a callback of a connection that is to be destroyed now.
    co_await pauseFor(std::chrono::milliseconds(0));
    co_return status;
}

} // namespace hrcache
