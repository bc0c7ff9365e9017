#include "RedisTesting.h"
#include "support/DelayProxy.h"
#include "support/RedisProcess.h"

#include <QElapsedTimer>
#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

struct Tally
{
    int answered = 0;
    int wrong = 0;
    int unreachable = 0;
    int timedOut = 0;
    int otherwise = 0;
    int running = 0;
    qint64 slowest = 0; ///< ms
};

// Reads one key again and again until `stop`, as somebody does who cannot wait.
Task<> keepReading(RedisCacheStore *store, QByteArray key, QByteArray expected, const bool *stop,
                   Tally *tally)
{
    ++tally->running;
    while (!*stop) {
        QElapsedTimer timer;
        timer.start();
        std::vector<QByteArray> keys{key};
        Task<std::vector<Result<CacheValue>>> reading = store->get(std::move(keys));
        std::vector<Result<CacheValue>> results = co_await reading;
        tally->slowest = std::max(tally->slowest, timer.elapsed());
        const Result<CacheValue> &result = results.front();
        if (result) {
            ++tally->answered;
            tally->wrong += result->value && *result->value != expected ? 1 : 0;
        } else if (result.error().code == ErrorCode::Unreachable) {
            ++tally->unreachable;
        } else if (result.error().code == ErrorCode::Timeout) {
            ++tally->timedOut;
        } else {
            ++tally->otherwise;
        }
        // A failed read takes no time; let others have theirs.
        if (!result) {
            Completer<Result<void>> pause;
            auto completion = pause.completion();
            QTimer::singleShot(1, [&pause] { pause.finish({}); });
            Result<void> over = co_await std::move(completion);
        }
    }
    --tally->running;
}

} // namespace

class TestRedisFaults final : public QObject
{
    Q_OBJECT

private slots:
    void aKilledServerFailsReadsAtOnceAndIsFoundAgain();
    void aStoppedServerCostsOneTimeout();
    void aPausedNetworkEnds();
    void aCutAnywhereInAReplyGivesNoWrongValue();
    void resetsWhileReadingGiveNoWrongValue();
    void aRemovalThatWasNotAcknowledgedFails();
    void aStoreMayGoWhileWorkIsUnderWay();
};

void TestRedisFaults::aKilledServerFailsReadsAtOnceAndIsFoundAgain()
{
    RedisProcess server;
    RedisCacheStore store(redisConfig(server.port()));
    const QByteArray value(50'000, 'v');
    QVERIFY(awaitResult(store.set("k", value, 3600s)));
    bool stop = false;
    Tally tally;
    std::vector<Task<>> readers;
    for (int index = 0; index < 8; ++index)
        readers.push_back(keepReading(&store, "k", value, &stop, &tally));
    QTRY_VERIFY(tally.answered > 200);
    for (int round = 0; round < 3; ++round) {
        const int failed = tally.unreachable;
        server.kill();
        QTRY_VERIFY(tally.unreachable > failed + 50);
        server.restart();
        const int answered = tally.answered;
        QElapsedTimer timer;
        timer.start();
        QTRY_VERIFY(tally.answered > answered);
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    }
    stop = true;
    QTRY_COMPARE(tally.running, 0);
    QCOMPARE(tally.wrong, 0);
    QCOMPARE(tally.timedOut, 0);
    QCOMPARE(tally.otherwise, 0);
}

void TestRedisFaults::aStoppedServerCostsOneTimeout()
{
    RedisProcess server;
    RedisConfig config = redisConfig(server.port());
    config.silenceTimeout = 1500ms;
    RedisCacheStore store(config);
    QVERIFY(awaitResult(store.set("k", "v", 3600s)));
    server.pause();
    QElapsedTimer outage;
    outage.start();
    int slow = 0;
    int reads = 0;
    while (outage.elapsed() < 4000) {
        QElapsedTimer timer;
        timer.start();
        const auto read = getOne(store, "k");
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Timeout);
        QVERIFY(timer.elapsed() < 800);
        slow += timer.elapsed() > 100 ? 1 : 0;
        ++reads;
        QTest::qWait(5);
    }
    QVERIFY(reads > 100);
    QCOMPARE(slow, 1);
    server.resume();
    QElapsedTimer timer;
    timer.start();
    QTRY_VERIFY(getOne(store, "k"));
    QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
}

void TestRedisFaults::aPausedNetworkEnds()
{
    RedisProcess server;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), server.port(), 0ms);
    RedisCacheStore store(redisConfig(proxy.port()));
    QVERIFY(awaitResult(store.set("k", "v", 3600s)));
    proxy.pause();
    const auto read = getOne(store, "k");
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Timeout);
    proxy.resume();
    QTRY_VERIFY(getOne(store, "k"));
    QCOMPARE(*getOne(store, "k")->value, QByteArray("v"));
    QCOMPARE(proxy.counts().connections, 1);
}

void TestRedisFaults::aCutAnywhereInAReplyGivesNoWrongValue()
{
    RedisProcess server;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), server.port(), 0ms);
    RedisCacheStore store(redisConfig(proxy.port()));
    QVERIFY(awaitResult(store.set("k", "some value", 3600s)));
    for (int cut = 0; cut < 30; ++cut) {
        QTRY_VERIFY(getOne(store, "k"));
        proxy.cutAfter(cut);
        const auto read = getOne(store, "k");
        proxy.cutAfter(-1);
        if (read)
            QCOMPARE(*read->value, QByteArray("some value"));
        else
            QCOMPARE(read.error().code, ErrorCode::Unreachable);
    }
}

void TestRedisFaults::resetsWhileReadingGiveNoWrongValue()
{
    RedisProcess server;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), server.port(), 0ms);
    RedisCacheStore store(redisConfig(proxy.port()));
    QByteArray value(300'000, Qt::Uninitialized);
    for (qsizetype index = 0; index < value.size(); ++index)
        value[index] = char('a' + index % 23);
    QVERIFY(awaitResult(store.set("k", value, 3600s)));
    bool stop = false;
    Tally tally;
    std::vector<Task<>> readers;
    for (int index = 0; index < 4; ++index)
        readers.push_back(keepReading(&store, "k", value, &stop, &tally));
    for (int round = 0; round < 20; ++round) {
        const int answered = tally.answered;
        QTRY_VERIFY(tally.answered > answered + 3);
        proxy.kill();
    }
    stop = true;
    QTRY_COMPARE(tally.running, 0);
    QCOMPARE(tally.wrong, 0);
    QCOMPARE(tally.otherwise, 0);
    QVERIFY(tally.unreachable > 0);
}

void TestRedisFaults::aRemovalThatWasNotAcknowledgedFails()
{
    RedisProcess server;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), server.port(), 0ms);
    RedisConfig config = redisConfig(proxy.port());
    config.commandTimeout = 1s;
    RedisCacheStore store(config);
    QVERIFY(awaitResult(store.set("k", "v", 3600s)));
    proxy.pause();
    QElapsedTimer timer;
    timer.start();
    const auto silent = awaitResult(store.remove({"k"}));
    QVERIFY(!silent);
    QCOMPARE(silent.error().code, ErrorCode::Timeout);
    QVERIFY(timer.elapsed() >= 1000);
    proxy.resume();
    QTRY_VERIFY(awaitResult(store.ping()));
    proxy.cutAfter(0);
    const auto cut = awaitResult(store.remove({"k"}));
    proxy.cutAfter(-1);
    QVERIFY(!cut);
    QCOMPARE(cut.error().code, ErrorCode::Unreachable);
}

void TestRedisFaults::aStoreMayGoWhileWorkIsUnderWay()
{
    RedisProcess server({QStringLiteral("--user"), QStringLiteral("noscript"), QStringLiteral("on"),
                         QStringLiteral(">secret"), QStringLiteral("~*"), QStringLiteral("&*"),
                         QStringLiteral("+@all"), QStringLiteral("-@scripting")});
    for (int turns = 0; turns < 12; ++turns) {
        RedisConfig config = redisConfig(server.port());
        config.username = QStringLiteral("noscript");
        config.password = QStringLiteral("secret");
        auto store = std::make_unique<RedisCacheStore>(config);
        std::vector<Task<std::vector<Result<bool>>>> swaps;
        for (int index = 0; index < 3; ++index)
            swaps.push_back(store->setIfUnchanged({{"k", "L", "v", 10s}}));
        std::vector<QByteArray> keys(2500, "k");
        Task<std::vector<Result<CacheKeyInfo>>> describing = store->describe(keys);
        Task<Result<CacheStatus>> checking = store->check();
        for (int turn = 0; turn < turns; ++turn)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
        store.reset();
        const auto swapped = awaitResult(whenAll(std::move(swaps)));
        for (const auto &one : swapped)
            QVERIFY(one.front() || one.front().error().code == ErrorCode::Cancelled);
        QCOMPARE(awaitResult(std::move(describing)).size(), size_t(2500));
        const auto status = awaitResult(std::move(checking));
        QVERIFY(status || status.error().code == ErrorCode::Cancelled);
    }
}

QTEST_GUILESS_MAIN(TestRedisFaults)
#include "tst_redisfaults.moc"
