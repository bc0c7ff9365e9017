#include "app/gui/ProfileBook.h"

#include "app/SecretStore.h"
#include "app/gui/BackendSession.h"
#include "app/gui/ConnectionTester.h"
#include "app/servers/ServerClients.h"
#include "base/Completion.h"

#include <QPointer>
#include <QUrl>

namespace hrcache {

namespace {

QString secretKey(const QString &name, ConnectionTestStep::Server server)
{
    return name + (server == ConnectionTestStep::Server::Cache ? QStringLiteral("/redis")
                                                               : QStringLiteral("/postgresql"));
}

constexpr ConnectionTestStep::Server bothServers[] = {ConnectionTestStep::Server::Cache,
                                                      ConnectionTestStep::Server::Database};

/// Hands the value on.
template<typename T>
Task<> finishWith(Task<Result<T>> work, std::shared_ptr<Completer<Result<T>>> completer)
{
    Result<T> result = co_await work;
    completer->finish(std::move(result));
}

} // namespace

ProfileBook::ProfileBook(BackendSession &session, QObject *parent)
    : ConnectionBook(parent)
    , m_session(session)
    , m_store(session.options().profileFolder, session.options().environment)
{
    connect(&session, &Session::replaced, this, &ConnectionBook::changed);
}

bool ProfileBook::hasEnvironment() const
{
    return m_session.hasEnvironment();
}

ConnectionChoice ProfileBook::current() const
{
    return m_session.choice();
}

Result<ConnectionProfile> ProfileBook::read(const ConnectionChoice &choice) const
{
    return m_store.read(choice.profile);
}

QHash<QString, QString> ProfileBook::environmentVariables() const
{
    return m_store.environmentVariables();
}

SecretPlace ProfileBook::secretPlace(const ConnectionChoice &choice, Server server) const
{
    const char *field =
        server == Server::Cache ? connectionfield::redisPassword : connectionfield::databasePassword;
    if (environmentVariables().contains(QLatin1String(field)))
        return SecretPlace::Environment;
    if (m_session.sessionSecrets().contains(secretKey(choice.profile, server)))
        return SecretPlace::Session;
    return m_store.isInKeychain(choice.profile, server) ? SecretPlace::Keychain : SecretPlace::Nowhere;
}

std::vector<FieldError> ProfileBook::judge(const ConnectionProfile &profile) const
{
    return m_store.judge(profile);
}

Task<Result<ConnectionBook::Saved>> ProfileBook::save(QString oldName, ConnectionProfile profile,
                                                      ConnectionSecrets secrets)
{
    const QPointer<ProfileBook> self(this);
    if (auto written = m_store.write(oldName, profile); !written)
        co_return failure(written.error());
    if (!oldName.isEmpty() && oldName != profile.name &&
        m_session.choice() == ConnectionChoice{ConnectionChoice::Kind::Profile, oldName})
        m_session.renameProfile(profile.name);
    // It goes on where nobody waits for it: what was typed must not be lost with the page.
    auto completer = std::make_shared<Completer<Result<Saved>>>();
    auto completion = completer->completion();
    auto keeping = saveSecrets(oldName, profile.name, std::move(secrets));
    auto finishing = finishWith(std::move(keeping), completer);
    m_work.spawn(std::move(finishing));
    Result<Saved> saved = co_await std::move(completion);
    if (self)
        emit changed();
    co_return saved;
}

Task<Result<ConnectionBook::Saved>> ProfileBook::saveSecrets(QString oldName, QString name,
                                                             ConnectionSecrets secrets)
{
    const QPointer<ProfileBook> self(this);
    bool onlySession = false;
    for (const Server server : bothServers) {
        const auto &typed = server == Server::Cache ? secrets.redis : secrets.database;
        if (!oldName.isEmpty() && oldName != name && !typed) {
            auto moving = move(oldName, name, server);
            const auto moved = co_await moving;
            if (!self)
                co_return Saved();
            onlySession = onlySession || !moved;
        }
        if (!typed)
            continue;
        auto keeping = keep(name, server, *typed);
        const bool kept = co_await keeping;
        if (!self)
            co_return Saved();
        onlySession = onlySession || !kept;
    }
    Saved saved;
    if (onlySession)
        saved.words = tr("There is no keychain on this machine that can be used, and passwords are never "
                         "written to files: this password is kept until the program ends.");
    co_return saved;
}

Task<bool> ProfileBook::keep(QString name, Server server, QString secret)
{
    const QPointer<ProfileBook> self(this);
    const QString key = secretKey(name, server);
    SecretStore keychain;
    if (secret.isEmpty()) {
        m_session.sessionSecrets().remove(key);
        if (!m_store.isInKeychain(name, server))
            co_return true;
        (void)m_store.setInKeychain(name, server, false);
        // Left behind in a keychain that does not answer, it is read by nobody any more.
        auto removing = keychain.remove(key);
        co_await removing;
        co_return true;
    }
    // Known at once, wherever it is kept in the end.
    m_session.sessionSecrets().insert(key, secret);
    auto writing = keychain.write(key, secret);
    const auto written = co_await writing;
    if (!self)
        co_return written.has_value();
    if (!m_store.setInKeychain(name, server, written.has_value()))
        co_return false;
    if (written)
        m_session.sessionSecrets().remove(key);
    co_return written.has_value();
}

Task<Result<void>> ProfileBook::move(QString oldName, QString name, Server server)
{
    const QPointer<ProfileBook> self(this);
    const QString oldKey = secretKey(oldName, server);
    QString secret = m_session.sessionSecrets().take(oldKey);
    if (secret.isEmpty()) {
        if (!m_store.isInKeychain(name, server))
            co_return Result<void>();
        SecretStore keychain;
        auto reading = keychain.read(oldKey);
        auto read = co_await reading;
        if (!self)
            co_return Result<void>();
        if (!read) {
            (void)m_store.setInKeychain(name, server, false);
            co_return failure(read.error());
        }
        secret = std::move(*read);
        auto removing = keychain.remove(oldKey);
        co_await removing;
        if (!self)
            co_return Result<void>();
    }
    auto keeping = keep(name, server, secret);
    const bool kept = co_await keeping;
    if (kept)
        co_return Result<void>();
    co_return failure(ErrorCode::Storage, {});
}

Task<Result<void>> ProfileBook::remove(QString name)
{
    const QPointer<ProfileBook> self(this);
    for (const Server server : bothServers) {
        auto forgetting = keep(name, server, {});
        co_await forgetting;
        if (!self)
            co_return Result<void>();
    }
    auto removed = m_store.remove(name);
    emit changed();
    co_return removed;
}

Task<Result<void>> ProfileBook::use(ConnectionChoice choice)
{
    return m_session.use(std::move(choice));
}

Task<Result<QString>> ProfileBook::secretFor(QString name, Server server, std::optional<QString> typed) const
{
    if (typed)
        co_return Result<QString>(*typed);
    const ConnectionChoice choice{ConnectionChoice::Kind::Profile, name};
    switch (secretPlace(choice, server)) {
    case SecretPlace::Session:
        co_return Result<QString>(m_session.sessionSecrets().value(secretKey(name, server)));
    case SecretPlace::Keychain: {
        SecretStore keychain;
        auto reading = keychain.read(secretKey(name, server));
        auto secret = co_await reading;
        co_return secret;
    }
    case SecretPlace::Environment:
        if (server == Server::Cache)
            co_return Result<QString>(
                m_session.options().environment.value(QStringLiteral("LISTENERS_REDIS_PASSWORD")));
        break;
    case SecretPlace::Nowhere:
        break;
    }
    co_return Result<QString>(QString());
}

Task<> ProfileBook::test(QString oldName, ConnectionProfile profile, ConnectionSecrets secrets,
                         TestReporter report, std::stop_token stop)
{
    const QString localRedis = QStringLiteral("USE_LOCAL_REDIS");
    const QString outside = environmentVariables().value(QLatin1String(connectionfield::databaseUrl));
    const QString outsideUrl = m_session.options().environment.value(outside);
    const bool local =
        environmentVariables().value(QLatin1String(connectionfield::redisPassword)) == localRedis;
    auto redisReading = secretFor(oldName, Server::Cache, secrets.redis);
    auto databaseReading = secretFor(oldName, Server::Database, secrets.database);
    const auto redisSecret = co_await redisReading;
    const auto databaseSecret = co_await databaseReading;
    if (stop.stop_requested())
        co_return;
    const auto refuse = [&report](Server server, const Error &error) {
        report({server, ConnectionTestStep::Part::Login, ConnectionTestStep::State::Bad, error.message,
                error.detail});
    };

    RedisConfig redis;
    redis.host = profile.redisHost;
    redis.port = static_cast<quint16>(profile.redisPort);
    redis.database = profile.redisDatabase;
    redis.username = profile.redisUser;
    redis.tls = profile.redisTls;
    redis.caFile = profile.redisCaFile;
    if (redisSecret && !local)
        redis.password = *redisSecret;
    QUrl url(profile.databaseUrl);
    if (databaseSecret && !databaseSecret->isEmpty())
        url.setPassword(*databaseSecret, QUrl::DecodedMode);
    const bool plain = !databaseSecret || databaseSecret->isEmpty();
    const QString address = !outsideUrl.isEmpty() ? outsideUrl
                            : plain               ? profile.databaseUrl
                                                  : url.toString(QUrl::FullyEncoded);
    auto database = ServerClients::parseAddress(address);

    const auto tester = ConnectionTester::get();
    if (!tester) {
        refuse(Server::Cache, tester.error());
        refuse(Server::Database, tester.error());
        co_return;
    }
    std::vector<Task<>> tests;
    if (redisSecret)
        tests.push_back((*tester)->testRedis(redis, report, stop));
    else
        refuse(Server::Cache, redisSecret.error());
    if (databaseSecret && database)
        tests.push_back((*tester)->testPostgres(*database, report, stop));
    else
        refuse(Server::Database, databaseSecret ? database.error() : databaseSecret.error());
    for (Task<> &task : tests)
        co_await task;
}

Task<> ProfileBook::settled()
{
    co_await m_work.idle();
}

} // namespace hrcache
