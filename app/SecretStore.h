#pragma once

#include "base/Result.h"
#include "base/Tasks.h"

#include <QCoreApplication>
#include <chrono>

namespace hrcache {

struct Configuration;

/// Passwords in the keychain of the operating system, by profile and server. Nothing else of this program
/// keeps a password anywhere.
class SecretStore
{
    Q_DECLARE_TR_FUNCTIONS(SecretStore)
public:
    explicit SecretStore(std::chrono::milliseconds patience = std::chrono::seconds(20))
        : m_patience(patience)
    {
    }

    /// The secret under "PROFILE/SERVER" (server: "redis", "postgresql"). Errors: NotFound; Timeout (nobody
    /// answers, or the person does not unlock it); Storage (there is no keychain).
    Task<Result<QString>> read(QString key);

    /// Keeps the secret under the key, in place of what was there. Errors: Timeout, Storage.
    Task<Result<void>> write(QString key, QString secret);

    /// Forgets it; one that is not there is no error. Errors: Timeout, Storage.
    Task<Result<void>> remove(QString key);

    /// Reads what the profile keeps there, and only that.
    Task<Result<Configuration>> complete(Configuration configuration);

private:
    std::chrono::milliseconds m_patience;
};

} // namespace hrcache
