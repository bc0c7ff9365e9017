#include "contract/CacheStoreContract.h"

#include "support/Await.h"

#include <QTest>

#include <algorithm>
#include <set>

namespace hrcache {

namespace {

using namespace std::chrono_literals;

CacheValue get(CacheStore &store, const QByteArray &key)
{
    const auto results = awaitResult(store.get({key}));
    if (results.size() != 1 || !results[0])
        qFatal("get fails");
    return *results[0];
}

CacheValue lease(CacheStore &store, const QByteArray &key, const QByteArray &lease,
                 std::chrono::milliseconds time = 10s)
{
    const auto results = awaitResult(store.getOrLease({{key, lease}}, time));
    if (results.size() != 1 || !results[0])
        qFatal("getOrLease fails");
    return *results[0];
}

void set(CacheStore &store, const QByteArray &key, const QByteArray &value, std::chrono::seconds ttl = 60s)
{
    if (!awaitResult(store.set(key, value, ttl)))
        qFatal("set fails");
}

bool swap(CacheStore &store, const ConditionalSet &request)
{
    const auto results = awaitResult(store.setIfUnchanged({request}));
    if (results.size() != 1 || !results[0])
        qFatal("setIfUnchanged fails");
    return *results[0];
}

qint64 remove(CacheStore &store, const std::vector<QByteArray> &keys)
{
    const auto removed = awaitResult(store.remove(keys));
    if (!removed)
        qFatal("remove fails");
    return *removed;
}

// All keys of a scan, in steps of `count`.
std::set<QByteArray> scan(CacheStore &store, const QByteArray &pattern, int count)
{
    std::set<QByteArray> keys;
    QByteArray cursor = "0";
    do {
        const auto page = awaitResult(store.scan(pattern, cursor, count));
        if (!page)
            qFatal("scan fails");
        keys.insert(page->keys.begin(), page->keys.end());
        cursor = page->cursor;
    } while (cursor != "0");
    return keys;
}

} // namespace

CacheStoreContract::CacheStoreContract(CacheStoreFixture &fixture)
    : m_fixture(fixture)
{
}

CacheStoreContract::~CacheStoreContract() = default;

void CacheStoreContract::init()
{
    m_store = m_fixture.makeStore();
    QVERIFY(m_store);
}

void CacheStoreContract::cleanup()
{
    m_store.reset();
}

void CacheStoreContract::aMissingKeyIsNoError()
{
    const CacheValue value = get(*m_store, "nothing");
    QVERIFY(!value.value);
    QVERIFY(!value.ttlLeft);
    QVERIFY(!value.leased);
}

void CacheStoreContract::whatIsSetIsRead_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("text") << QByteArray("cache:u:c:hr:employees") << QByteArray("{\"data\":[]}");
    QTest::newRow("empty") << QByteArray("k") << QByteArray("");
    QTest::newRow("any bytes") << QByteArray("k\0\r\n", 4) << QByteArray("\0\r\n$3\r\n\xff", 9);
    QTest::newRow("large") << QByteArray("k") << QByteArray(1'000'000, 'x');
}

void CacheStoreContract::whatIsSetIsRead()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    set(*m_store, key, value);
    const CacheValue read = get(*m_store, key);
    QVERIFY(read.value);
    QCOMPARE(*read.value, value);
}

void CacheStoreContract::settingReplacesValueAndTtl()
{
    set(*m_store, "k", "old", 10s);
    set(*m_store, "k", "new", 100s);
    const CacheValue read = get(*m_store, "k");
    QCOMPARE(*read.value, QByteArray("new"));
    QVERIFY(*read.ttlLeft > 90s);
}

void CacheStoreContract::aTtlRunsDown()
{
    set(*m_store, "k", "v", 100s);
    const CacheValue before = get(*m_store, "k");
    QVERIFY(before.ttlLeft);
    QVERIFY(*before.ttlLeft <= 100s && *before.ttlLeft > 90s);
    m_fixture.pass(300ms);
    const CacheValue after = get(*m_store, "k");
    QVERIFY(*after.ttlLeft <= *before.ttlLeft - 300ms);
}

void CacheStoreContract::anEntryEndsWithItsTtl()
{
    set(*m_store, "k", "v", 1s);
    QVERIFY(get(*m_store, "k").value);
    m_fixture.pass(1050ms);
    QVERIFY(!get(*m_store, "k").value);
    const auto described = awaitResult(m_store->describe({"k"}));
    QVERIFY(described[0] && !described[0]->exists);
    QCOMPARE(remove(*m_store, {"k"}), 0);
}

void CacheStoreContract::aTtlOfNothingIsRefused()
{
    set(*m_store, "k", "old");
    for (std::chrono::seconds ttl : {0s, -1s}) {
        const auto refused = awaitResult(m_store->set("k", "new", ttl));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
    }
    QCOMPARE(*get(*m_store, "k").value, QByteArray("old"));
}

void CacheStoreContract::answersKeepTheOrderOfTheirKeys()
{
    set(*m_store, "a", "1");
    set(*m_store, "c", "3");
    const auto read = awaitResult(m_store->get({"c", "b", "a", "c"}));
    QCOMPARE(read.size(), size_t(4));
    QCOMPARE(*read[0]->value, QByteArray("3"));
    QVERIFY(!read[1]->value);
    QCOMPARE(*read[2]->value, QByteArray("1"));
    QCOMPARE(*read[3]->value, QByteArray("3"));

    const auto leased = awaitResult(m_store->getOrLease({{"a", "L"}, {"b", "L"}, {"c", "L"}}, 10s));
    QCOMPARE(leased.size(), size_t(3));
    QCOMPARE(*leased[0]->value, QByteArray("1"));
    QVERIFY(leased[1]->leased);
    QCOMPARE(*leased[2]->value, QByteArray("3"));
}

void CacheStoreContract::nothingAskedGivesNothing()
{
    QVERIFY(awaitResult(m_store->get({})).empty());
    QVERIFY(awaitResult(m_store->getOrLease({}, 10s)).empty());
    QVERIFY(awaitResult(m_store->setIfUnchanged({})).empty());
    QVERIFY(awaitResult(m_store->describe({})).empty());
    QCOMPARE(remove(*m_store, {}), 0);
}

void CacheStoreContract::callsUnderWayTogetherKeepTheirAnswers()
{
    std::vector<Task<std::vector<Result<CacheValue>>>> tasks;
    std::vector<Task<Result<void>>> sets;
    for (int index = 0; index < 50; ++index) {
        const QByteArray number = QByteArray::number(index);
        sets.push_back(m_store->set("k" + number, number, 60s));
        tasks.push_back(m_store->get({"k" + number}));
    }
    const auto answers = awaitResult(whenAll(std::move(tasks)));
    for (int index = 0; index < 50; ++index)
        QCOMPARE(*answers[size_t(index)][0]->value, QByteArray::number(index));
}

void CacheStoreContract::aMissTakesTheLease()
{
    const CacheValue taken = lease(*m_store, "k", "L", 5s);
    QVERIFY(taken.leased);
    QVERIFY(!taken.value);
    const CacheValue held = get(*m_store, "k");
    QCOMPARE(*held.value, QByteArray("L"));
    QVERIFY(*held.ttlLeft <= 5s && *held.ttlLeft > 3s);
}

void CacheStoreContract::aValueIsReadInsteadOfLeasing()
{
    set(*m_store, "k", "v", 100s);
    const CacheValue read = lease(*m_store, "k", "L", 5s);
    QVERIFY(!read.leased);
    QCOMPARE(*read.value, QByteArray("v"));
    QVERIFY(read.ttlLeft && *read.ttlLeft > 90s);
    QCOMPARE(*get(*m_store, "k").value, QByteArray("v"));
}

void CacheStoreContract::anEmptyValueIsAValue()
{
    set(*m_store, "k", "");
    const CacheValue read = lease(*m_store, "k", "L");
    QVERIFY(!read.leased);
    QVERIFY(read.value);
    QVERIFY(read.value->isEmpty());
}

void CacheStoreContract::aLeaseIsTakenOnce()
{
    QVERIFY(lease(*m_store, "k", "first").leased);
    const CacheValue second = lease(*m_store, "k", "second");
    QVERIFY(!second.leased);
    QCOMPARE(*second.value, QByteArray("first"));
}

void CacheStoreContract::aKeyTwiceInOneCallIsLeasedOnce()
{
    const auto results = awaitResult(m_store->getOrLease({{"k", "first"}, {"k", "second"}}, 10s));
    QVERIFY(results[0]->leased);
    QVERIFY(!results[1]->leased);
    QCOMPARE(*results[1]->value, QByteArray("first"));
}

void CacheStoreContract::aLeaseEndsWithItsTime()
{
    QVERIFY(lease(*m_store, "k", "first", 200ms).leased);
    m_fixture.pass(250ms);
    QVERIFY(!get(*m_store, "k").value);
    QVERIFY(lease(*m_store, "k", "second", 10s).leased);
    QCOMPARE(*get(*m_store, "k").value, QByteArray("second"));
}

void CacheStoreContract::theHolderOfTheLeaseStores()
{
    QVERIFY(lease(*m_store, "k", "L", 5s).leased);
    QVERIFY(swap(*m_store, {"k", "L", "value", 100s}));
    const CacheValue read = get(*m_store, "k");
    QCOMPARE(*read.value, QByteArray("value"));
    QVERIFY(*read.ttlLeft > 90s && *read.ttlLeft <= 100s);
}

void CacheStoreContract::afterARemovalNothingIsStored()
{
    QVERIFY(lease(*m_store, "k", "L").leased);
    QCOMPARE(remove(*m_store, {"k"}), 1);
    QVERIFY(!swap(*m_store, {"k", "L", "old row", 100s}));
    QVERIFY(!get(*m_store, "k").value);
}

void CacheStoreContract::anotherLeaseIsNotReplaced()
{
    QVERIFY(lease(*m_store, "k", "first").leased);
    QCOMPARE(remove(*m_store, {"k"}), 1);
    QVERIFY(lease(*m_store, "k", "other").leased);
    QVERIFY(!swap(*m_store, {"k", "first", "old row", 100s}));
    QCOMPARE(*get(*m_store, "k").value, QByteArray("other"));
}

void CacheStoreContract::aLeaseThatEndedStoresNothing()
{
    QVERIFY(lease(*m_store, "k", "L", 200ms).leased);
    m_fixture.pass(250ms);
    QVERIFY(!swap(*m_store, {"k", "L", "value", 100s}));
    QVERIFY(!get(*m_store, "k").value);
}

void CacheStoreContract::longExpectationsAreCompared()
{
    for (qsizetype size : {qsizetype(255), qsizetype(256), qsizetype(257), qsizetype(100'000)}) {
        const QByteArray held(size, 'x');
        QByteArray other = held;
        other[size - 1] = '\0';
        set(*m_store, "k", held);
        QVERIFY(!swap(*m_store, {"k", other, "new", 100s}));
        QVERIFY(!swap(*m_store, {"k", held.left(size - 1), "new", 100s}));
        QCOMPARE(*get(*m_store, "k").value, held);
        QVERIFY(swap(*m_store, {"k", held, "new", 100s}));
        QCOMPARE(*get(*m_store, "k").value, QByteArray("new"));
    }
}

void CacheStoreContract::withoutAValueItOnlyDeletes()
{
    set(*m_store, "k", "v");
    QVERIFY(!swap(*m_store, {"k", "other", {}, {}}));
    QVERIFY(get(*m_store, "k").value);
    QVERIFY(swap(*m_store, {"k", "v", {}, {}}));
    QVERIFY(!get(*m_store, "k").value);
    QVERIFY(!swap(*m_store, {"k", "v", {}, {}}));
}

void CacheStoreContract::aConditionalTtlOfNothingIsRefused()
{
    set(*m_store, "k", "v");
    const auto results =
        awaitResult(m_store->setIfUnchanged({{"k", "v", "new", 0s}, {"k", "v", "newer", 10s}}));
    QVERIFY(!results[0]);
    QCOMPARE(results[0].error().code, ErrorCode::InvalidArgument);
    QVERIFY(results[1] && *results[1]);
    QCOMPARE(*get(*m_store, "k").value, QByteArray("newer"));
}

void CacheStoreContract::conditionsAreJudgedOneByOne()
{
    std::vector<ConditionalSet> requests;
    for (int index = 0; index < 250; ++index) {
        const QByteArray key = "k" + QByteArray::number(index);
        if (index % 3 != 0)
            set(*m_store, key, index % 3 == 1 ? "L" : "other");
        requests.push_back({key, "L", "value", 100s});
    }
    const auto results = awaitResult(m_store->setIfUnchanged(requests));
    QCOMPARE(results.size(), requests.size());
    for (size_t index = 0; index < results.size(); ++index) {
        QVERIFY(results[index]);
        QCOMPARE(*results[index], index % 3 == 1);
    }
    QVERIFY(!get(*m_store, "k0").value);
    QCOMPARE(*get(*m_store, "k1").value, QByteArray("value"));
    QCOMPARE(*get(*m_store, "k2").value, QByteArray("other"));
}

void CacheStoreContract::removingCountsWhatExisted()
{
    set(*m_store, "a", "1");
    set(*m_store, "b", "2");
    QCOMPARE(remove(*m_store, {"a", "nothing", "b", "a"}), 2);
    QVERIFY(!get(*m_store, "a").value);
    QVERIFY(!get(*m_store, "b").value);
}

void CacheStoreContract::manyKeysAreRemoved()
{
    std::vector<QByteArray> keys;
    std::vector<LeaseRequest> requests;
    for (int index = 0; index < 1201; ++index) {
        keys.push_back("k" + QByteArray::number(index));
        requests.push_back({keys.back(), "L"});
    }
    const auto leases = awaitResult(m_store->getOrLease(requests, 60s));
    QVERIFY(std::all_of(leases.begin(), leases.end(), [](const auto &one) { return one && one->leased; }));
    QCOMPARE(remove(*m_store, keys), 1201);
    const auto count = awaitResult(m_store->keyCount());
    QVERIFY(count);
    QCOMPARE(*count, 0);
}

void CacheStoreContract::aRemovalMayBeAnnounced()
{
    set(*m_store, "a", "1");
    const auto removed = awaitResult(m_store->remove({"a", "b"}, "cache:invalidate:c", "message"));
    QVERIFY(removed);
    QCOMPARE(*removed, 1);
    const auto announced = awaitResult(m_store->remove({}, "cache:invalidate:c", "message"));
    QVERIFY(announced);
    QCOMPARE(*announced, 0);
}

void CacheStoreContract::aKeyIsDescribedWithoutItsValue()
{
    QByteArray value(2000, 'x');
    value += "the end";
    set(*m_store, "long", value, 100s);
    set(*m_store, "short", "abc", 100s);
    set(*m_store, "empty", "", 100s);
    const auto described = awaitResult(m_store->describe({"short", "nothing", "long", "empty"}));
    QCOMPARE(described.size(), size_t(4));
    QCOMPARE(described[0]->key, QByteArray("short"));
    QVERIFY(described[0]->exists);
    QCOMPARE(described[0]->bytes, 3);
    QCOMPARE(described[0]->tail, QByteArray("abc"));
    QVERIFY(*described[0]->ttlLeft > 90s && *described[0]->ttlLeft <= 100s);
    QCOMPARE(described[1]->key, QByteArray("nothing"));
    QVERIFY(!described[1]->exists);
    QCOMPARE(described[1]->bytes, 0);
    QVERIFY(!described[1]->ttlLeft);
    QCOMPARE(described[2]->bytes, value.size());
    QCOMPARE(described[2]->tail, value.right(512));
    QVERIFY(described[3]->exists);
    QCOMPARE(described[3]->bytes, 0);
}

void CacheStoreContract::manyKeysAreDescribed()
{
    std::vector<QByteArray> keys;
    for (int index = 0; index < 3210; ++index)
        keys.push_back("k" + QByteArray::number(index));
    set(*m_store, "k0", "a");
    set(*m_store, "k1000", "ab");
    set(*m_store, "k3209", "abc");
    const auto described = awaitResult(m_store->describe(keys));
    QCOMPARE(described.size(), keys.size());
    for (size_t index = 0; index < keys.size(); ++index) {
        QVERIFY(described[index]);
        QCOMPARE(described[index]->key, keys[index]);
        QCOMPARE(described[index]->exists, index == 0 || index == 1000 || index == 3209);
    }
    QCOMPARE(described[3209]->bytes, 3);
}

void CacheStoreContract::keysAreCounted()
{
    QCOMPARE(*awaitResult(m_store->keyCount()), 0);
    set(*m_store, "a", "1");
    set(*m_store, "b", "1");
    QCOMPARE(*awaitResult(m_store->keyCount()), 2);
    remove(*m_store, {"a"});
    QCOMPARE(*awaitResult(m_store->keyCount()), 1);
}

void CacheStoreContract::aScanFindsEveryMatch_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArrayList>("found");
    QTest::newRow("all") << QByteArray("*") << QByteArrayList{"ab", "abc", "a*", "a?", "a[b]", "xyz"};
    QTest::newRow("prefix") << QByteArray("ab*") << QByteArrayList{"ab", "abc"};
    QTest::newRow("one character") << QByteArray("a?") << QByteArrayList{"ab", "a*", "a?"};
    QTest::newRow("class") << QByteArray("[wx]y[^a-f]") << QByteArrayList{"xyz"};
    QTest::newRow("exact") << QByteArray("abc") << QByteArrayList{"abc"};
    QTest::newRow("escaped star") << escapeGlob("a*") << QByteArrayList{"a*"};
    QTest::newRow("escaped question mark") << escapeGlob("a?") << QByteArrayList{"a?"};
    QTest::newRow("escaped brackets") << escapeGlob("a[b]") + '*' << QByteArrayList{"a[b]"};
    QTest::newRow("nothing") << QByteArray("b*") << QByteArrayList{};
}

void CacheStoreContract::aScanFindsEveryMatch()
{
    QFETCH(QByteArray, pattern);
    QFETCH(QByteArrayList, found);
    for (const char *key : {"ab", "abc", "a*", "a?", "a[b]", "xyz"})
        set(*m_store, key, "v");
    QCOMPARE(scan(*m_store, pattern, 100), std::set<QByteArray>(found.begin(), found.end()));
}

void CacheStoreContract::aScanInStepsMissesNothing()
{
    std::set<QByteArray> keys;
    for (int index = 0; index < 300; ++index) {
        const QByteArray key = "cache:u:c:hr:employee:" + QByteArray::number(index);
        set(*m_store, key, "v");
        set(*m_store, "other:" + QByteArray::number(index), "v");
        keys.insert(key);
    }
    QCOMPARE(scan(*m_store, "cache:*", 7), keys);
}

void CacheStoreContract::aScanOfNothingEnds()
{
    QVERIFY(scan(*m_store, "*", 1).empty());
}

void CacheStoreContract::theCacheTellsItsState()
{
    set(*m_store, "a", "1");
    QVERIFY(awaitResult(m_store->ping()));
    const auto status = awaitResult(m_store->check());
    QVERIFY(status);
    QVERIFY(!status->product.isEmpty());
    QVERIFY(!status->version.isEmpty());
    QVERIFY(status->canWrite);
    QVERIFY(status->canScan);
    QVERIFY(status->primary);
    QCOMPARE(status->keys, 1);
    QVERIFY(!m_store->name().isEmpty());
    // Neither leaves a trace.
    QCOMPARE(scan(*m_store, "*", 100), (std::set<QByteArray>{"a"}));
}

} // namespace hrcache
