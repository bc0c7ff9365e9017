#include "app/Configuration.h"

#include "app/SettingsSource.h"
#include "app/servers/ServerClients.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>
#include <QUrl>

namespace hrcache {

namespace {

constexpr int longestTtl = 30 * 24 * 3600;

Result<QString> profileFile(const ConfigurationRequest &request)
{
    if (request.profile.isEmpty())
        return QString();
    const QString folder = request.profileFolder.isEmpty()
                               ? QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) +
                                     QStringLiteral("/profiles")
                               : request.profileFolder;
    if (request.profile.contains(u'/') || request.profile.contains(u'\\') || request.profile.startsWith(u'.'))
        return failure(ErrorCode::InvalidArgument,
                       Configuration::tr("\"%1\" is no name of a profile.").arg(request.profile));
    const QString file = folder + u'/' + request.profile + QStringLiteral(".ini");
    if (QFile::exists(file))
        return file;
    QStringList names = QDir(folder).entryList({QStringLiteral("*.ini")}, QDir::Files, QDir::Name);
    for (QString &name : names)
        name.chop(4);
    return failure(
        ErrorCode::NotFound,
        Configuration::tr("There is no profile \"%1\": %2 does not exist.").arg(request.profile, file) +
            u' ' +
            (names.isEmpty() ? Configuration::tr("There are no profiles yet.")
                             : Configuration::tr("There are: %1.").arg(names.join(QStringLiteral(", ")))));
}

Result<RedisConfig> redisOf(const SettingsSource &settings)
{
    RedisConfig redis;
    const auto database = settings.number(QStringLiteral("redis/database"), 0, 0, 1'000'000);
    if (!database)
        return failure(database.error());
    redis.database = *database;
    const auto local = settings.boolean(QStringLiteral("redis/use_local"), false);
    if (!local)
        return failure(local.error());
    if (*local) {
        redis.host = QStringLiteral("127.0.0.1");
        return redis;
    }
    redis.host = settings.text(QStringLiteral("redis/host"), redis.host);
    const auto port = settings.number(QStringLiteral("redis/port"), redis.port, 1, 65535);
    if (!port)
        return failure(port.error());
    redis.port = static_cast<quint16>(*port);
    const auto tls = settings.boolean(QStringLiteral("redis/tls"), false);
    if (!tls)
        return failure(tls.error());
    redis.tls = *tls;
    redis.username = settings.text(QStringLiteral("redis/username"));
    redis.caFile = settings.text(QStringLiteral("redis/ca_file"));
    if (const auto password = settings.find(QStringLiteral("redis/password"));
        password && password->fromEnvironment)
        redis.password = password->value;
    return redis;
}

Result<void> readDatabase(const SettingsSource &settings, Configuration &configuration)
{
    const auto url = settings.find(QStringLiteral("postgresql/url"));
    if (!url)
        return {};
    if (!url->fromEnvironment) {
        if (!QUrl(url->value).password().isEmpty() || url->value.contains(QLatin1String("password="))) {
            return failure(
                ErrorCode::InvalidArgument,
                Configuration::tr("%1 holds a password. Passwords are never kept in settings files: take it "
                                  "out and set postgresql/password=keychain, or give the whole address in "
                                  "NEON_DATABASE_URL.")
                    .arg(url->origin));
        }
        configuration.databasePasswordInKeychain =
            settings.find(QStringLiteral("postgresql/password")).has_value();
    }
    auto parsed = ServerClients::parseAddress(url->value);
    if (!parsed) {
        Error error = parsed.error();
        error.message = Configuration::tr("%1: %2").arg(url->origin, error.message);
        return failure(std::move(error));
    }
    configuration.databaseUrl = url->value;
    configuration.database = std::move(*parsed);
    return {};
}

Result<void> readTtl(const SettingsSource &settings, CacheTtl &ttl)
{
    const std::pair<QString, std::chrono::seconds *> all[] = {
        {QStringLiteral("cache/ttl_employees"), &ttl.employees},
        {QStringLiteral("cache/ttl_employee"), &ttl.employee},
        {QStringLiteral("cache/ttl_contracts"), &ttl.contracts},
        {QStringLiteral("cache/ttl_active_contract"), &ttl.activeContract},
        {QStringLiteral("cache/ttl_clusters"), &ttl.clusters},
        {QStringLiteral("cache/ttl_references"), &ttl.references},
    };
    for (const auto &[name, value] : all) {
        const auto seconds = settings.number(name, static_cast<int>(value->count()), 0, longestTtl);
        if (!seconds)
            return failure(seconds.error());
        *value = std::chrono::seconds(*seconds);
    }
    return {};
}

template<typename Id>
Result<Id> idOf(const SettingsSource &settings, const QString &name)
{
    const auto setting = settings.find(name);
    return setting ? Id::parse(setting->value, setting->origin) : Result<Id>(Id());
}

} // namespace

QString Configuration::databaseFile() const
{
    return dataFolder + QStringLiteral("/hr.sqlite");
}

Result<Configuration> Configuration::load(const ConfigurationRequest &request)
{
    const auto file = profileFile(request);
    if (!file)
        return failure(file.error());
    const auto settings = SettingsSource::read(*file, request.environment);
    if (!settings)
        return failure(settings.error());

    Configuration configuration;
    configuration.profile = request.profile;
    configuration.dataFolder =
        settings->text(QStringLiteral("embedded/data_folder"),
                       QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    if (auto read = readTtl(*settings, configuration.ttl); !read)
        return failure(std::move(read.error()));
    auto user = idOf<UserId>(*settings, QStringLiteral("defaults/user"));
    if (!user)
        return failure(std::move(user.error()));
    auto company = idOf<CompanyId>(*settings, QStringLiteral("defaults/company"));
    if (!company)
        return failure(std::move(company.error()));
    configuration.user = std::move(*user);
    configuration.company = std::move(*company);
    const bool anyServer =
        settings->hasGroup(QStringLiteral("redis")) || settings->hasGroup(QStringLiteral("postgresql"));
    if (request.embedded && anyServer) {
        // They belong to the servers, not to the sample.
        configuration.user = {};
        configuration.company = {};
    }
    if (request.embedded || !anyServer)
        return configuration;

    if (const auto clients = ServerClients::get(); !clients)
        return failure(clients.error());
    auto redis = redisOf(*settings);
    if (!redis)
        return failure(std::move(redis.error()));
    const auto password = settings->find(QStringLiteral("redis/password"));
    configuration.redisPasswordInKeychain = password && !password->fromEnvironment;
    configuration.redis = std::move(*redis);
    if (auto read = readDatabase(*settings, configuration); !read)
        return failure(std::move(read.error()));
    return configuration;
}

Result<void> Configuration::setDatabasePassword(const QString &password)
{
    QUrl url(databaseUrl);
    url.setPassword(password, QUrl::DecodedMode);
    auto parsed = ServerClients::parseAddress(url.toString(QUrl::FullyEncoded));
    if (!parsed)
        return failure(std::move(parsed.error()));
    database = std::move(*parsed);
    return {};
}

} // namespace hrcache
