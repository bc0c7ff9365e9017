#pragma once

#include "app/Backend.h"
#include "app/gui/LinkWatch.h"
#include "app/gui/ObservedStores.h"
#include "ui/base/Session.h"
#include "ui/connections/ConnectionBook.h"

#include <QHash>
#include <QProcessEnvironment>

#include <memory>

namespace hrcache {

class Settings;

/// The session of the window on real backends: builds them for what was chosen, exchanges them, and knows how
/// both servers are. GUI thread.
class BackendSession final : public Session
{
    Q_OBJECT

public:
    struct Options
    {
        QProcessEnvironment environment;
        QString profileFolder; ///< empty: where hrcachectl looks, too
        QString dataFolder;    ///< of the embedded database; empty: as configured
    };

    /// `settings` must outlive the session. Nothing can be asked before start().
    BackendSession(Settings &settings, Options options, QObject *parent = nullptr);
    ~BackendSession() override;

    /// Whether the environment names servers.
    [[nodiscard]] bool hasEnvironment() const;

    /// What to work on when nobody says otherwise: the environment if it names servers, else what was chosen
    /// in the window last, else the sample.
    [[nodiscard]] ConnectionChoice usualChoice() const;

    /// Begins to work on it, without waiting for anything; once, before anything else. Errors: those of
    /// Configuration::load(); then there is no session.
    [[nodiscard]] Result<void> start(const ConnectionChoice &choice);

    /// The same later, in place of what it works on: passwords are fetched first, then aboutToBeReplaced(),
    /// replaced(). An error changes nothing.
    Task<Result<void>> use(ConnectionChoice choice);

    [[nodiscard]] const ConnectionChoice &choice() const { return m_choice; }

    /// The profile that it works on has another name now.
    void renameProfile(const QString &name);

    /// Passwords that are kept until the program ends, by "PROFILE/SERVER"; they go before the keychain's.
    [[nodiscard]] QHash<QString, QString> &sessionSecrets() { return m_sessionSecrets; }

    /// Whether somebody can see the window; otherwise no server is asked how it is.
    void setVisible(bool visible);

    /// Waits until fills are stored and deletions acknowledged, at most `bound`.
    Task<> finish(std::chrono::milliseconds bound);

    [[nodiscard]] HrService &service() override { return m_backend->service(); }

    [[nodiscard]] HrCacheManager &cache() override { return m_backend->cache(); }

    [[nodiscard]] CacheStore &cacheStore() override { return m_backend->cacheStore(); }

    [[nodiscard]] CacheInventory &inventory() override { return m_backend->inventory(); }

    [[nodiscard]] const Clock &clock() const override { return Clock::system(); }

    [[nodiscard]] QString profileName() const override;

    [[nodiscard]] bool isEmbedded() const override;

    [[nodiscard]] const Options &options() const { return m_options; }

private:
    [[nodiscard]] Result<Configuration> load(const ConnectionChoice &choice) const;
    [[nodiscard]] Result<void> addSessionSecrets(Configuration &configuration) const;
    void build(Configuration configuration);
    void watchServers();
    void followChanges();
    void enter(const Configuration &configuration);
    void rememberUsers();
    void rememberCompany();
    void retire(std::unique_ptr<Backend> backend);
    Task<> fetchSecrets(Configuration configuration);

    Settings &m_settings;
    Options m_options;
    ConnectionChoice m_choice;
    QHash<QString, QString> m_sessionSecrets;
    LinkWatch *m_cacheWatch;
    LinkWatch *m_databaseWatch;
    std::shared_ptr<LinkTap> m_cacheTap;
    std::shared_ptr<LinkTap> m_databaseTap;
    QMetaObject::Connection m_changes; ///< what the cache says of its announcements
    std::unique_ptr<Backend> m_backend;
    /// Those that still store what was handed to them.
    std::vector<std::unique_ptr<Backend>> m_retired;
    quint64 m_generation = 0; ///< counts what was chosen, so that an older choice never replaces a newer one
};

} // namespace hrcache
