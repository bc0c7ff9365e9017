#include "ui/base/Settings.h"

namespace hrcache {

Settings::Settings(QObject *parent)
    : QObject(parent)
    , m_store(std::make_unique<QSettings>())
{
}

Settings::Settings(const QString &file, QObject *parent)
    : QObject(parent)
    , m_store(std::make_unique<QSettings>(file, QSettings::IniFormat))
{
}

Settings::~Settings() = default;

QVariant Settings::viewState(const QString &page, const QString &name) const
{
    return m_store->value(QStringLiteral("views/%1/%2").arg(page, name));
}

void Settings::setViewState(const QString &page, const QString &name, const QVariant &value)
{
    m_store->setValue(QStringLiteral("views/%1/%2").arg(page, name), value);
}

QVariant Settings::placeState(const QString &companyId, const QString &page, const QString &name) const
{
    return value(SettingScope::Profile, QStringLiteral("places/%1/%2/%3").arg(companyId, page, name));
}

void Settings::setPlaceState(const QString &companyId, const QString &page, const QString &name,
                             const QVariant &value)
{
    setValue(SettingScope::Profile, QStringLiteral("places/%1/%2/%3").arg(companyId, page, name), value);
}

void Settings::sync()
{
    m_store->sync();
}

QVariant Settings::value(SettingScope scope, const QString &name) const
{
    return m_store->value(pathOf(scope, name));
}

void Settings::setValue(SettingScope scope, const QString &name, const QVariant &value)
{
    m_store->setValue(pathOf(scope, name), value);
}

QString Settings::pathOf(SettingScope scope, const QString &name) const
{
    if (scope == SettingScope::Machine)
        return name;
    return QStringLiteral("profiles/%1/%2")
        .arg(m_profile.isEmpty() ? QStringLiteral("embedded") : m_profile, name);
}

} // namespace hrcache
