#include "ui/base/Settings.h"

#include "base/ThreadPool.h"

#include <QEvent>

namespace hrcache {

namespace {

/// What is set together, and what is read by a page that is being opened, comes before: to read while it is
/// being written waits for the disk as well.
constexpr std::chrono::milliseconds writePause{500};

} // namespace

Settings::Settings(QObject *parent)
    : QObject(parent)
    , m_store(std::make_unique<QSettings>())
{
    begin();
}

Settings::Settings(const QString &file, QObject *parent)
    : QObject(parent)
    , m_store(std::make_unique<QSettings>(file, QSettings::IniFormat))
{
    begin();
}

Settings::~Settings() = default;

void Settings::begin()
{
    m_store->installEventFilter(this);
    m_writing.setSingleShot(true);
    m_writing.setInterval(writePause);
    connect(&m_writing, &QTimer::timeout, this, &Settings::write);
}

bool Settings::eventFilter(QObject *watched, QEvent *event)
{
    // With which Qt would write here and now.
    if (watched == m_store.get() && event->type() == QEvent::UpdateRequest)
        return true;
    return QObject::eventFilter(watched, event);
}

void Settings::write()
{
    // Objects of one file share what is not written yet; the first thing that one does is to write it.
    workerPool()->start(
        [file = m_store->fileName(), format = m_store->format()] { QSettings(file, format).sync(); });
}

QVariant Settings::viewState(const QString &page, const QString &name) const
{
    return m_store->value(QStringLiteral("views/%1/%2").arg(page, name));
}

void Settings::setViewState(const QString &page, const QString &name, const QVariant &value)
{
    store(QStringLiteral("views/%1/%2").arg(page, name), value);
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
    m_writing.stop();
    m_store->sync();
}

QVariant Settings::value(SettingScope scope, const QString &name) const
{
    return m_store->value(pathOf(scope, name));
}

void Settings::setValue(SettingScope scope, const QString &name, const QVariant &value)
{
    store(pathOf(scope, name), value);
}

void Settings::store(const QString &path, const QVariant &value)
{
    m_store->setValue(path, value);
    if (!m_writing.isActive())
        m_writing.start();
}

QString Settings::pathOf(SettingScope scope, const QString &name) const
{
    if (scope == SettingScope::Machine)
        return name;
    return QStringLiteral("profiles/%1/%2")
        .arg(m_profile.isEmpty() ? QStringLiteral("embedded") : m_profile, name);
}

} // namespace hrcache
