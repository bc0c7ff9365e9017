#pragma once

#include "app/gui/ProfileStore.h"
#include "base/Tasks.h"
#include "ui/connections/ConnectionBook.h"

namespace hrcache {

class BackendSession;

/// The connections page's view of settings files, keychain, environment and session.
class ProfileBook final : public ConnectionBook
{
    Q_OBJECT

public:
    /// `session` must outlive the book.
    explicit ProfileBook(BackendSession &session, QObject *parent = nullptr);

    [[nodiscard]] QStringList names() const override { return m_store.names(); }

    [[nodiscard]] bool hasEnvironment() const override;
    [[nodiscard]] ConnectionChoice current() const override;
    [[nodiscard]] Result<ConnectionProfile> read(const ConnectionChoice &choice) const override;
    [[nodiscard]] QHash<QString, QString> environmentVariables() const override;
    [[nodiscard]] SecretPlace secretPlace(const ConnectionChoice &choice,
                                          ConnectionTestStep::Server server) const override;
    [[nodiscard]] std::vector<FieldError> judge(const ConnectionProfile &profile) const override;
    Task<Result<Saved>> save(QString oldName, ConnectionProfile profile, ConnectionSecrets secrets) override;
    Task<Result<void>> remove(QString name) override;
    Task<Result<void>> use(ConnectionChoice choice) override;
    Task<> test(QString oldName, ConnectionProfile profile, ConnectionSecrets secrets, TestReporter report,
                std::stop_token stop) override;

    /// Resumes when every password that was handed over is in the keychain or refused by it.
    Task<> settled();

private:
    using Server = ConnectionTestStep::Server;

    Task<Result<Saved>> saveSecrets(QString oldName, QString name, ConnectionSecrets secrets);
    Task<bool> keep(QString name, Server server, QString secret);
    Task<Result<void>> move(QString oldName, QString name, Server server);
    Task<Result<QString>> secretFor(QString name, Server server, std::optional<QString> typed) const;

    BackendSession &m_session;
    ProfileStore m_store;
    TaskCounter m_work;
};

} // namespace hrcache
