#pragma once

#include <QObject>
#include <QSettings>
#include <QString>
#include <QTimer>
#include <QVariant>

#include <memory>

namespace hrcache {

/// Whose a setting is.
enum class SettingScope {
    Machine, ///< one value for this user of this machine
    Profile  ///< one value for each profile
};

/// One entry of the table of settings: its name in the file, whose it is, and its default.
template<typename T>
struct SettingKey
{
    const char *name;
    SettingScope scope = SettingScope::Machine;
    T fallback{};
};

/// The table. Secrets are never settings.
namespace setting {

inline const SettingKey<QString> theme{"appearance/theme", SettingScope::Machine, QStringLiteral("system")};
inline const SettingKey<QString> systemColors{"appearance/system_colors"}; ///< "light", "dark": as seen last
inline const SettingKey<QString> language{"appearance/language"};          ///< empty: the system's
inline const SettingKey<bool> compact{"appearance/compact", SettingScope::Machine, false};
inline const SettingKey<bool> reducedMotion{"appearance/reduced_motion", SettingScope::Machine, false};
inline const SettingKey<QByteArray> windowGeometry{"window/geometry"};
inline const SettingKey<bool> railCollapsed{"window/rail_collapsed"};
inline const SettingKey<QString> page{"window/page"};
inline const SettingKey<bool> welcomeDismissed{"window/welcome_dismissed"};
inline const SettingKey<QString> user{"window/user", SettingScope::Profile};
inline const SettingKey<QString> company{"window/company", SettingScope::Profile};

} // namespace setting

/// What is to be found again at the next start. Injected; a test gives it a file of its own. A profile's
/// values stand in a group of its name. What is set stands on the disk soon after, written by the thread
/// pool: a disk that is busy would hold up the window. GUI thread.
class Settings : public QObject
{
    Q_OBJECT

public:
    /// Where the desktop keeps settings.
    explicit Settings(QObject *parent = nullptr);
    /// In an INI file.
    explicit Settings(const QString &file, QObject *parent = nullptr);
    ~Settings() override;

    /// Whose profile the values of SettingScope::Profile are. Empty: the embedded default.
    void setProfile(const QString &name) { m_profile = name; }

    template<typename T>
    [[nodiscard]] T get(const SettingKey<T> &key) const
    {
        const QVariant stored = value(key.scope, QLatin1String(key.name));
        return stored.isValid() && stored.canConvert<T>() ? stored.value<T>() : key.fallback;
    }

    /// Emits changed() if it is another value.
    template<typename T>
    void set(const SettingKey<T> &key, const T &value)
    {
        if (get(key) == value)
            return;
        setValue(key.scope, QLatin1String(key.name), QVariant::fromValue(value));
        emit changed(QLatin1String(key.name));
    }

    /// How a page's views look: splitter and header states, chosen filters. One for all profiles.
    [[nodiscard]] QVariant viewState(const QString &page, const QString &name) const;
    void setViewState(const QString &page, const QString &name, const QVariant &value);

    /// What is selected where, which belongs to a profile and company.
    [[nodiscard]] QVariant placeState(const QString &companyId, const QString &page,
                                      const QString &name) const;
    void setPlaceState(const QString &companyId, const QString &page, const QString &name,
                       const QVariant &value);

    /// Writes to the disk at once, and waits for it.
    void sync();

signals:
    /// A value of the table changed; `name` is SettingKey::name.
    void changed(const QString &name);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void begin();
    void write();
    [[nodiscard]] QVariant value(SettingScope scope, const QString &name) const;
    void setValue(SettingScope scope, const QString &name, const QVariant &value);
    void store(const QString &path, const QVariant &value);
    [[nodiscard]] QString pathOf(SettingScope scope, const QString &name) const;

    std::unique_ptr<QSettings> m_store;
    QTimer m_writing;
    QString m_profile;
};

} // namespace hrcache
