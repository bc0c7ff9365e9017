#include "ui/ServerProfile.h"

#include "support/Await.h"
#include "support/RedisProcess.h"
#include "support/TestServers.h"
#include "ui/ServerProfile.h"
#include "ui/support/UiTestMain.h"

#include <QSignalSpy>

using namespace hrcache;
using State = LinkHealth::State;

class AppServersTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void aProfileReplacesTheSampleInOrder();
    void aProfileThatCannotBeReadChangesNothing();
    void theCacheGoesAndComesBack();
    void theProfileIsOpenedAtTheNextStart();
};

void AppServersTest::aProfileReplacesTheSampleInOrder()
{
    const TestDatabase database;
    TestMonitor test;
    BackendSession &session = test.open().session();
    QTRY_COMPARE(session.companies().size(), size_t(3));
    addProfile(test, QStringLiteral("Servers"), TestServers::redisPort(), database);
    QStringList order;
    HrService *before = &session.service();
    connect(&session, &Session::aboutToBeReplaced, this, [&] {
        order << QStringLiteral("leaving");
        QVERIFY(&session.service() == before);
    });
    connect(&session, &Session::replaced, this, [&] {
        order << QStringLiteral("replaced");
        QVERIFY(&session.service() != before);
        before = &session.service();
    });
    QVERIFY(awaitResult(session.use(profileNamed(QStringLiteral("Servers")))).has_value());
    QCOMPARE(order, (QStringList{QStringLiteral("leaving"), QStringLiteral("replaced")}));
    QCOMPARE(session.profileName(), QStringLiteral("Servers"));
    QVERIFY(!session.isEmbedded());
    QTRY_VERIFY(!session.company().id.isEmpty());
    QTRY_COMPARE(session.databaseHealth().state, State::Good);
    QTRY_COMPARE(session.cacheHealth().state, State::Good);
    QTRY_VERIFY(session.cacheHealth().latency && session.databaseHealth().latency);

    QVERIFY(awaitResult(session.use({})).has_value());
    QVERIFY(session.isEmbedded());
    QTRY_COMPARE(session.companies().size(), size_t(3));
}

void AppServersTest::aProfileThatCannotBeReadChangesNothing()
{
    TestMonitor test;
    BackendSession &session = test.open().session();
    QTRY_COMPARE(session.companies().size(), size_t(3));
    QSignalSpy leaving(&session, &Session::aboutToBeReplaced);
    const auto used = awaitResult(session.use(profileNamed(QStringLiteral("nowhere"))));
    QVERIFY(!used);
    QCOMPARE(used.error().code, ErrorCode::NotFound);
    QCOMPARE(leaving.count(), 0);
    QVERIFY(session.isEmbedded());
    QCOMPARE(session.companies().size(), size_t(3));
}

void AppServersTest::theCacheGoesAndComesBack()
{
    const TestDatabase database;
    RedisProcess redis;
    TestMonitor test;
    BackendSession &session = test.open().session();
    addProfile(test, QStringLiteral("Own"), redis.port(), database);
    QVERIFY(awaitResult(session.use(profileNamed(QStringLiteral("Own")))).has_value());
    QTRY_COMPARE(session.cacheHealth().state, State::Good);
    redis.kill();
    QTRY_COMPARE_WITH_TIMEOUT(session.cacheHealth().state, State::Lost, 15'000);
    QVERIFY(!session.cacheHealth().words.isEmpty());
    QCOMPARE(session.databaseHealth().state, State::Good);
    redis.restart();
    QTRY_COMPARE_WITH_TIMEOUT(session.cacheHealth().state, State::Good, 20'000);
}

void AppServersTest::theProfileIsOpenedAtTheNextStart()
{
    const TestDatabase database;
    TestMonitor test;
    test.open();
    addProfile(test, QStringLiteral("Daily"), TestServers::redisPort(), database);
    QVERIFY(awaitResult(test.monitor->session().use(profileNamed(QStringLiteral("Daily")))).has_value());
    test.quit();
    QCOMPARE(test.open().session().profileName(), QStringLiteral("Daily"));
}

QTEST_MAIN(AppServersTest)
#include "tst_app_servers.moc"
