#include "contract/CacheStoreCalls.h"
#include "contract/CacheStoreContract.h"

#include <QTest>

namespace hrcache {

using namespace calls;
using namespace std::chrono_literals;

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

} // namespace hrcache
