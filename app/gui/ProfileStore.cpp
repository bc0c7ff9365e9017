#include "app/gui/ProfileStore.h"

#include "app/SettingsSource.h"
#include "app/servers/ServerClients.h"
#include "base/Ids.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <QUrl>

namespace hrcache {

namespace {

const QString useLocal = QStringLiteral("redis/use_local");

QString nameOf(const char *field)
{
    return QString::fromLatin1(field);
}

struct TtlField
{
    const char *name;
    std::chrono::seconds CacheTtl::*member;
};

constexpr TtlField ttlFields[] = {
    {"cache/ttl_employees", &CacheTtl::employees}, {"cache/ttl_employee", &CacheTtl::employee},
    {"cache/ttl_contracts", &CacheTtl::contracts}, {"cache/ttl_active_contract", &CacheTtl::activeContract},
    {"cache/ttl_clusters", &CacheTtl::clusters},   {"cache/ttl_references", &CacheTtl::references},
};

constexpr int longestTtl = 30 * 24 * 3600;

QString passwordField(ProfileStore::Server server)
{
    return nameOf(server == ProfileStore::Server::Cache ? connectionfield::redisPassword
                                                        : connectionfield::databasePassword);
}

QString withoutPassword(const QString &address)
{
    QUrl url(address);
    if (url.password().isEmpty())
        return address;
    url.setPassword({});
    return url.toString(QUrl::FullyEncoded).replace(QStringLiteral(":@"), QStringLiteral("@"));
}

bool holdsPassword(const QString &address)
{
    return !QUrl(address).password().isEmpty() || address.contains(QLatin1String("password="));
}

Result<void> readNumbers(const SettingsSource &settings, ConnectionProfile &profile)
{
    const auto port = settings.number(nameOf(connectionfield::redisPort), profile.redisPort, 1, 65535);
    const auto database = settings.number(nameOf(connectionfield::redisDatabase), 0, 0, 1'000'000);
    const auto tls = settings.boolean(nameOf(connectionfield::redisTls), false);
    if (!port)
        return failure(port.error());
    if (!database)
        return failure(database.error());
    if (!tls)
        return failure(tls.error());
    profile.redisPort = *port;
    profile.redisDatabase = *database;
    profile.redisTls = *tls;
    for (const TtlField &field : ttlFields) {
        auto &ttl = profile.ttl.*field.member;
        const auto seconds =
            settings.number(nameOf(field.name), static_cast<int>(ttl.count()), 0, longestTtl);
        if (!seconds)
            return failure(seconds.error());
        ttl = std::chrono::seconds(*seconds);
    }
    return {};
}

} // namespace

ProfileStore::ProfileStore(QString folder, QProcessEnvironment environment)
    : m_folder(std::move(folder))
    , m_environment(std::move(environment))
{
    if (m_folder.isEmpty())
        m_folder =
            QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + QStringLiteral("/profiles");
}

QString ProfileStore::fileOf(const QString &name) const
{
    return name.isEmpty() ? QString() : m_folder + u'/' + name + QStringLiteral(".ini");
}

QStringList ProfileStore::names() const
{
    QStringList names =
        QDir(m_folder).entryList({QStringLiteral("*.ini")}, QDir::Files, QDir::Name | QDir::IgnoreCase);
    for (QString &name : names)
        name.chop(4);
    return names;
}

Result<ConnectionProfile> ProfileStore::read(const QString &name) const
{
    const QString file = fileOf(name);
    if (!file.isEmpty() && !QFileInfo::exists(file))
        return failure(ErrorCode::NotFound,
                       ProfileStore::tr("There is no connection \"%1\" any more.").arg(name));
    const auto settings = SettingsSource::read(file, m_environment);
    if (!settings)
        return failure(settings.error());
    ConnectionProfile profile;
    profile.name = name;
    if (auto read = readNumbers(*settings, profile); !read)
        return failure(std::move(read.error()));
    profile.redisHost = settings->text(nameOf(connectionfield::redisHost), profile.redisHost);
    profile.redisUser = settings->text(nameOf(connectionfield::redisUser));
    profile.redisCaFile = settings->text(nameOf(connectionfield::redisCaFile));
    profile.databaseUrl = withoutPassword(settings->text(nameOf(connectionfield::databaseUrl)));
    profile.replicaUrl = withoutPassword(settings->text(nameOf(connectionfield::replicaUrl)));
    profile.user = settings->text(nameOf(connectionfield::user));
    const auto local = settings->boolean(useLocal, false);
    if (local && *local) {
        profile.redisHost = QStringLiteral("127.0.0.1");
        profile.redisPort = 6379;
        profile.redisTls = false;
        profile.redisUser.clear();
        profile.redisCaFile.clear();
    }
    return profile;
}

QHash<QString, QString> ProfileStore::environmentVariables() const
{
    QHash<QString, QString> variables;
    const auto settings = SettingsSource::read({}, m_environment);
    if (!settings)
        return variables;
    const auto add = [&](const QString &field) {
        if (const auto setting = settings->find(field))
            variables.insert(field, setting->origin);
    };
    for (const char *field :
         {connectionfield::redisHost, connectionfield::redisPort, connectionfield::redisDatabase,
          connectionfield::redisUser, connectionfield::redisPassword, connectionfield::redisTls,
          connectionfield::redisCaFile, connectionfield::databaseUrl, connectionfield::user})
        add(nameOf(field));
    for (const TtlField &field : ttlFields)
        add(nameOf(field.name));
    // The password stands in the address.
    if (const auto url = variables.constFind(nameOf(connectionfield::databaseUrl));
        url != variables.constEnd())
        variables.insert(nameOf(connectionfield::databasePassword), *url);
    const auto local = settings->boolean(useLocal, false);
    if (local && *local) {
        for (const char *field :
             {connectionfield::redisHost, connectionfield::redisPort, connectionfield::redisUser,
              connectionfield::redisPassword, connectionfield::redisTls, connectionfield::redisCaFile})
            variables.insert(nameOf(field), settings->find(useLocal)->origin);
    }
    return variables;
}

Result<void> ProfileStore::write(const QString &oldName, const ConnectionProfile &profile) const
{
    const QString file = fileOf(profile.name);
    const bool renamed = !oldName.isEmpty() && oldName != profile.name;
    const auto cannot = [&] {
        return failure(
            ErrorCode::Storage,
            ProfileStore::tr("The connection cannot be written to %1. Check that the folder can be "
                             "written and that the disk is not full.")
                .arg(file));
    };
    if (!QDir().mkpath(m_folder))
        return cannot();
    if (renamed && !QFile::rename(fileOf(oldName), file))
        return cannot();
    const QHash<QString, QString> outside = environmentVariables();
    QSettings ini(file, QSettings::IniFormat);
    const auto set = [&](const char *field, const QVariant &value, bool isDefault) {
        if (outside.contains(nameOf(field)))
            return;
        if (isDefault)
            ini.remove(nameOf(field));
        else
            // As text: what was set as a number is not read as one from Qt's own copy of the file.
            ini.setValue(nameOf(field), value.toString());
    };
    const auto setText = [&](const char *field, const QString &text) { set(field, text, text.isEmpty()); };
    setText(connectionfield::redisHost, profile.redisHost);
    set(connectionfield::redisPort, profile.redisPort, false);
    set(connectionfield::redisDatabase, profile.redisDatabase, profile.redisDatabase == 0);
    setText(connectionfield::redisUser, profile.redisUser);
    set(connectionfield::redisTls, profile.redisTls, !profile.redisTls);
    setText(connectionfield::redisCaFile, profile.redisCaFile);
    setText(connectionfield::databaseUrl, profile.databaseUrl);
    setText(connectionfield::replicaUrl, profile.replicaUrl);
    setText(connectionfield::user, profile.user);
    const CacheTtl usual;
    for (const TtlField &field : ttlFields) {
        const auto seconds = profile.ttl.*field.member;
        set(field.name, static_cast<int>(seconds.count()), seconds == usual.*field.member);
    }
    ini.sync();
    if (ini.status() != QSettings::NoError)
        return cannot();
    // Where servers are and who logs in is nobody else's business.
    QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

Result<void> ProfileStore::remove(const QString &name) const
{
    if (QFile::remove(fileOf(name)) || !QFileInfo::exists(fileOf(name)))
        return {};
    return failure(ErrorCode::Storage, ProfileStore::tr("%1 cannot be deleted.").arg(fileOf(name)));
}

bool ProfileStore::isInKeychain(const QString &name, Server server) const
{
    if (name.isEmpty() || !QFileInfo::exists(fileOf(name)))
        return false;
    const QSettings ini(fileOf(name), QSettings::IniFormat);
    return ini.value(passwordField(server)).toString() == u"keychain";
}

Result<void> ProfileStore::setInKeychain(const QString &name, Server server, bool kept) const
{
    QSettings ini(fileOf(name), QSettings::IniFormat);
    if (kept)
        ini.setValue(passwordField(server), QStringLiteral("keychain"));
    else
        ini.remove(passwordField(server));
    ini.sync();
    if (ini.status() == QSettings::NoError)
        return {};
    return failure(ErrorCode::Storage, ProfileStore::tr("%1 cannot be written.").arg(fileOf(name)));
}

std::vector<FieldError> ProfileStore::judge(const ConnectionProfile &profile) const
{
    std::vector<FieldError> errors;
    const auto add = [&](const char *field, const QString &words) {
        errors.push_back({nameOf(field), words});
    };
    const QHash<QString, QString> outside = environmentVariables();
    if (profile.name.isEmpty())
        add(connectionfield::name, ProfileStore::tr("Give the connection a name."));
    else if (profile.name.contains(u'/') || profile.name.contains(u'\\') || profile.name.startsWith(u'.') ||
             profile.name.startsWith(u'('))
        add(connectionfield::name,
            ProfileStore::tr("A name has no slash, and begins with a letter or digit."));
    if (profile.redisHost.isEmpty() || profile.redisHost.contains(u' '))
        add(connectionfield::redisHost,
            ProfileStore::tr("Give the name or the address of the Redis server."));
    if (profile.redisTls && !profile.redisCaFile.isEmpty() && !QFileInfo(profile.redisCaFile).isReadable())
        add(connectionfield::redisCaFile, ProfileStore::tr("This file cannot be read."));
    const auto judgeAddress = [&](const char *field, const QString &address) {
        if (holdsPassword(address)) {
            add(field, ProfileStore::tr("The password belongs into its own field, not into the address."));
            return;
        }
        const auto parsed = ServerClients::parseAddress(address);
        if (!parsed)
            add(field, parsed.error().message);
    };
    if (profile.databaseUrl.isEmpty())
        add(connectionfield::databaseUrl, ProfileStore::tr("Give the address of the PostgreSQL database."));
    else if (!outside.contains(nameOf(connectionfield::databaseUrl)))
        judgeAddress(connectionfield::databaseUrl, profile.databaseUrl);
    if (!profile.replicaUrl.isEmpty())
        judgeAddress(connectionfield::replicaUrl, profile.replicaUrl);
    if (!profile.user.isEmpty()) {
        if (const auto user = UserId::parse(profile.user, ProfileStore::tr("The user id")); !user)
            add(connectionfield::user, user.error().message);
    }
    return errors;
}

} // namespace hrcache
