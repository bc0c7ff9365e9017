#pragma once

#include "base/Result.h"
#include "ui/connections/ConnectionProfile.h"

#include <QCoreApplication>
#include <QHash>
#include <QProcessEnvironment>
#include <QStringList>

namespace hrcache {

/// The settings files of connections, one for each, as both programs read them. Holds no secrets: only the
/// word that there is one in the keychain.
class ProfileStore
{
    Q_DECLARE_TR_FUNCTIONS(ProfileStore)
public:
    using Server = ConnectionTestStep::Server;

    /// Empty `folder`: where both programs look.
    ProfileStore(QString folder, QProcessEnvironment environment);

    [[nodiscard]] QStringList names() const;

    /// With what the environment lays over it; an empty name: the environment alone. Errors: NotFound,
    /// Storage, InvalidArgument.
    [[nodiscard]] Result<ConnectionProfile> read(const QString &name) const;

    /// Fields that the environment sets, and by which variable.
    [[nodiscard]] QHash<QString, QString> environmentVariables() const;

    /// Writes all but what the environment sets, under `profile.name`; the file of `oldName` is gone then.
    /// Errors: Storage.
    [[nodiscard]] Result<void> write(const QString &oldName, const ConnectionProfile &profile) const;
    [[nodiscard]] Result<void> remove(const QString &name) const;

    /// Whether the file says that the password is in the keychain.
    [[nodiscard]] bool isInKeychain(const QString &name, Server server) const;
    [[nodiscard]] Result<void> setInKeychain(const QString &name, Server server, bool kept) const;

    /// What is wrong with it, by field.
    [[nodiscard]] std::vector<FieldError> judge(const ConnectionProfile &profile) const;

private:
    [[nodiscard]] QString fileOf(const QString &name) const;

    QString m_folder;
    QProcessEnvironment m_environment;
};

} // namespace hrcache
