#pragma once

#include "base/Result.h"
#include "base/Tasks.h"
#include "ui/connections/ConnectionProfile.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <functional>
#include <stop_token>

namespace hrcache {

/// Which data the window works on.
struct ConnectionChoice
{
    enum class Kind { Sample, Environment, Profile };

    Kind kind = Kind::Sample;
    QString profile; ///< for Kind::Profile

    bool operator==(const ConnectionChoice &) const = default;
};

/// The connections of this user of this machine, and what can be done with them; implemented where the
/// backends are known. GUI thread.
class ConnectionBook : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Names of the profiles, in alphabetical order.
    [[nodiscard]] virtual QStringList names() const = 0;
    /// Whether the environment names servers, so that it is a choice of its own.
    [[nodiscard]] virtual bool hasEnvironment() const = 0;
    /// What the window works on now.
    [[nodiscard]] virtual ConnectionChoice current() const = 0;

    /// With what the environment lays over it. Kind::Sample has nothing to show. Errors: NotFound, Storage,
    /// InvalidArgument.
    [[nodiscard]] virtual Result<ConnectionProfile> read(const ConnectionChoice &choice) const = 0;
    /// Which fields (see connectionfield, and "cache/ttl_…") the environment sets, and by which variable.
    [[nodiscard]] virtual QHash<QString, QString> environmentVariables() const = 0;
    [[nodiscard]] virtual SecretPlace secretPlace(const ConnectionChoice &choice,
                                                  ConnectionTestStep::Server server) const = 0;

    /// What is wrong with it, by field, in words; nothing if it can be saved and tested.
    [[nodiscard]] virtual std::vector<FieldError> judge(const ConnectionProfile &profile) const = 0;

    struct Saved
    {
        /// What became of the passwords, where somebody should know; may be empty.
        QString words;
    };

    /// Writes the settings file before it first waits, then brings the passwords into the keychain.
    /// `oldName` is the profile's name until now; empty: a new one. Errors: Storage, InvalidArgument; then
    /// nothing was changed.
    virtual Task<Result<Saved>> save(QString oldName, ConnectionProfile profile,
                                     ConnectionSecrets secrets) = 0;
    /// With its passwords.
    virtual Task<Result<void>> remove(QString name) = 0;

    /// Has the window work on it. An error leaves everything as it is.
    virtual Task<Result<void>> use(ConnectionChoice choice) = 0;

    using TestReporter = std::function<void(const ConnectionTestStep &step)>;

    /// Tries both servers at the same time, and tells each step when it begins and when it ends. `oldName`:
    /// whose kept passwords to use where none was typed. Changes nothing on the servers but a key that is
    /// deleted again.
    virtual Task<> test(QString oldName, ConnectionProfile profile, ConnectionSecrets secrets,
                        TestReporter report, std::stop_token stop) = 0;

signals:
    /// names(), current() or secretPlace() changed.
    void changed();
};

} // namespace hrcache
