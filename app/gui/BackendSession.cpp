#include "app/gui/BackendSession.h"

#include "app/Pause.h"
#include "app/SecretStore.h"
#include "app/SettingsSource.h"
#include "app/gui/LinkQuestions.h"
#include "cache/KeyChangeFeed.h"
#include "sqlite/SampleData.h"
#include "ui/base/Settings.h"

#include <QPointer>

namespace hrcache {

namespace {

/// Users who were typed, to be offered again.
const SettingKey<QStringList> typedUsers{"window/users", SettingScope::Profile};
/// The company that was worked in last: who did, and the members of Company in their order.
const SettingKey<QStringList> knownCompany{"window/known_company", SettingScope::Profile};
/// What was chosen in the window last.
const SettingKey<QString> lastConnection{"window/connection"};
constexpr qsizetype mostTypedUsers = 12;
constexpr std::chrono::milliseconds retiringBound{1000};

QString settingsGroup(const ConnectionChoice &choice)
{
    switch (choice.kind) {
    case ConnectionChoice::Kind::Sample:
        break;
    case ConnectionChoice::Kind::Environment:
        return QStringLiteral("(environment)");
    case ConnectionChoice::Kind::Profile:
        return choice.profile;
    }
    return {};
}

} // namespace

BackendSession::BackendSession(Settings &settings, Options options, QObject *parent)
    : Session(parent)
    , m_settings(settings)
    , m_options(std::move(options))
    , m_cacheWatch(new LinkWatch(this))
    , m_databaseWatch(new LinkWatch(this))
{
    connect(m_cacheWatch, &LinkWatch::healthChanged, this, &BackendSession::setCacheHealth);
    connect(m_databaseWatch, &LinkWatch::healthChanged, this, &BackendSession::setDatabaseHealth);
    connect(this, &Session::choicesChanged, this, &BackendSession::rememberUsers);
    connect(this, &Session::companyChanged, this, &BackendSession::rememberCompany);
}

BackendSession::~BackendSession()
{
    for (LinkWatch *watch : {m_cacheWatch, m_databaseWatch})
        watch->leave();
    for (const auto &tap : {m_cacheTap, m_databaseTap}) {
        if (tap)
            *tap = {};
    }
}

bool BackendSession::hasEnvironment() const
{
    const auto settings = SettingsSource::read({}, m_options.environment);
    return settings &&
           (settings->hasGroup(QStringLiteral("redis")) || settings->hasGroup(QStringLiteral("postgresql")));
}

Result<Configuration> BackendSession::load(const ConnectionChoice &choice) const
{
    ConfigurationRequest request;
    request.embedded = choice.kind == ConnectionChoice::Kind::Sample;
    if (choice.kind == ConnectionChoice::Kind::Profile)
        request.profile = choice.profile;
    request.environment = m_options.environment;
    request.profileFolder = m_options.profileFolder;
    auto configuration = Configuration::load(request);
    if (!configuration)
        return configuration;
    if (!m_options.dataFolder.isEmpty())
        configuration->dataFolder = m_options.dataFolder;
    if (auto added = addSessionSecrets(*configuration); !added)
        return failure(std::move(added.error()));
    return configuration;
}

Result<void> BackendSession::addSessionSecrets(Configuration &configuration) const
{
    const auto redis = m_sessionSecrets.constFind(configuration.profile + QStringLiteral("/redis"));
    if (configuration.redis && redis != m_sessionSecrets.constEnd() &&
        configuration.redis->password.isEmpty()) {
        configuration.redis->password = *redis;
        configuration.redisPasswordInKeychain = false;
    }
    const auto database = m_sessionSecrets.constFind(configuration.profile + QStringLiteral("/postgresql"));
    const bool urlFromOutside = m_options.environment.contains(QStringLiteral("NEON_DATABASE_URL"));
    if (configuration.database && database != m_sessionSecrets.constEnd() && !urlFromOutside) {
        configuration.databasePasswordInKeychain = false;
        return configuration.setDatabasePassword(*database);
    }
    return {};
}

Result<void> BackendSession::start(const ConnectionChoice &choice)
{
    auto configuration = load(choice);
    if (!configuration)
        return failure(std::move(configuration.error()));
    m_choice = choice;
    m_settings.setProfile(settingsGroup(choice));
    const bool waits = configuration->redisPasswordInKeychain || configuration->databasePasswordInKeychain;
    build(*configuration);
    if (!waits) {
        watchServers();
        m_backend->prepare();
        enter(*configuration);
        return {};
    }
    // The window opens meanwhile; nobody is chosen, so nothing is asked without the password.
    m_cacheWatch->setConnecting(m_backend->cacheStore().name());
    m_databaseWatch->setConnecting(m_backend->hrStore().name());
    fetchSecrets(std::move(*configuration));
    return {};
}

Task<> BackendSession::fetchSecrets(Configuration configuration)
{
    const QPointer<BackendSession> self(this);
    const quint64 generation = ++m_generation;
    SecretStore secrets;
    const Configuration plain = configuration;
    auto completed = co_await secrets.complete(std::move(configuration));
    if (!self || generation != m_generation)
        co_return;
    announceReplacing();
    retire(std::move(m_backend));
    build(completed ? *completed : plain);
    announceReplaced();
    watchServers();
    m_backend->prepare();
    enter(plain);
    if (!completed) {
        m_cacheWatch->setLost(completed.error().message);
        m_databaseWatch->setLost(completed.error().message);
    }
}

Task<Result<void>> BackendSession::use(ConnectionChoice choice)
{
    const QPointer<BackendSession> self(this);
    const quint64 generation = ++m_generation;
    auto loaded = load(choice);
    if (!loaded)
        co_return failure(loaded.error());
    SecretStore secrets;
    auto configuration = co_await secrets.complete(std::move(*loaded));
    if (!self || generation != m_generation)
        co_return failure(ErrorCode::Cancelled, {});
    if (!configuration)
        co_return failure(configuration.error());
    announceReplacing();
    retire(std::move(m_backend));
    m_choice = std::move(choice);
    m_settings.setProfile(settingsGroup(m_choice));
    m_settings.set(lastConnection, settingsGroup(m_choice));
    build(*configuration);
    announceReplaced();
    watchServers();
    m_backend->prepare();
    enter(*configuration);
    co_return Result<void>();
}

void BackendSession::build(Configuration configuration)
{
    for (const auto &tap : {m_cacheTap, m_databaseTap}) {
        if (tap)
            *tap = {};
    }
    m_cacheTap = std::make_shared<LinkTap>();
    m_databaseTap = std::make_shared<LinkTap>();
    Backend::Wrapping wrapping;
    if (!configuration.isEmbedded()) {
        wrapping.cacheStore = [tap = m_cacheTap](std::unique_ptr<CacheStore> inner) {
            return std::make_unique<ObservedCacheStore>(std::move(inner), tap);
        };
        wrapping.hrStore = [tap = m_databaseTap](std::unique_ptr<HrStore> inner) {
            return std::make_unique<ObservedHrStore>(std::move(inner), tap);
        };
    }
    m_backend = std::make_unique<Backend>(std::move(configuration), CacheSettings(), wrapping);
}

void BackendSession::watchServers()
{
    const Configuration &configuration = m_backend->configuration();
    CacheStore *cache = &m_backend->cacheStore();
    HrStore *database = &m_backend->hrStore();
    if (configuration.isEmbedded()) {
        m_cacheWatch->setLocal(tr("Memory"), {});
        m_databaseWatch->setLocal(database->name(), configuration.databaseFile());
        return;
    }
    m_cacheTap->ended = [this](const Error *error) { m_cacheWatch->operationEnded(error); };
    // Redis answers in the time that its operations have, or they fail.
    m_databaseTap->began = [this] { m_databaseWatch->operationBegan(); };
    m_databaseTap->ended = [this](const Error *error) { m_databaseWatch->operationEnded(error); };
    m_cacheWatch->watch({cache->name(),
                         configuration.redis->endpoint(),
                         [cache] { return pingCache(cache); },
                         [cache] { return limitsOfCache(cache); },
                         {}});
    m_databaseWatch->watch({configuration.database ? database->name() : tr("Database"),
                            configuration.database ? configuration.database->toString() : QString(),
                            [database] { return pingDatabase(database); },
                            [database] { return limitsOfDatabase(database); },
                            [backend = m_backend.get()](std::stop_token stop) {
                                return pingApart(backend->anotherHrStore(), std::move(stop));
                            }});
    followChanges();
}

void BackendSession::followChanges()
{
    KeyChangeFeed *const changes = m_backend->cacheStore().changes();
    if (!changes)
        return;
    const auto tell = [this, changes] { m_cacheWatch->setNote(changes->words()); };
    m_changes = connect(changes, &KeyChangeFeed::stateChanged, this, tell);
    tell();
}

void BackendSession::enter(const Configuration &configuration)
{
    std::vector<SessionUser> users;
    const auto add = [&](const UserId &id, const QString &name) {
        const bool known =
            std::any_of(users.begin(), users.end(), [&](const SessionUser &user) { return user.id == id; });
        if (!id.isEmpty() && !known)
            users.push_back({id, name});
    };
    const auto parsed = [](const QString &text) {
        auto id = UserId::parse(text, {});
        return id ? *id : UserId();
    };
    add(configuration.user, {});
    if (configuration.isEmbedded()) {
        add(parsed(QString::fromLatin1(sample::adminUser)), tr("Demo Admin"));
        add(parsed(QString::fromLatin1(sample::viewerUser)), tr("Demo Viewer"));
    }
    const QStringList typed = m_settings.get(typedUsers);
    for (const QString &id : typed)
        add(parsed(id), {});

    // The environment wins over what was chosen in the window.
    const auto isSet = [&](const char *name) {
        return !m_options.environment.value(QLatin1String(name)).isEmpty();
    };
    UserId user = parsed(m_settings.get(setting::user));
    if (user.isEmpty() || (isSet("HRCACHE_USER") && !configuration.user.isEmpty()))
        user = configuration.user;
    if (user.isEmpty() && configuration.isEmbedded() && !users.empty())
        user = users.front().id;
    QString company = m_settings.get(setting::company);
    if (company.isEmpty() || (isSet("HRCACHE_COMPANY") && !configuration.company.isEmpty()))
        company = configuration.company.toString();
    setUsers(std::move(users));
    if (const QStringList known = m_settings.get(knownCompany); known.size() == 9)
        setKnownCompany(parsed(known[0]),
                        {known[1], known[2], known[3], known[4], known[5], known[6], known[7], known[8]},
                        configuration.isEmbedded() ? Trust::AtOnce : Trust::WhenUnreachable);
    setCompany(company);
    setUser(user);
}

void BackendSession::rememberUsers()
{
    if (!m_backend)
        return;
    QStringList typed;
    for (const SessionUser &user : users()) {
        if (user.name.isEmpty() && user.id != m_backend->configuration().user)
            typed << user.id.toString();
    }
    // While the session is being replaced there are none.
    if (!typed.isEmpty())
        m_settings.set(typedUsers, typed.mid(std::max(qsizetype(0), typed.size() - mostTypedUsers)));
}

void BackendSession::rememberCompany()
{
    const Company &now = Session::company();
    if (!now.id.isEmpty())
        m_settings.set(knownCompany, {user().toString(), now.id, now.name, now.country, now.countryCode,
                                      now.regionCode, now.mandatePath, now.accessType, now.profile});
}

void BackendSession::renameProfile(const QString &name)
{
    m_choice.profile = name;
    m_settings.setProfile(settingsGroup(m_choice));
    m_settings.set(lastConnection, settingsGroup(m_choice));
}

ConnectionChoice BackendSession::usualChoice() const
{
    if (hasEnvironment())
        return {ConnectionChoice::Kind::Environment, {}};
    const QString last = m_settings.get(lastConnection);
    if (last.isEmpty() || last == settingsGroup({ConnectionChoice::Kind::Environment, {}}))
        return {};
    return {ConnectionChoice::Kind::Profile, last};
}

void BackendSession::setVisible(bool visible)
{
    for (LinkWatch *watch : {m_cacheWatch, m_databaseWatch})
        watch->setVisible(visible);
}

void BackendSession::retire(std::unique_ptr<Backend> backend)
{
    disconnect(m_changes);
    for (LinkWatch *watch : {m_cacheWatch, m_databaseWatch})
        watch->leave();
    Backend *const leaving = backend.get();
    m_retired.push_back(std::move(backend));
    const auto drop = [this, leaving] {
        std::erase_if(m_retired, [leaving](const auto &one) { return one.get() == leaving; });
    };
    // Not from inside of a call of what is destroyed.
    QCoro::connect(leaving->leave(retiringBound), this,
                   [this, drop] { QMetaObject::invokeMethod(this, drop, Qt::QueuedConnection); });
}

Task<> BackendSession::finish(std::chrono::milliseconds bound)
{
    for (LinkWatch *watch : {m_cacheWatch, m_databaseWatch})
        watch->leave();
    std::vector<Task<>> finishing;
    finishing.push_back(m_backend->finish(bound));
    for (const auto &retired : m_retired)
        finishing.push_back(retired->finish(bound));
    for (Task<> &task : finishing)
        co_await task;
}

QString BackendSession::profileName() const
{
    switch (m_choice.kind) {
    case ConnectionChoice::Kind::Sample:
        break;
    case ConnectionChoice::Kind::Environment:
        return tr("Environment");
    case ConnectionChoice::Kind::Profile:
        return m_choice.profile;
    }
    return tr("Sample data");
}

bool BackendSession::isEmbedded() const
{
    return m_backend->configuration().isEmbedded();
}

} // namespace hrcache
