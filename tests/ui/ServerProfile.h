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

/// Writes a profile of these servers, with the database's password for this session. Its user is the first of
/// the database who has access to something.
inline void addProfile(TestMonitor &test, const QString &name, quint16 redisPort,
                       const TestDatabase &database)
{
    ConnectionProfile settings;
    settings.name = name;
    settings.redisHost = QStringLiteral("127.0.0.1");
    settings.redisPort = redisPort;
    QUrl url(database.url());
    const QString password = url.password(QUrl::FullyDecoded);
    url.setPassword({});
    settings.databaseUrl =
        url.toString(QUrl::FullyEncoded).replace(QStringLiteral(":@"), QStringLiteral("@"));
    settings.user = database.value(QStringLiteral("SELECT u.firebase_uid FROM core.users u "
                                                  "JOIN core.account_access a ON a.user_id = u.id "
                                                  "WHERE a.is_active ORDER BY 1 LIMIT 1"));
    const ProfileStore store(test.options.session.profileFolder, {});
    QVERIFY(store.write({}, settings).has_value());
    test.monitor->session().sessionSecrets().insert(name + QStringLiteral("/postgresql"), password);
}

} // namespace hrcache
