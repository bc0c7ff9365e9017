#include "WatchedKeys.h"

#include <QElapsedTimer>

using namespace hrcache;
using namespace std::chrono_literals;
using State = KeyChangeFeed::State;

class TestKeyWatch final : public QObject
{
    Q_OBJECT

private slots:
    void anAnnouncedKeyIsAskedForAlone();
    void whatIsNotWatchedIsNotAskedFor();
    void anAnnouncedDeletionIsADeletion();
    void anAnnouncementThatChangesNothingIsNoChange();
    void whatIsAnnouncedWhileAskingIsAskedForAgain();
    void everythingIsAskedForWhenAllMayHaveChanged();
    void beginningAndEndingToAnnounceAsksForEverything();
    void whileChangesAreAnnouncedItAsksAtTheSlowPaceOnly();
    void whereNothingIsAnnouncedItAsksAtTheFastPace_data();
    void whereNothingIsAnnouncedItAsksAtTheFastPace();
    void theEndOfATtlIsNoticedWithoutAnAnnouncement();
    void anotherTtlIsToldWithoutAChange();
    void anotherTtlThanWhenItWasReadIsTold();
    void outOfViewNothingIsAskedFor();
    void aStoreThatAnnouncesNothingIsAsked();
    void whatWasReplacedByAsMuchBeforeTheFirstLookIsTold();
    void whatShouldBeStoredAndIsGoneIsTold();
    void ourLeaseIsNoChangeUntilTheEntryIsStored();
};

void TestKeyWatch::anAnnouncedKeyIsAskedForAlone()
{
    Watched test(State::Live);
    test.put(first, "newer");
    QVERIFY(test.changes.isEmpty());
    emit test.store.feed.keysChanged({first});
    QTRY_COMPARE(test.changes.size(), 1);
    QCOMPARE(test.changes.value(first), KeyChange::Replaced);
    QCOMPARE(test.questions(), std::vector<Keys>{{first}});
    QVERIFY(!test.watch->isWatching(first));
    QVERIFY(test.watch->isWatching(second));
}

void TestKeyWatch::whatIsNotWatchedIsNotAskedFor()
{
    Watched test(State::Live);
    emit test.store.feed.keysChanged({"cache:other:c:hr:first", "cache:u:c:hr:firs"});
    emit test.store.feed.keysChanged({"cache:other:c:hr:first", second});
    QTRY_VERIFY(!test.questions().empty());
    QCOMPARE(test.questions(), std::vector<Keys>{{second}});
}

void TestKeyWatch::anAnnouncedDeletionIsADeletion()
{
    Watched test(State::Live);
    test.remove(second);
    emit test.store.feed.keysChanged({second});
    QTRY_COMPARE(test.changes.size(), 1);
    QCOMPARE(test.changes.value(second), KeyChange::Deleted);
}

void TestKeyWatch::anAnnouncementThatChangesNothingIsNoChange()
{
    Watched test(State::Live);
    test.put(first, "old");
    emit test.store.feed.keysChanged({first});
    test.put(second, "newer");
    emit test.store.feed.keysChanged({second});
    QTRY_COMPARE(test.changes.size(), 1);
    QVERIFY(test.changes.contains(second));
    QVERIFY(test.watch->isWatching(first));
}

void TestKeyWatch::whatIsAnnouncedWhileAskingIsAskedForAgain()
{
    Watched test(State::Live);
    test.store.holds = true;
    emit test.store.feed.keysChanged({first});
    QCOMPARE(test.questions(), std::vector<Keys>{{first}});
    test.put(first, "newer");
    emit test.store.feed.keysChanged({first});
    QCOMPARE(test.questions().size(), size_t(1));
    test.store.holds = false;
    test.store.release();
    QTRY_COMPARE(test.changes.size(), 1);
    QCOMPARE(test.questions(), (std::vector<Keys>{{first}, {first}}));
}

void TestKeyWatch::everythingIsAskedForWhenAllMayHaveChanged()
{
    Watched test(State::Live);
    test.remove(first);
    test.remove(second);
    emit test.store.feed.allMayHaveChanged();
    QTRY_COMPARE(test.changes.size(), 2);
    QCOMPARE(test.changes.value(first), KeyChange::Deleted);
    QCOMPARE(test.questions().size(), size_t(1));
}

void TestKeyWatch::beginningAndEndingToAnnounceAsksForEverything()
{
    Watched test(State::Connecting);
    test.put(first, "newer");
    test.store.feed.turn(State::Live);
    QTRY_COMPARE(test.changes.size(), 1);
    test.put(second, "newer");
    test.store.feed.turn(State::Connecting);
    QTRY_COMPARE(test.changes.size(), 2);
    QCOMPARE(test.questions().size(), size_t(2));
}

void TestKeyWatch::whileChangesAreAnnouncedItAsksAtTheSlowPaceOnly()
{
    QElapsedTimer since;
    since.start();
    Watched test(State::Live, {1ms, 300ms});
    QTRY_VERIFY(!test.questions().empty());
    // A busy machine may have let more than one pace pass; the fast one would have asked hundreds of times.
    const auto asked = static_cast<qint64>(test.questions().size());
    QVERIFY2(since.elapsed() >= 285 * asked, qPrintable(QString::number(since.elapsed())));
    QCOMPARE(test.questions().front().size(), size_t(2));
}

void TestKeyWatch::whereNothingIsAnnouncedItAsksAtTheFastPace_data()
{
    QTest::addColumn<State>("state");
    QTest::newRow("connecting") << State::Connecting;
    QTest::newRow("refused") << State::Refused;
}

void TestKeyWatch::whereNothingIsAnnouncedItAsksAtTheFastPace()
{
    QFETCH(State, state);
    Watched test(state, {20ms, 1h});
    QTRY_VERIFY(test.questions().size() >= 3);
    test.put(first, "newer");
    QTRY_COMPARE(test.changes.size(), 1);
}

void TestKeyWatch::theEndOfATtlIsNoticedWithoutAnAnnouncement()
{
    Watched test(State::Live, {1h, 1h}, 1s);
    QTRY_COMPARE(test.changes.size(), 1);
    QCOMPARE(test.changes.value(first), KeyChange::Expired);
    QCOMPARE(test.questions().size(), size_t(1));
}

void TestKeyWatch::anotherTtlIsToldWithoutAChange()
{
    Watched test(State::Live);
    QSignalSpy told(test.watch.get(), &KeyWatch::ttlChanged);
    test.put(first, "old", 100s);
    test.put(second, "newer", 100s);
    emit test.store.feed.keysChanged({first, second});
    QTRY_COMPARE(test.changes.size(), 1);
    QCOMPARE(told.count(), 1);
    QCOMPARE(told.front()[0].toByteArray(), first);
    const auto left = told.front()[1].value<std::optional<std::chrono::milliseconds>>();
    QVERIFY(left && *left > 98s && *left <= 100s);
    QVERIFY(test.watch->isWatching(first));
}

void TestKeyWatch::anotherTtlThanWhenItWasReadIsTold()
{
    Watched test(State::Live);
    QSignalSpy told(test.watch.get(), &KeyWatch::ttlChanged);
    Provenance read;
    read.source = Source::Cache;
    read.key = first;
    read.bytes = read.entryBytes = 3;
    read.ttlLeft = 1h;
    // Somebody was faster than the first look.
    test.put(first, "old", 100s);
    test.watch->watch(read);
    QTRY_COMPARE(told.count(), 1);
    QCOMPARE(told.front()[0].toByteArray(), first);
    QVERIFY(test.changes.isEmpty());
    read.ttlLeft = 100s;
    test.watch->watch(read);
    QTRY_VERIFY(test.questions().size() >= 2);
    QCOMPARE(told.count(), 1);
}

void TestKeyWatch::outOfViewNothingIsAskedFor()
{
    Watched test(State::Live);
    test.watch->setActive(false);
    test.put(first, "newer");
    emit test.store.feed.keysChanged({first});
    emit test.store.feed.allMayHaveChanged();
    QCOMPARE(test.questions().size(), size_t(0));
    test.watch->setActive(true);
    QTRY_COMPARE(test.changes.size(), 1);
    QCOMPARE(test.questions().size(), size_t(1));
}

void TestKeyWatch::aStoreThatAnnouncesNothingIsAsked()
{
    MemoryCacheStore plain(Clock::system());
    QVERIFY(awaitResult(plain.set(first, "old", 1h)));
    CacheEventFeed events;
    KeyWatch watch(plain, events, KeyWatch::Pace{20ms, 1h});
    QSignalSpy changed(&watch, &KeyWatch::changed);
    watch.watchAsItIs(first);
    watch.setActive(true);
    QVERIFY(awaitResult(plain.set(first, "newer", 1h)));
    QTRY_COMPARE(changed.count(), 1);
}

void TestKeyWatch::whatWasReplacedByAsMuchBeforeTheFirstLookIsTold()
{
    Watched test(State::Live);
    Provenance read;
    read.source = Source::Cache;
    read.key = first;
    read.bytes = 5'000'000; // of the pages that it names
    read.entryBytes = 3;
    read.entryTail = "old";
    test.watch->watch(read);
    QTRY_VERIFY(!test.questions().empty());
    QVERIFY(test.changes.isEmpty());
    test.put(first, "new");
    test.watch->watch(read);
    QTRY_COMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Replaced);
}

void TestKeyWatch::whatShouldBeStoredAndIsGoneIsTold()
{
    Watched test(State::Live);
    test.watch->watchStored(first);
    QTRY_VERIFY(!test.questions().empty());
    QVERIFY(test.changes.isEmpty());
    test.remove(first);
    test.watch->watchStored(first);
    QTRY_COMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Deleted);
}

void TestKeyWatch::ourLeaseIsNoChangeUntilTheEntryIsStored()
{
    Watched test(State::Live);
    test.put(first, CacheEnvelope::composeLease(Clock::system().now()));
    test.watch->watchStored(first);
    QTRY_VERIFY(!test.questions().empty());
    QVERIFY(test.changes.isEmpty());
    test.put(first, "stored");
    test.watch->check();
    QTRY_VERIFY(test.questions().size() >= 2);
    QVERIFY(test.changes.isEmpty());
    QVERIFY(test.watch->isWatching(first));
    test.remove(first);
    test.watch->check();
    QTRY_COMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Deleted);
}

QTEST_GUILESS_MAIN(TestKeyWatch)
#include "tst_keywatch.moc"
