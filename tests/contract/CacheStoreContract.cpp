#include "contract/CacheStoreContract.h"
#include "contract/CacheStoreCalls.h"

#include <QTest>

#include <algorithm>

namespace hrcache {

using namespace calls;
using namespace std::chrono_literals;

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
