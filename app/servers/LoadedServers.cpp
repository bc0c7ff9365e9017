#include "app/servers/ServerModule.h"

#include <QCoreApplication>
#include <QFile>
#include <QLibrary>

namespace hrcache {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ServerModule)
};

/// Whether another program lies now where this one was started from: its library is not ours.
bool isReplaced()
{
#ifdef Q_OS_LINUX
    return QFile::symLinkTarget(QStringLiteral("/proc/self/exe")).endsWith(QLatin1String(" (deleted)"));
#else
    return false;
#endif
}

Result<const ServerModule *> replaced(const QString &detail)
{
    return failure(ErrorCode::Storage,
                   Text::tr("The program was updated while it ran. Start it again to connect to servers."),
                   detail);
}

Result<const ServerModule *> load()
{
    if (isReplaced())
        return replaced({});
    QLibrary library(QCoreApplication::applicationDirPath() + QStringLiteral("/" HRCACHE_SERVER_MODULE));
    // What is missing is known at once, not in the middle of a request; what runs is never taken away.
    library.setLoadHints(QLibrary::ResolveAllSymbolsHint | QLibrary::PreventUnloadHint);
    const auto entry = reinterpret_cast<ServerModule::Entry>(library.resolve(ServerModule::entryName));
    if (!entry) {
        return failure(ErrorCode::Storage,
                       Text::tr("The part of the program that talks to servers cannot be loaded: %1. Install "
                                "the program again.")
                           .arg(library.fileName()),
                       library.errorString());
    }
    const ServerModule *module = entry(HRCACHE_VERSION);
    if (!module)
        return replaced(library.fileName());
    return module;
}

} // namespace

Result<const ServerModule *> ServerModule::get()
{
    static const Result<const ServerModule *> module = load();
    return module;
}

Result<const ServerClients *> ServerClients::get()
{
    const auto module = ServerModule::get();
    if (!module)
        return failure(module.error());
    return &(*module)->clients;
}

} // namespace hrcache
