#include "app/SecretStore.h"

#include "app/Configuration.h"
#include "base/Completion.h"

#include <qt6keychain/keychain.h>

namespace hrcache {

Task<Result<QString>> SecretStore::read(QString key)
{
    auto completer = std::make_shared<Completer<Result<QString>>>();
    auto completion = completer->completion();
    auto *job = new QKeychain::ReadPasswordJob(QStringLiteral("hr-cache-monitor")); // deletes itself
    job->setKey(key);
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &timer, [completer] {
        completer->finish(
            failure(ErrorCode::Timeout,
                    SecretStore::tr("The keychain did not answer. Unlock it, or give the password in the "
                                    "environment.")));
    });
    QObject::connect(job, &QKeychain::Job::finished, &timer, [completer, key](QKeychain::Job *done) {
        const auto *read = static_cast<QKeychain::ReadPasswordJob *>(done);
        if (read->error() == QKeychain::NoError) {
            completer->finish(read->textData());
        } else if (read->error() == QKeychain::EntryNotFound) {
            completer->finish(
                failure(ErrorCode::NotFound,
                        SecretStore::tr("The keychain holds no password under \"%1\".").arg(key)));
        } else {
            completer->finish(failure(ErrorCode::Storage,
                                      SecretStore::tr("The keychain cannot be used. Give the password in the "
                                                      "environment instead."),
                                      read->errorString()));
        }
    });
    timer.start(m_patience);
    job->start();
    Result<QString> secret = co_await std::move(completion);
    co_return secret;
}

Task<Result<Configuration>> SecretStore::complete(Configuration configuration)
{
    if (configuration.redis && configuration.redisPasswordInKeychain) {
        auto secret = co_await read(configuration.profile + QStringLiteral("/redis"));
        if (!secret)
            co_return failure(std::move(secret.error()));
        configuration.redis->password = std::move(*secret);
    }
    if (configuration.database && configuration.databasePasswordInKeychain) {
        const auto secret = co_await read(configuration.profile + QStringLiteral("/postgresql"));
        if (!secret)
            co_return failure(secret.error());
        if (auto set = configuration.setDatabasePassword(*secret); !set)
            co_return failure(std::move(set.error()));
    }
    co_return configuration;
}

} // namespace hrcache
