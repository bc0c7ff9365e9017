#include "cache/CacheKey.h"
#include "cache/CacheStore.h"
#include "cache/HrCacheManager.h"
#include "cache/KeyChangeFeed.h"
#include "support/Await.h"
#include "support/RedisProcess.h"
#include "ui/ServerProfile.h"
#include "ui/base/SourceBadge.h"
#include "ui/employees/EmployeesPage.h"
#include "ui/support/UiTestMain.h"

#include <QElapsedTimer>

using namespace hrcache;
using namespace std::chrono_literals;
using Feed = KeyChangeFeed::State;
using Badge = SourceInfo::State;

namespace {

/// Within a second, and what a busy machine adds; all keys are asked for every 5 s anyway.
constexpr qint64 soon = 3000;

/// The window on a Redis of its own and the sample rows in PostgreSQL, with the list of employees read from
/// the cache.
struct Place
{
    explicit Place(const QStringList &redisArguments = {}, const QString &redisUser = {})
        : redis(redisArguments)
    {
        test.open();
        const QString name = QStringLiteral("Own");
        addProfile(test, name, redis.port(), database, redisUser);
        if (!awaitResult(session().use({ConnectionChoice::Kind::Profile, name})))
            qFatal("The profile cannot be used");
        test.monitor->window().showPage(QStringLiteral("employees"));
        wait([this] { return !session().company().id.isEmpty(); }, "no company");
        wait([this] { return page().source().state == Badge::Database; }, "no rows");
    }

    static void wait(const std::function<bool()> &done, const char *otherwise)
    {
        if (!QTest::qWaitFor(done, 15'000))
            qFatal("%s", otherwise);
    }

    [[nodiscard]] BackendSession &session() const { return test.monitor->session(); }

    [[nodiscard]] EmployeesPage &page() const
    {
        return *qobject_cast<EmployeesPage *>(test.monitor->window().page(QStringLiteral("employees")));
    }

    [[nodiscard]] Feed feed() const { return session().cacheStore().changes()->state(); }

    [[nodiscard]] QByteArray listKey() const
    {
        return CacheKey::of(session().user(), HrQuery::employees(session().companyId()));
    }

    [[nodiscard]] Badge badge() const { return page().source().state; }

    /// Reads the list again, from the cache, and waits until it was asked what the key holds.
    void readThrough()
    {
        awaitResult(session().cache().idle());
        const qint64 looks = calls("getrange");
        page().readThrough();
        wait([this] { return badge() == Badge::Cache && !page().isLoading(); }, "not from the cache");
        wait([this, looks] { return calls("getrange") > looks; }, "the key is not watched");
    }

    /// Calls of a command that the server has counted.
    [[nodiscard]] qint64 calls(const QByteArray &command)
    {
        const QByteArray all = redis.peer().text({"INFO", "commandstats"});
        const QByteArray mark = "cmdstat_" + command + ":calls=";
        const qsizetype at = all.indexOf(mark);
        return at < 0 ? 0 : all.mid(at + mark.size()).split(',').front().toLongLong();
    }

    const TestDatabase database;
    RedisProcess redis;
    TestMonitor test;
};

} // namespace

class AppChangesTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void theBadgeTellsWhatAnotherClientDidWithinASecond_data();
    void theBadgeTellsWhatAnotherClientDidWithinASecond();
    void theBadgeTellsThatTheEntryHasAnotherTtl();
    void withoutTrackingTheBadgeTellsWithinASecondToo();
    void whatHappensWhileNothingIsAnnouncedIsNotMissed();
    void nothingIsAskedAgainAndAgainWhileChangesAreAnnounced();
};

void AppChangesTest::theBadgeTellsWhatAnotherClientDidWithinASecond_data()
{
    QTest::addColumn<QByteArrayList>("command");
    QTest::newRow("deleted") << QByteArrayList{"DEL", "KEY"};
    QTest::newRow("replaced") << QByteArrayList{"SET", "KEY", "{}"};
    QTest::newRow("unlinked") << QByteArrayList{"UNLINK", "KEY"};
    QTest::newRow("renamed") << QByteArrayList{"RENAME", "KEY", "elsewhere"};
    QTest::newRow("flushed") << QByteArrayList{"FLUSHALL"};
}

void AppChangesTest::theBadgeTellsWhatAnotherClientDidWithinASecond()
{
    QFETCH(QByteArrayList, command);
    Place place;
    place.readThrough();
    QTRY_COMPARE(place.feed(), Feed::Live);
    std::replace(command.begin(), command.end(), QByteArray("KEY"), place.listKey());
    QElapsedTimer since;
    since.start();
    QVERIFY(!place.redis.peer().text(command).startsWith("ERROR"));
    QTRY_COMPARE(place.badge(), Badge::Stale);
    QVERIFY2(since.elapsed() < soon, qPrintable(QString::number(since.elapsed())));
}

void AppChangesTest::theBadgeTellsThatTheEntryHasAnotherTtl()
{
    Place place;
    place.readThrough();
    QTRY_COMPARE(place.feed(), Feed::Live);
    const auto text = [&] { return SourceBadge::textFor(place.page().source(), place.session().clock()); };
    QCOMPARE(place.redis.peer().number({"EXPIRE", place.listKey(), "1200"}), 1);
    QTRY_VERIFY_WITH_TIMEOUT(text().contains(QStringLiteral("20 min left")) ||
                                 text().contains(QStringLiteral("19 min left")),
                             soon);
    QCOMPARE(place.redis.peer().number({"PEXPIRE", place.listKey(), "1200"}), 1);
    QTRY_VERIFY_WITH_TIMEOUT(text().contains(QStringLiteral("expired")), 1200 + soon);
    // What was read is no older for that.
    QCOMPARE(place.badge(), Badge::Cache);
}

void AppChangesTest::withoutTrackingTheBadgeTellsWithinASecondToo()
{
    const QStringList user{QStringLiteral("--user"), QStringLiteral("plain"),
                           QStringLiteral("on"),     QStringLiteral(">secret"),
                           QStringLiteral("~*"),     QStringLiteral("&*"),
                           QStringLiteral("+@all"),  QStringLiteral("-client|tracking")};
    Place place(user, QStringLiteral("plain"));
    QTRY_COMPARE(place.feed(), Feed::Refused);
    place.readThrough();
    QElapsedTimer since;
    since.start();
    QCOMPARE(place.redis.peer().number({"DEL", place.listKey()}), 1);
    QTRY_COMPARE(place.badge(), Badge::Stale);
    QVERIFY2(since.elapsed() < soon, qPrintable(QString::number(since.elapsed())));
    // It takes nothing away, so the link is good; but it is said.
    QTRY_COMPARE(place.session().cacheHealth().state, LinkHealth::State::Good);
    QVERIFY2(place.session().cacheHealth().note.contains(QStringLiteral("TRACKING")),
             qPrintable(place.session().cacheHealth().note));
}

void AppChangesTest::whatHappensWhileNothingIsAnnouncedIsNotMissed()
{
    Place place;
    place.readThrough();
    QTRY_COMPARE(place.feed(), Feed::Live);
    RedisPeer other = place.redis.peer();
    QVERIFY(other.number({"CLIENT", "KILL", "TYPE", "PUBSUB"}) == 1);
    QElapsedTimer since;
    since.start();
    QCOMPARE(other.number({"DEL", place.listKey()}), 1);
    QTRY_COMPARE(place.badge(), Badge::Stale);
    QVERIFY2(since.elapsed() < soon, qPrintable(QString::number(since.elapsed())));
    QTRY_COMPARE(place.feed(), Feed::Live);
    QVERIFY(place.session().cacheHealth().note.isEmpty());
}

void AppChangesTest::nothingIsAskedAgainAndAgainWhileChangesAreAnnounced()
{
    Place place;
    place.readThrough();
    QTRY_COMPARE(place.feed(), Feed::Live);
    // The health of the server is asked every 5 s, by a DEL; between two of them the fast pace would ask for
    // the list's key six times.
    const qint64 first = place.calls("del") + 1;
    QTRY_VERIFY_WITH_TIMEOUT(place.calls("del") >= first, 15'000);
    const qint64 before = place.calls("getrange");
    QTRY_VERIFY_WITH_TIMEOUT(place.calls("del") > first, 15'000);
    const qint64 asked = place.calls("getrange") - before;
    QVERIFY2(asked <= 2, qPrintable(QString::number(asked)));
    QCOMPARE(place.badge(), Badge::Cache);
}

QTEST_MAIN(AppChangesTest)
#include "tst_app_changes.moc"
