#include "app/SecretStore.h"

#include "app/Configuration.h"
#include "base/Completion.h"

#include <qt6keychain/keychain.h>

namespace hrcache {

namespace {

const QString service = QStringLiteral("hr-cache-monitor");

/// Runs a job, which deletes itself, at most for `patience`; its text if it reads one.
Task<Result<QString>> run(QKeychain::Job *job, QString key, std::chrono::milliseconds patience)
{
    auto completer = std::make_shared<Completer<Result<QString>>>();
    auto completion = completer->completion();
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
        const auto *read = qobject_cast<QKeychain::ReadPasswordJob *>(done);
        if (done->error() == QKeychain::NoError) {
            completer->finish(read ? read->textData() : QString());
        } else if (done->error() == QKeychain::EntryNotFound) {
            completer->finish(
                failure(ErrorCode::NotFound,
                        SecretStore::tr("The keychain holds no password under \"%1\".").arg(key)));
        } else {
            completer->finish(failure(ErrorCode::Storage,
                                      SecretStore::tr("The keychain cannot be used. Give the password in the "
                                                      "environment instead."),
                                      done->errorString()));
        }
    });
    timer.start(patience);
    job->start();
    Result<QString> secret = co_await std::move(completion);
    co_return secret;
}

} // namespace

Task<Result<QString>> SecretStore::read(QString key)
{
    return run(new QKeychain::ReadPasswordJob(service), std::move(key), m_patience);
}

Task<Result<void>> SecretStore::write(QString key, QString secret)
{
    auto *job = new QKeychain::WritePasswordJob(service);
    job->setTextData(secret);
    const auto done = co_await run(job, std::move(key), m_patience);
    if (!done)
        co_return failure(done.error());
    co_return Result<void>();
}

Task<Result<void>> SecretStore::remove(QString key)
{
    auto *job = new QKeychain::DeletePasswordJob(service);
    const auto done = co_await run(job, std::move(key), m_patience);
    if (!done && done.error().code != ErrorCode::NotFound)
        co_return failure(done.error());
    co_return Result<void>();
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
