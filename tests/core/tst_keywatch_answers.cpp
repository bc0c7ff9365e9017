#include "WatchedKeys.h"

using namespace hrcache;
using namespace std::chrono_literals;
using State = KeyChangeFeed::State;

namespace {

const QByteArray firstPage = first + ":page:0";
const QByteArray secondPage = first + ":page:1";

/// Of two pages.
QByteArray index(const QByteArray &snapshot)
{
    return CacheEnvelope::composeIndex(WallTime(), 3600s, "hr.employees", snapshot, 2, 1500);
}

QByteArray page(const QByteArray &snapshot)
{
    return CacheEnvelope::compose("[{}]", WallTime(), 3600s, "hr.employees:page:0", snapshot);
}

} // namespace

/// What is watched after an answer: entries without an end, lists in pages, rows that are not stored.
class TestKeyWatchAnswers final : public QObject
{
    Q_OBJECT

private slots:
    void thatATtlIsRemovedIsTold();
    void anEntryThatNeverHadATtlIsToldOnce();
    void whatBecomesOfAPageIsToldOfItsList();
    void aPageOfAnotherSnapshotIsAReplacement();
    void aPageIsExpectedOnceItsListIsStored();
    void anEntryThatIsExpectedIsNoChangeWhenItIsStored();
    void whatOthersFillIsReadAgainWhenItIsThere();
    void whatOthersGiveUpFillingIsReadAgain();
    void ourOwnLeaseThatIsGivenBackIsNoChange();
    void anOldEntryThatCouldNotBeReachedIsNotReadForNewerRows();
    void aValueThatMayNotBeSeenIsNoReasonToReadAgain();
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
    test.put(first, index("ab"));
    test.put(firstPage, page("ab"));
    test.put(secondPage, page("ab"));
    test.watch->watch(readAs(first, index("ab")));
    QTRY_VERIFY(test.watch->isWatching(secondPage));
    QTRY_VERIFY(!test.questions().empty());
    QVERIFY(test.changes.isEmpty());
    test.remove(secondPage);
    emit test.store.feed.keysChanged({secondPage});
    QTRY_COMPARE(test.changes.size(), 1);
    QCOMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Deleted);
    // Once for all of them.
    for (const QByteArray &key : {first, firstPage, secondPage})
        QVERIFY(!test.watch->isWatching(key));
    // Pages of an answer before are not watched with the next one.
    test.put(secondPage, page("ab"));
    test.watch->watch(readAs(first, index("ab")));
    test.put(first, "whole");
    test.watch->watch(readAs(first, "whole"));
    QVERIFY(!test.watch->isWatching(firstPage));
}

void TestKeyWatchAnswers::aPageOfAnotherSnapshotIsAReplacement()
{
    Watched test(State::Live);
    test.put(first, index("ab"));
    test.put(firstPage, page("ab"));
    test.put(secondPage, page("cd"));
    test.watch->watch(readAs(first, index("ab")));
    QTRY_COMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Replaced);
}

void TestKeyWatchAnswers::aPageIsExpectedOnceItsListIsStored()
{
    Watched test(State::Live);
    Provenance list;
    list.key = first;
    list.willStore = true;
    test.watch->watch(list);
    test.watch->check();
    QTRY_VERIFY(!test.questions().empty()); // the other key
    QVERIFY(test.changes.isEmpty());
    test.put(firstPage, page("ab"));
    test.put(secondPage, page("ab"));
    test.put(first, index("ab"));
    CacheEvent stored;
    stored.type = CacheEvent::Type::Store;
    stored.key = first;
    stored.bytes = index("ab").size();
    test.events.announce(stored);
    QTRY_VERIFY(test.watch->isWatching(firstPage));
    QVERIFY(test.changes.isEmpty());
    test.put(firstPage, page("cd"));
    emit test.store.feed.keysChanged({firstPage});
    QTRY_COMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Replaced);
}

void TestKeyWatchAnswers::anEntryThatIsExpectedIsNoChangeWhenItIsStored()
{
    Watched test(State::Live);
    test.put(first, CacheEnvelope::composeLease(Clock::system().now()));
    test.watch->watchStored(first);
    QTRY_VERIFY(!test.questions().empty());
    test.put(first, "stored");
    CacheEvent stored;
    stored.type = CacheEvent::Type::Store;
    stored.key = first;
    stored.bytes = 6;
    test.events.announce(stored);
    QTRY_VERIFY(test.questions().size() >= 2);
    QVERIFY(test.changes.isEmpty());
    test.events.announce(stored);
    QCOMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Renewed);
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

void TestKeyWatchAnswers::aValueThatMayNotBeSeenIsNoReasonToReadAgain()
{
    Watched test(State::Live);
    test.put(first, {});
    test.watch->watch(notStored(first, Reason::BeingFilled));
    QTRY_VERIFY(!test.questions().empty());
    emit test.store.feed.keysChanged({first});
    QTRY_VERIFY(test.questions().size() >= 2);
    QVERIFY(test.changes.isEmpty());
    // That it is gone is known without seeing it.
    test.remove(first);
    emit test.store.feed.keysChanged({first});
    QTRY_COMPARE(test.changes.value(first, KeyChange::Expired), KeyChange::Renewed);
}

QTEST_GUILESS_MAIN(TestKeyWatchAnswers)
#include "tst_keywatch_answers.moc"
