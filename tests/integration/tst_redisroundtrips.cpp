#include "RedisTesting.h"
#include "support/DelayProxy.h"
#include "support/RedisProcess.h"

#include <QElapsedTimer>
#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

class TestRedisRoundTrips final : public QObject
{
    Q_OBJECT

private slots:
    void aHitIsOneRoundTrip();
    void aMissWithItsLeaseIsOneRoundTrip();
    void aFillIsOneRoundTrip();
    void aRemovalWithItsAnnouncementIsOneRoundTrip();
    void manyKeysAreOneRoundTrip();
    void theFirstReadIsOneRoundTripAfterConnecting();
    void aRefusedLeaseCostsOneMoreRoundTripOnce();
    void theLatencyIsMeasured();

private:
    // Turns of the client while `work` runs.
    template<typename Work>
    int roundTrips(DelayProxy &proxy, Work work)
    {
        proxy.resetCounts();
        work();
        return proxy.counts().total.roundTrips;
    }
};

void TestRedisRoundTrips::aHitIsOneRoundTrip()
{
    DelayProxy proxy(QStringLiteral("127.0.0.1"), TestServers::redisPort(), 2ms);
    RedisCacheStore store(redisConfig(proxy.port()));
    const QByteArray key = ownKey();
    QVERIFY(awaitResult(store.set(key, "v", 60s)));
    QCOMPARE(roundTrips(proxy, [&] { QCOMPARE(*leaseOne(store, key)->value, QByteArray("v")); }), 1);
    QCOMPARE(roundTrips(proxy, [&] { QCOMPARE(*getOne(store, key)->value, QByteArray("v")); }), 1);
}

void TestRedisRoundTrips::aMissWithItsLeaseIsOneRoundTrip()
{
    DelayProxy proxy(QStringLiteral("127.0.0.1"), TestServers::redisPort(), 2ms);
    RedisCacheStore store(redisConfig(proxy.port()));
    QVERIFY(awaitResult(store.ping()));
    QCOMPARE(roundTrips(proxy, [&] { QVERIFY(leaseOne(store, ownKey())->leased); }), 1);
}

void TestRedisRoundTrips::aFillIsOneRoundTrip()
{
    DelayProxy proxy(QStringLiteral("127.0.0.1"), TestServers::redisPort(), 2ms);
    RedisCacheStore store(redisConfig(proxy.port()));
    const QByteArray key = ownKey();
    QVERIFY(leaseOne(store, key)->leased);
    QCOMPARE(roundTrips(proxy, [&] { QVERIFY(*swapOne(store, {key, "L", "v", 60s})); }), 1);
}

void TestRedisRoundTrips::aRemovalWithItsAnnouncementIsOneRoundTrip()
{
    DelayProxy proxy(QStringLiteral("127.0.0.1"), TestServers::redisPort(), 2ms);
    RedisCacheStore store(redisConfig(proxy.port()));
    QVERIFY(awaitResult(store.ping()));
    std::vector<QByteArray> keys;
    for (int index = 0; index < 2000; ++index)
        keys.push_back(ownKey());
    QCOMPARE(
        roundTrips(proxy,
                   [&] { QVERIFY(awaitResult(store.remove(keys, "cache:invalidate:test", "message"))); }),
        1);
}

void TestRedisRoundTrips::manyKeysAreOneRoundTrip()
{
    DelayProxy proxy(QStringLiteral("127.0.0.1"), TestServers::redisPort(), 2ms);
    RedisCacheStore store(redisConfig(proxy.port()));
    QVERIFY(awaitResult(store.ping()));
    std::vector<QByteArray> keys;
    std::vector<LeaseRequest> requests;
    for (int index = 0; index < 100; ++index) {
        keys.push_back(ownKey());
        requests.push_back({keys.back(), "L"});
    }
    QCOMPARE(roundTrips(proxy,
                        [&] { QCOMPARE(awaitResult(store.getOrLease(requests, 10s)).size(), size_t(100)); }),
             1);
    QCOMPARE(roundTrips(proxy, [&] { QCOMPARE(awaitResult(store.describe(keys)).size(), size_t(100)); }), 1);
    QVERIFY(awaitResult(store.remove(keys)));
}

void TestRedisRoundTrips::theFirstReadIsOneRoundTripAfterConnecting()
{
    DelayProxy proxy(QStringLiteral("127.0.0.1"), TestServers::redisAuthPort(), 2ms);
    RedisConfig config = redisConfigFor("app");
    config.port = proxy.port();
    RedisCacheStore store(config);
    QCOMPARE(roundTrips(proxy, [&] { QVERIFY(leaseOne(store, ownKey())->leased); }), 1);
}

void TestRedisRoundTrips::aRefusedLeaseCostsOneMoreRoundTripOnce()
{
    DelayProxy proxy(QStringLiteral("127.0.0.1"), TestServers::redisAuthPort(), 2ms);
    RedisConfig config = redisConfigFor("reader");
    config.port = proxy.port();
    RedisCacheStore store(config);
    const QByteArray key = ownKey();
    QVERIFY(getOne(store, key));
    QCOMPARE(roundTrips(proxy, [&] { QVERIFY(leaseOne(store, key)); }), 2);
    QCOMPARE(roundTrips(proxy, [&] { QVERIFY(leaseOne(store, key)); }), 1);
}

void TestRedisRoundTrips::theLatencyIsMeasured()
{
    DelayProxy proxy(QStringLiteral("127.0.0.1"), TestServers::redisPort(), 20ms);
    RedisCacheStore store(redisConfig(proxy.port()));
    QCOMPARE(store.typicalLatency().count(), 0);
    const auto status = awaitResult(store.check());
    QVERIFY(status);
    QVERIFY(status->latency >= 40ms && status->latency < 200ms);
    QVERIFY(store.typicalLatency() >= 40ms && store.typicalLatency() < 300ms);
}

QTEST_GUILESS_MAIN(TestRedisRoundTrips)
#include "tst_redisroundtrips.moc"
