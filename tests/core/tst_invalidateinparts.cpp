#include "MemoryBackedStore.h"

#include "base/Completion.h"
#include "cache/CacheKey.h"
#include "cache/HrCacheManager.h"
#include "support/Await.h"

#include <QRegularExpression>
#include <QTest>
#include <QTimer>

using namespace hrcache;

namespace {

const UserId user = *UserId::parse(u"uid_a", {});
const CompanyId company = *CompanyId::parse(u"11111111-1111-4111-8111-111111111111", {});
constexpr size_t atOnce = 10;

/// A cache in memory that notes what is published, and fails to remove when it is told to.
class ToldCacheStore final : public MemoryBackedStore
{
public:
    std::vector<std::pair<QByteArray, QByteArray>> published; ///< channel and message
    std::vector<size_t> removed;                              ///< keys of each call that has some
    size_t failing = SIZE_MAX;                                ///< this call of remove() with keys fails
    bool isOutage = false; ///< and all that come after it, until it is over
    bool holds = false;    ///< the answers of remove() wait for giveAnswers()

    void giveAnswers()
    {
        holds = false;
        for (Completer<Result<void>> &held : std::exchange(m_held, {}))
            held.finish({});
    }

    Task<Result<qint64>> remove(std::vector<QByteArray> keys, QByteArray channel, QByteArray message) override
    {
        if (!keys.empty())
            removed.push_back(keys.size());
        const bool isLost = isOutage && removed.size() > failing;
        if (isLost || (!keys.empty() && removed.size() - 1 == failing))
            co_return failure(ErrorCode::Timeout, QStringLiteral("No answer."));
        if (!channel.isEmpty())
            published.emplace_back(channel, message);
        auto removing = MemoryBackedStore::remove(std::move(keys), channel, message);
        auto result = co_await removing;
        if (holds) {
            auto released = m_held.emplace_back().completion();
            co_await std::move(released);
        }
        co_return result;
    }

private:
    std::vector<Completer<Result<void>>> m_held;
};

} // namespace

/// Many keys that somebody asked to delete.
class TestInvalidateInParts : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void manyKeysArePublishedOnceWithTheirNumber();
    void oneKeyIsPublishedByName();
    void theWindowGetsItsTurnBetween();
    void whatWasDeletedBeforeAFailureIsPublishedThen();
    void whatFailedIsPublishedWhenItIsDeleted();
    void aFailureOfTheLastHidesNoneOfTheOthers();
    void whatWasDeletedBeforeAnOutageIsPublishedAfterIt();
    void whatIsUnderWayEndsWithTheCache();
    void whatTakesLongIsToldMeanwhile();
    void beforeTheEndWhatWasDeletedIsToldAtOnce();
    void beforeTheEndTheRestIsDeletedAndWaitedFor();
    void whereverItIsCutOffWhatWasDeletedIsTold_data();
    void whereverItIsCutOffWhatWasDeletedIsTold();

private:
    using Keys = std::shared_ptr<const std::vector<QByteArray>>;

    /// So many keys that are in the cache.
    Keys stored(int count)
    {
        std::vector<QByteArray> keys;
        for (int number = 0; number < count; ++number) {
            keys.push_back(CacheKey::withEnd(user, company, "contracts:" + QByteArray::number(number)));
            if (!awaitResult(m_store->set(keys.back(), "{}", std::chrono::seconds(1000))))
                qFatal("The key was not stored");
        }
        return std::make_shared<const std::vector<QByteArray>>(std::move(keys));
    }

    InvalidationReceipt invalidate(const Keys &keys)
    {
        return awaitResult(m_manager->invalidateInParts(company, keys, atOnce));
    }

    [[nodiscard]] QByteArrayList messages() const
    {
        QByteArrayList all;
        for (const auto &[channel, message] : m_store->published) {
            if (channel == CacheKey::channel(company))
                all << message;
        }
        return all;
    }

    /// Keys that other programs heard of, some of them more than once.
    [[nodiscard]] int told() const
    {
        int sum = 0;
        for (const QByteArray &message : messages())
            sum += message.toInt();
        return sum;
    }

    [[nodiscard]] qint64 keysLeft() { return awaitResult(m_store->keyCount()).value_or(-1); }

    std::unique_ptr<ToldCacheStore> m_store;
    ManualClock m_clock;
    std::unique_ptr<MemoryInvalidationJournal> m_journal;
    std::unique_ptr<HrCacheManager> m_manager;
};

void TestInvalidateInParts::init()
{
    m_manager.reset();
    m_store = std::make_unique<ToldCacheStore>();
    m_journal = std::make_unique<MemoryInvalidationJournal>();
    m_manager = std::make_unique<HrCacheManager>(*m_store, *m_journal, m_clock);
}

void TestInvalidateInParts::manyKeysArePublishedOnceWithTheirNumber()
{
    const auto receipt = invalidate(stored(35));
    QVERIFY(receipt.acknowledged);
    QCOMPARE(receipt.keys, 35);
    QCOMPARE(receipt.deleted, 35);
    QCOMPARE(m_store->removed, (std::vector<size_t>{10, 10, 10, 5}));
    QCOMPARE(messages(), QByteArrayList{"35"});
    QCOMPARE(keysLeft(), 0);
}

void TestInvalidateInParts::oneKeyIsPublishedByName()
{
    const Keys keys = stored(1);
    QCOMPARE(invalidate(keys).deleted, 1);
    QCOMPARE(messages(), QByteArrayList{keys->front()});
}

void TestInvalidateInParts::theWindowGetsItsTurnBetween()
{
    int turns = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] { ++turns; });
    timer.start(0);
    QVERIFY(invalidate(stored(50)).acknowledged);
    QVERIFY2(turns >= 4, qPrintable(QString::number(turns)));
}

void TestInvalidateInParts::whatWasDeletedBeforeAFailureIsPublishedThen()
{
    const Keys keys = stored(45);
    m_store->failing = 2;
    const auto receipt = invalidate(keys);
    QVERIFY(!receipt.acknowledged);
    QVERIFY(!receipt.problem.isEmpty());
    QCOMPARE(receipt.keys, 45);
    QCOMPARE(receipt.deleted, 35);
    // Those before it, and those after it.
    QCOMPARE(messages(), (QByteArrayList{"20", "15"}));
    QCOMPARE(keysLeft(), 10);
    QCOMPARE(m_manager->retry().pendingKeys(), 10);
}

void TestInvalidateInParts::whatFailedIsPublishedWhenItIsDeleted()
{
    m_store->failing = 0;
    QVERIFY(!invalidate(stored(20)).acknowledged);
    QCOMPARE(messages(), QByteArrayList{"10"});
    QVERIFY(awaitResult(m_manager->retry().retryNow()));
    QCOMPARE(messages(), (QByteArrayList{"10", "10"}));
    QCOMPARE(keysLeft(), 0);
}

void TestInvalidateInParts::aFailureOfTheLastHidesNoneOfTheOthers()
{
    m_store->failing = 1;
    QVERIFY(!invalidate(stored(20)).acknowledged);
    QCOMPARE(messages(), QByteArrayList{"10"});
    QCOMPARE(keysLeft(), 10);
}

void TestInvalidateInParts::whatWasDeletedBeforeAnOutageIsPublishedAfterIt()
{
    m_store->failing = 2;
    m_store->isOutage = true;
    QVERIFY(!invalidate(stored(45)).acknowledged);
    QVERIFY(messages().isEmpty());
    m_store->isOutage = false;
    m_store->failing = SIZE_MAX;
    QTRY_VERIFY(awaitResult(m_manager->retry().retryNow()));
    QCOMPARE(keysLeft(), 0);
    QCOMPARE(told(), 45);
}

void TestInvalidateInParts::whatIsUnderWayEndsWithTheCache()
{
    auto invalidating = m_manager->invalidateInParts(company, stored(30), atOnce);
    QTest::ignoreMessage(QtWarningMsg, "20 keys that were to be deleted may stay in the cache");
    m_manager->close();
    m_manager.reset();
    const InvalidationReceipt receipt = awaitResult(std::move(invalidating));
    QVERIFY(!receipt.acknowledged);
    QCOMPARE(receipt.keys, 30);
    QCOMPARE(receipt.deleted, 10);
    QCOMPARE(keysLeft(), 20);
}

void TestInvalidateInParts::whatTakesLongIsToldMeanwhile()
{
    m_store->holds = true;
    auto invalidating = m_manager->invalidateInParts(company, stored(35), atOnce);
    m_clock.advance(std::chrono::milliseconds(600));
    m_store->giveAnswers();
    QVERIFY(awaitResult(std::move(invalidating)).acknowledged);
    QCOMPARE(messages(), (QByteArrayList{"20", "15"}));
}

void TestInvalidateInParts::beforeTheEndWhatWasDeletedIsToldAtOnce()
{
    // The answer may never come.
    m_store->holds = true;
    auto invalidating = m_manager->invalidateInParts(company, stored(35), atOnce);
    QVERIFY(messages().isEmpty());
    m_manager->hasten();
    QCOMPARE(messages(), QByteArrayList{"10"});
    m_manager->hasten();
    QCOMPARE(messages(), QByteArrayList{"10"});
    m_store->giveAnswers();
    QVERIFY(awaitResult(std::move(invalidating)).acknowledged);
}

void TestInvalidateInParts::beforeTheEndTheRestIsDeletedAndWaitedFor()
{
    m_store->holds = true;
    auto invalidating = m_manager->invalidateInParts(company, stored(35), atOnce);
    m_manager->hasten();
    m_store->giveAnswers();
    awaitResult(m_manager->idle());
    QCOMPARE(keysLeft(), 0);
    QCOMPARE(m_store->removed, (std::vector<size_t>{10, 25}));
    QCOMPARE(messages(), (QByteArrayList{"10", "35"}));
    QCOMPARE(awaitResult(std::move(invalidating)).deleted, 35);
}

void TestInvalidateInParts::whereverItIsCutOffWhatWasDeletedIsTold_data()
{
    QTest::addColumn<bool>("answered");
    QTest::addRow("before an answer") << false;
    QTest::addRow("before the next part") << true;
}

void TestInvalidateInParts::whereverItIsCutOffWhatWasDeletedIsTold()
{
    QFETCH(bool, answered);
    m_store->holds = true;
    auto invalidating = m_manager->invalidateInParts(company, stored(35), atOnce);
    m_manager->hasten();
    if (answered)
        m_store->giveAnswers();
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("^\\d+ keys that were to be deleted may stay")));
    m_manager->close();
    m_manager.reset();
    m_store->giveAnswers();
    QVERIFY(!awaitResult(std::move(invalidating)).acknowledged);
    const qint64 deleted = 35 - keysLeft();
    QVERIFY(deleted >= 10);
    QVERIFY2(told() >= deleted, qPrintable(QString::number(told())));
}

QTEST_GUILESS_MAIN(TestInvalidateInParts)
#include "tst_invalidateinparts.moc"
