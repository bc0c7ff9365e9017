#pragma once

#include "app/gui/ProfileStore.h"
#include "support/TestDatabase.h"
#include "ui/MonitorTesting.h"

#include <QUrl>

namespace hrcache {

[[nodiscard]] inline ConnectionChoice profileNamed(const QString &name)
{
    return {ConnectionChoice::Kind::Profile, name};
}

/// Who has access in a TestDatabase with sample rows.
[[nodiscard]] inline QString someUserOf(const TestDatabase &database)
{
    return database.value(QStringLiteral("SELECT u.firebase_uid FROM core.users u "
                                         "JOIN core.account_access a ON a.user_id = u.id "
                                         "WHERE a.is_active ORDER BY 1 LIMIT 1"));
}

/// Writes a profile of these servers, with the database's password for this session. `redisUser`: an ACL user
/// whose password is "secret". `databasePort`: of what stands before the database; 0: nothing does.
inline void addProfile(TestMonitor &test, const QString &name, quint16 redisPort,
                       const TestDatabase &database, const QString &redisUser = {}, quint16 databasePort = 0)
{
    ConnectionProfile settings;
    settings.name = name;
    settings.redisHost = QStringLiteral("127.0.0.1");
    settings.redisPort = redisPort;
    settings.redisUser = redisUser;
    QUrl url(database.url());
    const QString password = url.password(QUrl::FullyDecoded);
    url.setPassword({});
    if (databasePort > 0)
        url.setPort(databasePort);
    settings.databaseUrl =
        url.toString(QUrl::FullyEncoded).replace(QStringLiteral(":@"), QStringLiteral("@"));
    settings.user = someUserOf(database);
    const ProfileStore store(test.options.session.profileFolder, {});
    QVERIFY(store.write({}, settings).has_value());
    QHash<QString, QString> &secrets = test.monitor->session().sessionSecrets();
    secrets.insert(name + QStringLiteral("/postgresql"), password);
    if (!redisUser.isEmpty())
        secrets.insert(name + QStringLiteral("/redis"), QStringLiteral("secret"));
}

} // namespace hrcache
