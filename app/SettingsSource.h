#pragma once

#include "base/Result.h"

#include <QCoreApplication>
#include <QHash>
#include <QProcessEnvironment>
#include <QString>

namespace hrcache {

/// One value of the configuration, and where it stands, for messages.
struct Setting
{
    QString value;
    QString origin; ///< "LISTENERS_REDIS_PORT", or "redis/port in the profile …"
    bool fromEnvironment = false;
};

/// The values of a profile with those of the environment laid over them.
class SettingsSource
{
    Q_DECLARE_TR_FUNCTIONS(SettingsSource)
public:
    /// `profileFile` may be empty. Errors: Storage, InvalidArgument (unknown settings, a stored password).
    [[nodiscard]] static Result<SettingsSource> read(const QString &profileFile,
                                                     const QProcessEnvironment &environment);

    /// By the profile's name for it ("redis/port"); none if it is set nowhere, or empty.
    [[nodiscard]] std::optional<Setting> find(const QString &name) const;

    /// Errors of the three: InvalidArgument naming the origin. `fallback` if it is not set.
    [[nodiscard]] Result<int> number(const QString &name, int fallback, int lowest, int highest) const;
    [[nodiscard]] Result<bool> boolean(const QString &name, bool fallback) const;
    [[nodiscard]] QString text(const QString &name, const QString &fallback = {}) const;

    /// Whether any value of this group ("redis") is set.
    [[nodiscard]] bool hasGroup(const QString &group) const;

private:
    QHash<QString, Setting> m_settings;
};

} // namespace hrcache
