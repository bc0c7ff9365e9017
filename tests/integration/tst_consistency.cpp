#include "ConsistencyArena.h"

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

struct Outcome
{
    StaleReadChecker::Figures figures;
    HrStack::Counts readers;
};

/// Several reads of each client are under way at a time.
constexpr int lanes = 8;

StaleReadChecker::Plan plan(qint64 reads)
{
    StaleReadChecker::Plan made;
    made.reads = reads;
    made.writePause = 12ms;
    made.seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", made.seed);
    return made;
}

/// All clients on this thread.
Outcome runTogether(ConsistencyArena &arena, StaleReadChecker &checker, const CacheSettings &settings)
{
    std::vector<std::unique_ptr<HrStack>> readers;
    std::vector<std::unique_ptr<HrStack>> writers;
    std::vector<Task<>> loops;
    for (int number = 0; number < ConsistencyArena::readers; ++number) {
        readers.push_back(arena.reader(settings));
        for (int lane = 0; lane < lanes; ++lane)
            loops.push_back(checker.readLoop(*readers.back(), ConsistencyArena::userOf(number)));
    }
    for (int number = 0; number < StaleReadChecker::writers; ++number) {
        writers.push_back(arena.writer(number, settings));
        loops.push_back(checker.writeLoop(*writers.back(), number, ConsistencyArena::writingUser(number)));
    }
    for (Task<> &loop : loops)
        awaitResult(std::move(loop), 180s);
    Outcome outcome;
    for (const auto &reader : readers) {
        reader->settle();
        outcome.readers = outcome.readers + reader->counts();
    }
    outcome.figures = checker.figures();
    return outcome;
}

/// Every client on a thread of its own.
Outcome runInThreads(ConsistencyArena &arena, StaleReadChecker &checker, const CacheSettings &settings)
{
    std::mutex mutex;
    Outcome outcome;
    std::vector<std::unique_ptr<QThread>> threads;
    for (int number = 0; number < ConsistencyArena::readers; ++number) {
        threads.emplace_back(QThread::create([&, number] {
            const auto stack = arena.reader(settings);
            std::vector<Task<>> loops;
            for (int lane = 0; lane < lanes; ++lane)
                loops.push_back(checker.readLoop(*stack, ConsistencyArena::userOf(number)));
            for (Task<> &loop : loops)
                awaitResult(std::move(loop), 180s);
            stack->settle();
            const std::lock_guard lock(mutex);
            outcome.readers = outcome.readers + stack->counts();
        }));
    }
    for (int number = 0; number < StaleReadChecker::writers; ++number) {
        threads.emplace_back(QThread::create([&, number] {
            const auto stack = arena.writer(number, settings);
            awaitResult(checker.writeLoop(*stack, number, ConsistencyArena::writingUser(number)), 180s);
        }));
    }
    for (const auto &thread : threads)
        thread->start();
    for (const auto &thread : threads)
        thread->wait();
    outcome.figures = checker.figures();
    return outcome;
}

} // namespace

class TestConsistency final : public QObject
{
    Q_OBJECT

private slots:
    void aHundredThousandReadsShowNothingOld();
    void clientsOnThreadsOfTheirOwnShowNothingOld();
    void withoutTheLeaseOldRowsAreShown();

private:
    static void verifySound(ConsistencyArena &arena, const Outcome &outcome, qint64 reads);
};

void TestConsistency::verifySound(ConsistencyArena &arena, const Outcome &outcome, qint64 reads)
{
    const StaleReadChecker::Figures &figures = outcome.figures;
    QVERIFY2(figures.stale == 0 && figures.torn == 0 && figures.failed == 0,
             qPrintable(figures.firstProblem));
    QVERIFY(figures.reads >= reads);
    QCOMPARE(figures.unacknowledged, 0);
    // A cache that never hits, or is never invalidated under a reader, would pass as well.
    QVERIFY(figures.hits > reads / 10);
    QVERIFY(figures.reads - figures.hits > reads / 10);
    QVERIFY(figures.writes > reads / 500);
    QVERIFY(outcome.readers.stored > reads / 1000);
    QVERIFY(outcome.readers.refused > reads / 1000);
    const RestingState rest = arena.atRest();
    QVERIFY2(rest.differences.isEmpty(), qPrintable(rest.differences.join(QLatin1Char('\n'))));
    QCOMPARE(rest.leases, 0);
    // Of three users the list and every employee.
    QCOMPARE(rest.compared, 3 * (1 + StaleReadChecker::employees));
}

void TestConsistency::aHundredThousandReadsShowNothingOld()
{
    ConsistencyArena arena;
    StaleReadChecker checker(plan(100'000));
    const Outcome outcome = runTogether(arena, checker, {});
    report("one thread", outcome.figures, outcome.readers);
    verifySound(arena, outcome, 100'000);
}

void TestConsistency::clientsOnThreadsOfTheirOwnShowNothingOld()
{
    ConsistencyArena arena;
    StaleReadChecker checker(plan(60'000));
    const Outcome outcome = runInThreads(arena, checker, {});
    report("a thread each", outcome.figures, outcome.readers);
    verifySound(arena, outcome, 60'000);
}

void TestConsistency::withoutTheLeaseOldRowsAreShown()
{
    ConsistencyArena arena;
    CacheSettings settings;
    settings.useLeases = false;
    StaleReadChecker checker(plan(20'000));
    const Outcome outcome = runTogether(arena, checker, settings);
    report("without leases", outcome.figures, outcome.readers);
    QCOMPARE(outcome.figures.failed, 0);
    QVERIFY(outcome.figures.hits > 1'000);
    QVERIFY2(outcome.figures.stale > 0, "the conditions of this test show nothing");
}

QTEST_GUILESS_MAIN(TestConsistency)
#include "tst_consistency.moc"
