#include "WatchedKeys.h"

using namespace hrcache;
using namespace std::chrono_literals;
using State = KeyChangeFeed::State;

/// What is watched after an answer: entries without an end, lists in pages, rows that are not stored.
class TestKeyWatchAnswers final : public QObject
{
    Q_OBJECT

private slots:
    void thatATtlIsRemovedIsTold();
    void anEntryThatNeverHadATtlIsToldOnce();
    void whatBecomesOfAPageIsToldOfItsList();
    void aPageIsExpectedOnceItsListIsStored();
    void whatOthersFillIsReadAgainWhenItIsThere();
    void whatOthersGiveUpFillingIsReadAgain();
    void ourOwnLeaseThatIsGivenBackIsNoChange();
    void anOldEntryThatCouldNotBeReachedIsNotReadForNewerRows();
};

void TestKeyWatchAnswers::thatATtlIsRemovedIsTold()
{
    Watched test(State::Live);
    QSignalSpy told(test.watch.get(), &KeyWatch::ttlChanged);
    using Left = std::optional<std::chrono::milliseconds>;
    test.store.persisted = first;
    emit test.store.feed.keysChanged({first});
    QTRY_COMPARE(told.count(), 1);
    QCOMPARE(told.front()[0].toByteArray(), first);
    QVERIFY(!told.front()[1].value<Left>());
    // And that it was given one again.
    test.store.persisted.clear();
    emit test.store.feed.keysChanged({first});
    QTRY_COMPARE(told.count(), 2);
    QVERIFY(told.back()[1].value<Left>());
    QVERIFY(test.changes.isEmpty());
}

void TestKeyWatchAnswers::anEntryThatNeverHadATtlIsToldOnce()
{
    Watched test(State::Live);
    QSignalSpy told(test.watch.get(), &KeyWatch::ttlChanged);
    test.store.persisted = first;
    test.watch->watch(readAs(first, "old"));
    QTRY_COMPARE(told.count(), 1);
    test.watch->check();
    QTRY_VERIFY(test.questions().size() >= 2);
    QCOMPARE(told.count(), 1);
}

void TestKeyWatchAnswers::whatBecomesOfAPageIsToldOfItsList()
{
    Watched test(State::Live);
    test.put("page:0", "p0");
    test.put("page:1", "p1");
    Provenance list = readAs(first, "old");
    list.parts = std::make_shared<std::vector<EntryPart>>(
        std::vector<EntryPart>{{"page:0", 2, "p0", 1h}, {"page:1", 2, "p1", 1h}});
    test.watch->watch(list);
    QTRY_VERIFY(!test.questions().empty());
    QVERIFY(test.changes.isEmpty());
    test.remove("page:1");
    emit test.store.feed.keysChanged({"page:1"});
    QTRY_COMPARE(test.changes.size(), 1);
    QCOMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Deleted);
    // Once for all of them.
    QVERIFY(!test.watch->isWatching(first));
    QVERIFY(!test.watch->isWatching("page:0"));
    QVERIFY(!test.watch->isWatching("page:1"));
    // Pages of an answer before are not watched with the next one.
    test.put("page:1", "p1");
    test.watch->watch(list);
    test.watch->watch(readAs(first, "old"));
    QVERIFY(!test.watch->isWatching("page:0"));
}

void TestKeyWatchAnswers::aPageIsExpectedOnceItsListIsStored()
{
    Watched test(State::Live);
    Provenance list;
    list.key = first;
    list.willStore = true;
    list.parts = std::make_shared<std::vector<EntryPart>>(std::vector<EntryPart>{{"page:0", -1, {}, {}}});
    test.watch->watch(list);
    test.watch->check();
    QTRY_VERIFY(!test.questions().empty()); // the other key
    QVERIFY(test.changes.isEmpty());
    test.put("page:0", "p0");
    CacheEvent stored;
    stored.type = CacheEvent::Type::Store;
    stored.key = first;
    stored.bytes = 3;
    test.events.announce(stored);
    QTRY_VERIFY(test.store.asked.back().size() >= 2);
    QVERIFY(test.changes.isEmpty());
    test.put("page:0", "p1");
    emit test.store.feed.keysChanged({"page:0"});
    QTRY_COMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Replaced);
}

void TestKeyWatchAnswers::whatOthersFillIsReadAgainWhenItIsThere()
{
    Watched test(State::Live);
    test.put(first, CacheEnvelope::composeLease(Clock::system().now()));
    test.watch->watch(notStored(first, Reason::BeingFilled));
    QTRY_VERIFY(!test.questions().empty());
    QVERIFY(test.changes.isEmpty());
    test.put(first, "filled");
    emit test.store.feed.keysChanged({first});
    QTRY_COMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Renewed);
}

void TestKeyWatchAnswers::whatOthersGiveUpFillingIsReadAgain()
{
    Watched test(State::Live);
    test.put(first, CacheEnvelope::composeLease(Clock::system().now()));
    test.watch->watch(notStored(first, Reason::BeingFilled));
    QTRY_VERIFY(!test.questions().empty());
    // Invalidated, and somebody else began: by the lease that differs.
    test.put(first, CacheEnvelope::composeLease(Clock::system().now()));
    emit test.store.feed.keysChanged({first});
    QTRY_COMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Renewed);
    test.changes.clear();
    test.remove(first);
    test.watch->watch(notStored(first, Reason::BeingFilled));
    QTRY_COMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Renewed);
}

void TestKeyWatchAnswers::ourOwnLeaseThatIsGivenBackIsNoChange()
{
    Watched test(State::Live);
    // Rows of nobody are not stored.
    test.put(first, CacheEnvelope::composeLease(Clock::system().now()));
    test.watch->watch(notStored(first, Reason::Miss));
    QTRY_VERIFY(!test.questions().empty());
    test.remove(first);
    emit test.store.feed.keysChanged({first});
    QTRY_VERIFY(test.questions().size() >= 2);
    QVERIFY(test.changes.isEmpty());
    test.put(first, "some");
    emit test.store.feed.keysChanged({first});
    QTRY_COMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Renewed);
}

void TestKeyWatchAnswers::anOldEntryThatCouldNotBeReachedIsNotReadForNewerRows()
{
    Watched test(State::Live);
    test.watch->watch(notStored(first, Reason::CacheUnreachable));
    QTRY_VERIFY(!test.questions().empty());
    QVERIFY(test.changes.isEmpty());
    test.remove(first);
    emit test.store.feed.keysChanged({first});
    QTRY_COMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Deleted);
}

QTEST_GUILESS_MAIN(TestKeyWatchAnswers)
#include "tst_keywatch_answers.moc"
