#pragma once

#include "support/ServerProcess.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QFile>
#include <QTemporaryDir>

namespace hrcache {

/// Without folders of services that it could start.
inline const QString busConfiguration = QStringLiteral(R"(<!DOCTYPE busconfig PUBLIC
  "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%1</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
  </policy>
</busconfig>
)");

/// A session bus of the test's own, with nobody on it and nothing that it could start, and, when a test says
/// so, a GNOME keyring that is unlocked. Make it before anything asks for the bus.
class KeychainBus
{
public:
    KeychainBus()
    {
        const QString config =
            write(QStringLiteral("bus.conf"), busConfiguration.arg(path(QStringLiteral("bus"))).toUtf8());
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + path(QStringLiteral("bus")).toUtf8());
        for (const char *name : {"HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME"})
            qputenv(name, m_folder.path().toUtf8());
        m_bus.start(QStringLiteral("dbus-daemon"), {QStringLiteral("--config-file"), config},
                    path(QStringLiteral("bus.log")));
        if (!m_bus.waitUntil([this] { return QFile::exists(path(QStringLiteral("bus"))); }))
            qFatal("There is no session bus:\n%s", qPrintable(m_bus.log()));
    }

    void startKeychain()
    {
        // Its capability to lock memory, which a copy has not, is one that a container may not give.
        const QString copy = path(QStringLiteral("gnome-keyring-daemon"));
        if (!QFile::exists(copy) && !QFile::copy(QStringLiteral("/usr/bin/gnome-keyring-daemon"), copy))
            qFatal("gnome-keyring is not installed: run tests/run");
        const QString password = write(QStringLiteral("password"), "of the keyring");
        m_keychain.start(QStringLiteral("/bin/sh"),
                         {QStringLiteral("-c"),
                          QStringLiteral("exec \"$0\" --unlock --foreground --components=secrets <\"$1\""),
                          copy, password},
                         path(QStringLiteral("keyring.log")));
        const auto isThere = [] {
            return QDBusConnection::sessionBus()
                .interface()
                ->isServiceRegistered(QStringLiteral("org.freedesktop.secrets"))
                .value();
        };
        if (!m_keychain.waitUntil(isThere))
            qFatal("There is no keychain:\n%s", qPrintable(m_keychain.log()));
    }

    void endKeychain() { m_keychain.kill(); }

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    QString write(const QString &name, const QByteArray &text) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("%s cannot be written", qPrintable(file.fileName()));
        return file.fileName();
    }

    QTemporaryDir m_folder;
    ServerProcess m_bus;
    ServerProcess m_keychain;
};

} // namespace hrcache
