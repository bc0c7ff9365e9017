#include "app/ctl/CheckCommand.h"

#include "app/ctl/CheckReport.h"

#include <QJsonDocument>

namespace hrcache {

QString CheckCommand::summary() const
{
    return CheckCommand::tr("Checks both servers: version, latency, TLS, rights.");
}

QStringList CheckCommand::examples() const
{
    return {QStringLiteral("hrcachectl check"),
            QStringLiteral("hrcachectl check --profile production --json")};
}

Task<ExitStatus> CheckCommand::run(CommandContext &context)
{
    Backend &backend = context.backend();
    const Configuration &configuration = backend.configuration();
    // Both are under way at the same time.
    auto cacheTask = backend.cacheStore().check();
    auto storeTask = backend.hrStore().check();
    const Result<CacheStatus> cacheStatus = co_await cacheTask;
    const Result<StoreStatus> storeStatus = co_await storeTask;

    const QString redis = configuration.redis ? configuration.redis->endpoint() : QString();
    const QString database = configuration.database ? configuration.database->toString() : QString();
    const CheckReport cache = CheckReport::of(cacheStatus, redis);
    const CheckReport store = CheckReport::of(storeStatus, database);
    const bool good = cache.isGood() && store.isGood();
    if (context.json()) {
        const QJsonObject json{{QStringLiteral("ok"), good},
                               {QStringLiteral("cache"), cache.toJson()},
                               {QStringLiteral("database"), store.toJson()}};
        context.console().print(QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n');
    } else {
        QString text = cache.toText() + u'\n' + store.toText();
        if (configuration.isEmbedded())
            text += u'\n' +
                    (context.options().embedded
                         ? CheckCommand::tr("This is the built-in sample, as --embedded asks for.")
                         : CheckCommand::tr("No servers are configured, so this is the built-in sample.")) +
                    u'\n';
        context.console().print(text);
    }
    co_return good ? ExitStatus::Good : ExitStatus::Failed;
}

} // namespace hrcache
