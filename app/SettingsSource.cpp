#include "app/SettingsSource.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSettings>

namespace hrcache {

namespace {

struct KnownSetting
{
    const char *name;     ///< in a profile
    const char *variable; ///< in the environment; null: only in a profile
};

constexpr KnownSetting knownSettings[] = {
    {"redis/host", "LISTENERS_REDIS_HOST"},
    {"redis/port", "LISTENERS_REDIS_PORT"},
    {"redis/password", "LISTENERS_REDIS_PASSWORD"},
    {"redis/tls", "LISTENERS_REDIS_TLS"},
    {"redis/database", "LISTENERS_REDIS_DB"},
    {"redis/use_local", "USE_LOCAL_REDIS"},
    {"redis/username", "HRCACHE_REDIS_USERNAME"},
    {"redis/ca_file", "HRCACHE_REDIS_CA_FILE"},
    {"postgresql/url", "NEON_DATABASE_URL"},
    {"postgresql/password", nullptr},
    {"postgresql/replica_url", nullptr},
    {"cache/ttl_employees", "HRCACHE_TTL_EMPLOYEES"},
    {"cache/ttl_employee", "HRCACHE_TTL_EMPLOYEE"},
    {"cache/ttl_contracts", "HRCACHE_TTL_CONTRACTS"},
    {"cache/ttl_active_contract", "HRCACHE_TTL_ACTIVE_CONTRACT"},
    {"cache/ttl_clusters", "HRCACHE_TTL_CLUSTERS"},
    {"cache/ttl_references", "HRCACHE_TTL_REFERENCES"},
    {"defaults/user", "HRCACHE_USER"},
    {"defaults/company", "HRCACHE_COMPANY"},
    {"embedded/data_folder", "HRCACHE_DATA_DIR"},
};

bool isSecret(const QString &name)
{
    return name.endsWith(QLatin1String("/password"));
}

Result<void> readProfile(const QString &file, QHash<QString, Setting> &settings)
{
    if (!QFileInfo(file).isReadable())
        return failure(ErrorCode::Storage, SettingsSource::tr("The profile %1 cannot be read.").arg(file));
    QSettings ini(file, QSettings::IniFormat);
    if (ini.status() != QSettings::NoError)
        return failure(ErrorCode::Storage,
                       SettingsSource::tr("The profile %1 is no settings file.").arg(file));
    const QStringList keys = ini.allKeys();
    for (const QString &key : keys) {
        const auto known = std::find_if(std::begin(knownSettings), std::end(knownSettings),
                                        [&](const KnownSetting &s) { return key == QLatin1String(s.name); });
        if (known == std::end(knownSettings)) {
            return failure(ErrorCode::InvalidArgument,
                           SettingsSource::tr("The profile %1 has a setting that does not exist: \"%2\".")
                               .arg(file, key));
        }
        // An unquoted comma makes a list of a value.
        const QString value = ini.value(key).toStringList().join(u',').trimmed();
        if (isSecret(key) && value != u"keychain") {
            return failure(
                ErrorCode::InvalidArgument,
                SettingsSource::tr("The profile %1 holds a password (\"%2\"). Passwords are never kept in "
                                   "settings files: set it to \"keychain\", or give the password in the "
                                   "environment.")
                    .arg(file, key));
        }
        settings.insert(key, {value, SettingsSource::tr("\"%1\" in the profile %2").arg(key, file), false});
    }
    return {};
}

} // namespace

Result<SettingsSource> SettingsSource::read(const QString &profileFile,
                                            const QProcessEnvironment &environment)
{
    SettingsSource source;
    if (!profileFile.isEmpty()) {
        if (auto done = readProfile(profileFile, source.m_settings); !done)
            return failure(std::move(done.error()));
    }
    for (const KnownSetting &known : knownSettings) {
        const QString variable = QLatin1String(known.variable);
        if (known.variable && !environment.value(variable).isEmpty())
            source.m_settings.insert(QLatin1String(known.name),
                                     {environment.value(variable), variable, true});
    }
    return source;
}

std::optional<Setting> SettingsSource::find(const QString &name) const
{
    const auto found = m_settings.constFind(name);
    if (found == m_settings.constEnd() || found->value.isEmpty())
        return std::nullopt;
    return *found;
}

Result<int> SettingsSource::number(const QString &name, int fallback, int lowest, int highest) const
{
    const auto setting = find(name);
    if (!setting)
        return fallback;
    bool ok = false;
    const int value = setting->value.trimmed().toInt(&ok);
    if (ok && value >= lowest && value <= highest)
        return value;
    return failure(ErrorCode::InvalidArgument,
                   SettingsSource::tr("%1 must be a whole number between %2 and %3, but it is \"%4\".")
                       .arg(setting->origin)
                       .arg(lowest)
                       .arg(highest)
                       .arg(setting->value));
}

Result<bool> SettingsSource::boolean(const QString &name, bool fallback) const
{
    const auto setting = find(name);
    if (!setting)
        return fallback;
    const QString value = setting->value.trimmed().toLower();
    for (const char *yes : {"true", "1", "yes", "on"}) {
        if (value == QLatin1String(yes))
            return true;
    }
    for (const char *no : {"false", "0", "no", "off"}) {
        if (value == QLatin1String(no))
            return false;
    }
    return failure(ErrorCode::InvalidArgument,
                   SettingsSource::tr("%1 must be \"true\" or \"false\", but it is \"%2\".")
                       .arg(setting->origin, setting->value));
}

QString SettingsSource::text(const QString &name, const QString &fallback) const
{
    const auto setting = find(name);
    return setting ? setting->value : fallback;
}

bool SettingsSource::hasGroup(const QString &group) const
{
    for (auto at = m_settings.constBegin(); at != m_settings.constEnd(); ++at) {
        if (at.key().startsWith(group + u'/') && !at->value.isEmpty())
            return true;
    }
    return false;
}

} // namespace hrcache
