#include "app/gui/LinkWatch.h"
#include "app/gui/ObservedStores.h"
#include "base/Completion.h"
#include "cache/MemoryCacheStore.h"
#include "support/Await.h"
#include "ui/support/GatedCacheStore.h"
#include "ui/support/UiTestMain.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace hrcache;
using State = LinkHealth::State;

namespace {

/// A server whose answers the test decides.
struct FakeServer
{
    int pings = 0;
    int pingsApart = 0;
    bool hangs = false;
    bool hangsApart = false;
    std::vector<Completer<Result<std::chrono::microseconds>>> open;
    std::optional<Error> error;
    QString limits;

    LinkWatch::Server server()
    {
        return {QStringLiteral("Redis"), QStringLiteral("host:1"), [this] { return ping(); },
                [this] { return ask(); },
                [this](std::stop_token) {
                    ++pingsApart;
                    return answer(hangsApart);
                }};
    }

    Task<Result<std::chrono::microseconds>> ping()
    {
        ++pings;
        return answer(hangs);
    }

    Task<Result<std::chrono::microseconds>> answer(bool late)
    {
        if (late) {
            Completer<Result<std::chrono::microseconds>> completer;
            auto completion = completer.completion();
            open.push_back(std::move(completer));
            const auto result = co_await std::move(completion);
            co_return result;
        }
        if (error)
            co_return failure(*error);
        co_return std::chrono::microseconds(400);
    }

    Task<Result<QString>> ask() { co_return Result<QString>(limits); }
};

Error away()
{
    return Error::make(ErrorCode::Unreachable, QStringLiteral("Redis is away."));
}

} // namespace

class AppLinksTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void anOperationThatFailsToReachTheServerIsALoss();
    void aRefusedOperationIsNoLoss();
    void itComesBackByItself();
    void whatIsRefusedThereIsSaid();
    void nobodyIsAskedWhileNobodyLooks();
    void afterLeavingNothingChanges();
    void aServerThatIsSilentIsLostUntilItAnswers();
    void whatIsMerelySlowIsNoLoss_data();
    void whatIsMerelySlowIsNoLoss();
    void anObservedStoreTellsOutcomes();
    void anObservedStoreTellsWhatIsUnderWay();
};

void AppLinksTest::anOperationThatFailsToReachTheServerIsALoss()
{
    FakeServer fake;
    LinkWatch watch;
    watch.watch(fake.server());
    QCOMPARE(watch.health().state, State::Connecting);
    watch.operationEnded(nullptr);
    QCOMPARE(watch.health().state, State::Good);
    const Error error = away();
    watch.operationEnded(&error);
    QCOMPARE(watch.health().state, State::Lost);
    QCOMPARE(watch.health().words, QStringLiteral("Redis is away."));
    QVERIFY(!watch.health().works());
}

void AppLinksTest::aRefusedOperationIsNoLoss()
{
    FakeServer fake;
    LinkWatch watch;
    watch.watch(fake.server());
    const Error refused = Error::make(ErrorCode::PermissionDenied, QStringLiteral("no"));
    watch.operationEnded(&refused);
    QCOMPARE(watch.health().state, State::Good);
    const Error cancelled = Error::make(ErrorCode::Cancelled, {});
    const Error lost = away();
    watch.operationEnded(&lost);
    watch.operationEnded(&cancelled);
    QCOMPARE(watch.health().state, State::Lost);
}

void AppLinksTest::itComesBackByItself()
{
    FakeServer fake;
    fake.error = away();
    LinkWatch watch;
    watch.watch(fake.server());
    watch.setVisible(true);
    QTRY_COMPARE(watch.health().state, State::Lost);
    fake.error.reset();
    QTRY_COMPARE(watch.health().state, State::Good);
    QCOMPARE(watch.health().latency, std::chrono::microseconds(400));
}

void AppLinksTest::whatIsRefusedThereIsSaid()
{
    FakeServer fake;
    fake.limits = QStringLiteral("Nothing can be cached (SET)");
    LinkWatch watch;
    watch.watch(fake.server());
    watch.setVisible(true);
    QTRY_COMPARE(watch.health().state, State::Limited);
    QCOMPARE(watch.health().words, fake.limits);
    QVERIFY(watch.health().works());
}

void AppLinksTest::nobodyIsAskedWhileNobodyLooks()
{
    FakeServer fake;
    LinkWatch watch;
    watch.watch(fake.server());
    watch.setVisible(true);
    QTRY_COMPARE(fake.pings, 1);
    watch.setVisible(false);
    // Longer than the pause between two questions.
    QTest::qWait(static_cast<int>(LinkWatch::calmPause.count()) + 500);
    QCOMPARE(fake.pings, 1);
    watch.setVisible(true);
    QTRY_COMPARE(fake.pings, 2);
}

void AppLinksTest::afterLeavingNothingChanges()
{
    FakeServer fake;
    LinkWatch watch;
    watch.watch(fake.server());
    watch.leave();
    QSignalSpy changed(&watch, &LinkWatch::healthChanged);
    const Error error = away();
    watch.operationEnded(&error);
    watch.setVisible(true);
    QCOMPARE(changed.count(), 0);
    QCOMPARE(fake.pings, 0);
}

void AppLinksTest::aServerThatIsSilentIsLostUntilItAnswers()
{
    FakeServer fake;
    LinkWatch watch;
    watch.watch(fake.server());
    watch.setVisible(true);
    QTRY_COMPARE(watch.health().state, State::Good);
    fake.hangs = fake.hangsApart = true;
    QElapsedTimer since;
    since.start();
    watch.operationBegan();
    QTRY_COMPARE(watch.health().state, State::Lost);
    QVERIFY2(since.elapsed() >= 1'900 && since.elapsed() < 3'500,
             qPrintable(QString::number(since.elapsed())));
    QVERIFY2(watch.health().words.contains(u"2 s"), qPrintable(watch.health().words));
    QTRY_VERIFY_WITH_TIMEOUT(watch.health().words.contains(u"5 s"), 6'000);
    QCOMPARE(fake.pingsApart, 1);
    const Error late = Error::make(ErrorCode::Timeout, QStringLiteral("late"));
    watch.operationEnded(&late);
    QVERIFY2(watch.health().words.contains(u"5 s"), qPrintable(watch.health().words));
    fake.hangs = fake.hangsApart = false;
    fake.open.front().finish(std::chrono::microseconds(1));
    QCOMPARE(watch.health().state, State::Good);
}

void AppLinksTest::whatIsMerelySlowIsNoLoss_data()
{
    QTest::addColumn<bool>("hasFreeConnection");
    QTest::addRow("one connection of several") << true;
    QTest::addRow("all connections") << false;
}

void AppLinksTest::whatIsMerelySlowIsNoLoss()
{
    QFETCH(bool, hasFreeConnection);
    FakeServer fake;
    LinkWatch watch;
    watch.watch(fake.server());
    watch.setVisible(true);
    QTRY_COMPARE(watch.health().state, State::Good);
    fake.hangs = !hasFreeConnection;
    watch.operationBegan();
    QSignalSpy changed(&watch, &LinkWatch::healthChanged);
    QTest::qWait(5'000);
    QCOMPARE(watch.health().state, State::Good);
    QCOMPARE(changed.count(), 0);
    // No question every moment.
    QVERIFY2(fake.pings + fake.pingsApart <= 8, qPrintable(QString::number(fake.pingsApart)));
}

void AppLinksTest::anObservedStoreTellsWhatIsUnderWay()
{
    MemoryCacheStore memory(Clock::system());
    auto tap = std::make_shared<LinkTap>();
    int began = 0;
    int underWay = 0;
    tap->began = [&] {
        ++began;
        ++underWay;
    };
    tap->ended = [&underWay](const Error *) { --underWay; };
    ObservedCacheStore store(std::make_unique<GatedCacheStore>(memory), tap);
    QVERIFY(awaitResult(store.ping()).has_value());
    QCOMPARE(began, 1);
    QCOMPARE(underWay, 0);
    // Nothing tells how the server is, but it is over.
    QVERIFY(awaitResult(store.get({})).empty());
    QCOMPARE(began, 2);
    QCOMPARE(underWay, 0);
}

void AppLinksTest::anObservedStoreTellsOutcomes()
{
    MemoryCacheStore memory(Clock::system());
    auto gate = std::make_unique<GatedCacheStore>(memory);
    GatedCacheStore *gated = gate.get();
    auto tap = std::make_shared<LinkTap>();
    QList<bool> outcomes;
    tap->ended = [&outcomes](const Error *error) { outcomes << !error; };
    ObservedCacheStore store(std::move(gate), tap);
    QVERIFY(awaitResult(store.ping()).has_value());
    gated->failWith(away());
    QVERIFY(!awaitResult(store.ping()).has_value());
    const auto values = awaitResult(store.get({"a", "b"}));
    QCOMPARE(values.size(), size_t(2));
    QCOMPARE(outcomes, (QList<bool>{true, false, false}));
}

QTEST_MAIN(AppLinksTest)
#include "tst_app_links.moc"
