#include "ui/ServerProfile.h"

#include "cache/CacheKey.h"
#include "support/Await.h"
#include "support/DelayProxy.h"
#include "support/RedisProcess.h"
#include "support/TestServers.h"
#include "ui/base/KeysInView.h"
#include "ui/support/UiTestMain.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QThread>

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
    void aSilentDatabaseIsSaidToBeSilent();
    void aDatabaseThatWaitsForALockIsNotLost();
    void theProfileIsOpenedAtTheNextStart();
    void quittingFinishesWhatIsBeingInvalidated_data();
    void quittingFinishesWhatIsBeingInvalidated();
    void aServerThatDoesNotAnswerKeepsNobodyFromQuitting();
    void theSessionMayGoWhileItFinishes();
    void whatCouldNotBeInvalidatedIsTriedAgainAfterASwitch_data();
    void whatCouldNotBeInvalidatedIsTriedAgainAfterASwitch();
};

namespace {

/// What others hear on a company's channel.
struct Listener
{
    Listener(quint16 port, const QByteArray &channel)
    {
        socket.connectToHost(QStringLiteral("127.0.0.1"), port);
        socket.write("SUBSCRIBE " + channel + "\r\n");
        if (!socket.waitForReadyRead())
            qFatal("no answer to SUBSCRIBE");
        socket.readAll();
    }

    /// The sum of all messages up to now, each of which says how many keys were deleted.
    qint64 told()
    {
        do {
            heard += socket.readAll();
        } while (socket.waitForReadyRead(300));
        static const QRegularExpression number(QStringLiteral("\r\n(\\d+)\r\n"));
        qint64 sum = 0;
        for (auto it = number.globalMatch(QString::fromLatin1(heard)); it.hasNext();)
            sum += it.next().captured(1).toLongLong();
        return sum;
    }

    QTcpSocket socket;
    QByteArray heard;
};

/// So many entries of whoever uses the session.
KeysInView::Keys storeKeys(RedisPeer &peer, const BackendSession &session, int count)
{
    std::vector<QByteArray> keys;
    QByteArrayList set{"MSET"};
    for (int number = 0; number < count; ++number) {
        keys.push_back(CacheKey::withEnd(session.user(), session.companyId(),
                                         "contracts:" + QByteArray::number(number)));
        set << keys.back() << "{}";
    }
    if (peer.text(set) != "OK")
        qFatal("the keys were not stored");
    return std::make_shared<const std::vector<QByteArray>>(std::move(keys));
}

quint16 portOf(const TestDatabase &database)
{
    return static_cast<quint16>(QUrl(database.url()).port());
}

/// Shown, on the database at that port.
BackendSession &openOn(TestMonitor &test, const TestDatabase &database, quint16 port)
{
    BackendSession &session = test.open().session();
    addProfile(test, QStringLiteral("Own"), TestServers::redisPort(), database, {}, port);
    if (!awaitResult(session.use(profileNamed(QStringLiteral("Own")))))
        qFatal("the profile cannot be used");
    return session;
}

Task<DocumentResult> readClusters(BackendSession &session)
{
    return session.service().read(session.user(), HrQuery::clusters(session.companyId()),
                                  {ReadMode::Forced, {}});
}

qint64 keysLeft(RedisPeer &peer)
{
    return peer.command({"KEYS", "cache:*:hr:contracts:*"}).toList().size();
}

} // namespace

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

void AppServersTest::aSilentDatabaseIsSaidToBeSilent()
{
    const TestDatabase database(TestDatabase::Content::Sample);
    DelayProxy proxy(QStringLiteral("127.0.0.1"), portOf(database), std::chrono::milliseconds(0));
    TestMonitor test;
    BackendSession &session = openOn(test, database, proxy.port());
    QTRY_VERIFY(session.databaseHealth().latency && session.databaseHealth().state == State::Good);
    QTRY_VERIFY(!session.company().id.isEmpty());
    proxy.pause();
    auto reading = readClusters(session);
    QElapsedTimer since;
    since.start();
    QTRY_COMPARE_WITH_TIMEOUT(session.databaseHealth().state, State::Lost, 4'000);
    QVERIFY2(session.databaseHealth().words.contains(u"not answered"),
             qPrintable(session.databaseHealth().words));
    QCOMPARE(session.cacheHealth().state, State::Good);
    proxy.resume();
    QTRY_COMPARE_WITH_TIMEOUT(session.databaseHealth().state, State::Good, 2'000);
    QVERIFY(awaitResult(std::move(reading)).has_value());
}

void AppServersTest::aDatabaseThatWaitsForALockIsNotLost()
{
    const TestDatabase database(TestDatabase::Content::Sample);
    TestMonitor test;
    BackendSession &session = openOn(test, database, portOf(database));
    QTRY_VERIFY(session.databaseHealth().latency && session.databaseHealth().state == State::Good);
    QTRY_VERIFY(!session.company().id.isEmpty());
    const auto locking = std::unique_ptr<QThread>(QThread::create(
        [&database] { database.exec(QStringLiteral("BEGIN; LOCK TABLE hr.clusters; SELECT pg_sleep(6)")); }));
    locking->start();
    QTRY_VERIFY(database.value(QStringLiteral("SELECT count(*) FROM pg_locks WHERE relation = "
                                              "'hr.clusters'::regclass AND mode = 'AccessExclusiveLock'")) ==
                u"1");
    // As many as there are connections, and one that waits for one of them.
    std::vector<Task<DocumentResult>> reading;
    for (int i = 0; i < 5; ++i)
        reading.push_back(readClusters(session));
    QList<State> states;
    connect(&session, &Session::healthChanged, this, [&] { states << session.databaseHealth().state; });
    while (!locking->wait(QDeadlineTimer(0)))
        QTest::qWait(50);
    QVERIFY(!states.contains(State::Lost));
    for (auto &one : reading)
        QVERIFY(awaitResult(std::move(one)).has_value());
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

void AppServersTest::quittingFinishesWhatIsBeingInvalidated_data()
{
    QTest::addColumn<bool>("switches");
    QTest::addRow("quit") << false;
    QTest::addRow("switched to the sample, and quit") << true;
}

void AppServersTest::quittingFinishesWhatIsBeingInvalidated()
{
    QFETCH(bool, switches);
    const TestDatabase database(TestDatabase::Content::Sample);
    RedisProcess redis;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), redis.port(), std::chrono::milliseconds(20));
    TestMonitor test;
    BackendSession &session = test.open().session();
    addProfile(test, QStringLiteral("Far"), proxy.port(), database);
    QVERIFY(awaitResult(session.use(profileNamed(QStringLiteral("Far")))).has_value());
    QTRY_VERIFY(!session.company().id.isEmpty());
    constexpr int many = 40'000;
    RedisPeer peer(redis.port());
    Listener others(redis.port(), CacheKey::channel(session.companyId()));
    const auto keys = storeKeys(peer, session, many);
    auto invalidating = session.cache().invalidateInParts(session.companyId(), keys);
    QTRY_VERIFY(keysLeft(peer) < many);
    QVERIFY(keysLeft(peer) > many / 2);
    if (switches)
        QVERIFY(awaitResult(session.use({})).has_value());
    const auto took = test.quit();
    QVERIFY2(took < std::chrono::seconds(1), qPrintable(QString::number(took.count())));
    QCOMPARE(keysLeft(peer), 0);
    const qint64 told = others.told();
    QVERIFY2(told >= many, qPrintable(QString::number(told)));
    QVERIFY(awaitResult(std::move(invalidating)).acknowledged);
}

void AppServersTest::aServerThatDoesNotAnswerKeepsNobodyFromQuitting()
{
    const TestDatabase database(TestDatabase::Content::Sample);
    RedisProcess redis;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), redis.port(), std::chrono::milliseconds(0));
    TestMonitor test;
    BackendSession &session = test.open().session();
    addProfile(test, QStringLiteral("Stuck"), proxy.port(), database);
    QVERIFY(awaitResult(session.use(profileNamed(QStringLiteral("Stuck")))).has_value());
    QTRY_VERIFY(!session.company().id.isEmpty());
    QTRY_COMPARE(session.cacheHealth().state, State::Good);
    RedisPeer peer(redis.port());
    const auto keys = storeKeys(peer, session, 5'000);
    proxy.pause();
    auto invalidating = session.cache().invalidateInParts(session.companyId(), keys);
    QTest::ignoreMessage(QtWarningMsg, "5000 keys that were to be deleted may stay in the cache");
    const auto took = test.quit();
    QVERIFY2(took < std::chrono::seconds(1), qPrintable(QString::number(took.count())));
    QVERIFY(!awaitResult(std::move(invalidating)).acknowledged);
}

void AppServersTest::whatCouldNotBeInvalidatedIsTriedAgainAfterASwitch_data()
{
    QTest::addColumn<bool>("quits");
    QTest::addRow("switched to the sample") << false;
    QTest::addRow("switched to the sample, and quit") << true;
}

void AppServersTest::whatCouldNotBeInvalidatedIsTriedAgainAfterASwitch()
{
    QFETCH(bool, quits);
    const TestDatabase database(TestDatabase::Content::Sample);
    RedisProcess redis;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), redis.port(), std::chrono::milliseconds(0));
    TestMonitor test;
    BackendSession &session = test.open().session();
    addProfile(test, QStringLiteral("Shaky"), proxy.port(), database);
    QVERIFY(awaitResult(session.use(profileNamed(QStringLiteral("Shaky")))).has_value());
    QTRY_VERIFY(!session.company().id.isEmpty());
    QTRY_COMPARE(session.cacheHealth().state, State::Good);
    RedisPeer peer(redis.port());
    const auto keys = storeKeys(peer, session, 10);
    proxy.setListening(false);
    proxy.kill();
    QVERIFY(!awaitResult(session.cache().invalidateInParts(session.companyId(), keys)).acknowledged);
    QVERIFY(awaitResult(session.use({})).has_value());
    QCOMPARE(keysLeft(peer), 10);
    proxy.setListening(true);
    if (quits)
        test.quit();
    else
        QTest::qWait(1'200);
    QCOMPARE(keysLeft(peer), 0);
}

void AppServersTest::theSessionMayGoWhileItFinishes()
{
    const TestDatabase database(TestDatabase::Content::Sample);
    RedisProcess redis;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), redis.port(), std::chrono::milliseconds(0));
    TestMonitor test;
    BackendSession &session = test.open().session();
    addProfile(test, QStringLiteral("Stuck"), proxy.port(), database);
    QVERIFY(awaitResult(session.use(profileNamed(QStringLiteral("Stuck")))).has_value());
    QTRY_VERIFY(!session.company().id.isEmpty());
    QTRY_COMPARE(session.cacheHealth().state, State::Good);
    RedisPeer peer(redis.port());
    const auto keys = storeKeys(peer, session, 10);
    proxy.pause();
    auto invalidating = session.cache().invalidateInParts(session.companyId(), keys);
    auto finishing = session.finish(std::chrono::seconds(10));
    test.monitor.reset();
    QVERIFY(finishing.isReady());
    QVERIFY(!awaitResult(std::move(invalidating)).acknowledged);
}

QTEST_MAIN(AppServersTest)
#include "tst_app_servers.moc"
