#include "ConsistencyArena.h"

#include "support/PostgresProcess.h"

#include <QLoggingCategory>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

constexpr int lanes = 4;

/// Breaks things on the thread of the test, which owns the servers, while the clients run on theirs.
class Saboteur
{
public:
    Saboteur(ConsistencyArena &arena, PostgresProcess &postgres)
        : m_arena(arena)
        , m_postgres(postgres)
        , m_random(QRandomGenerator::global()->generate())
    {
    }

    static constexpr int redisKinds = 8;
    static constexpr int databaseKinds = 5;

    /// Each kind in its turn.
    void breakRedis()
    {
        switch (m_redisFaults++ % redisKinds) {
        case 0:
            note("restarted empty");
            m_arena.redis.kill();
            QTest::qWait(m_random.bounded(150));
            m_arena.redis.restart();
            break;
        case 1:
            note("stopped");
            m_arena.redis.pause();
            QTest::qWait(m_random.bounded(100, 900));
            m_arena.redis.resume();
            break;
        case 2:
            note("flushed");
            m_arena.redis.peer().command({"FLUSHALL"});
            break;
        case 3:
            note("clients killed");
            m_arena.redis.peer().command({"CLIENT", "KILL", "TYPE", "normal"});
            break;
        case 4:
            note("line reset");
            m_arena.readersToRedis.proxy().kill();
            break;
        case 5:
            note("line silent");
            m_arena.readersToRedis.proxy().pause();
            QTest::qWait(m_random.bounded(100, 900));
            m_arena.readersToRedis.proxy().resume();
            break;
        case 6:
            note("line cut in a reply");
            m_arena.readersToRedis.proxy().cutAfter(m_random.bounded(2000));
            QTest::qWait(30);
            m_arena.readersToRedis.proxy().cutAfter(-1);
            break;
        default:
            note("no writes for lack of memory");
            m_arena.redis.peer().command({"CONFIG", "SET", "maxmemory", "1"});
            QTest::qWait(m_random.bounded(50, 300));
            m_arena.redis.peer().command({"CONFIG", "SET", "maxmemory", "0"});
            break;
        }
    }

    void breakPostgres()
    {
        const std::lock_guard down(m_databaseMutex);
        switch (m_databaseFaults++ % databaseKinds) {
        case 0:
            note("database killed");
            m_postgres.kill();
            QTest::qWait(m_random.bounded(100));
            m_postgres.restart();
            break;
        case 1:
            note("database stopped");
            m_postgres.pause();
            QTest::qWait(m_random.bounded(50, 300));
            m_postgres.resume();
            break;
        case 2:
            note("backends terminated");
            m_arena.database.exec(
                QStringLiteral("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                               "datname = current_database() AND pid <> pg_backend_pid()"));
            break;
        case 3:
            note("line to the database reset");
            m_arena.readersToDatabase.proxy().kill();
            break;
        default:
            note("line to the database cut in an answer");
            m_arena.readersToDatabase.proxy().cutAfter(m_random.bounded(3000));
            QTest::qWait(30);
            m_arena.readersToDatabase.proxy().cutAfter(-1);
            break;
        }
    }

    /// Called by a writer: ends whatever of it is still at work on the server.
    void endWriter(int writer)
    {
        const std::lock_guard up(m_databaseMutex);
        m_arena.database.exec(QStringLiteral("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
                                             "WHERE application_name = '%1'")
                                  .arg(ConsistencyArena::nameOf(writer)));
    }

    void pause() { QTest::qWait(m_random.bounded(20, 250)); }

    [[nodiscard]] int redisFaults() const { return m_redisFaults; }

    [[nodiscard]] int databaseFaults() const { return m_databaseFaults; }

    [[nodiscard]] QString kinds() const
    {
        QStringList words;
        for (auto it = m_kinds.cbegin(); it != m_kinds.cend(); ++it)
            words << QStringLiteral("%1 %2×").arg(QString::fromLatin1(it.key())).arg(it.value());
        return words.join(QStringLiteral(", "));
    }

private:
    void note(const char *kind) { ++m_kinds[QByteArray(kind)]; }

    ConsistencyArena &m_arena;
    PostgresProcess &m_postgres;
    QRandomGenerator m_random;
    std::mutex m_databaseMutex; ///< held while the database is down on purpose
    QMap<QByteArray, int> m_kinds;
    std::atomic<int> m_redisFaults{0};
    std::atomic<int> m_databaseFaults{0};
};

} // namespace

class TestConsistencyFaults final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase()
    {
        QLoggingCategory::setFilterRules(QStringLiteral("hrcache.redis=false\nhrcache.postgres=false"));
    }

    void nothingOldIsShownWhileServersFail_data();
    void nothingOldIsShownWhileServersFail();
};

void TestConsistencyFaults::nothingOldIsShownWhileServersFail_data()
{
    QTest::addColumn<bool>("redis");
    QTest::addColumn<bool>("postgres");
    QTest::newRow("Redis") << true << false;
    QTest::newRow("PostgreSQL") << false << true;
    QTest::newRow("both") << true << true;
}

void TestConsistencyFaults::nothingOldIsShownWhileServersFail()
{
    QFETCH(bool, redis);
    QFETCH(bool, postgres);
    PostgresProcess server;
    ConsistencyArena arena(server.url());
    Saboteur saboteur(arena, server);
    StaleReadChecker::Plan plan;
    plan.reads = 12'000;
    plan.writePause = 10ms;
    plan.evenIfNotInvalidated = true;
    plan.settleUnknown = [&saboteur](int writer) { saboteur.endWriter(writer); };
    plan.enough = [&saboteur, redis, postgres] {
        return (!redis || saboteur.redisFaults() >= Saboteur::redisKinds) &&
               (!postgres || saboteur.databaseFaults() >= Saboteur::databaseKinds);
    };
    plan.seed = QRandomGenerator::global()->generate();
    StaleReadChecker checker(plan);

    std::mutex mutex;
    HrStack::Counts counts;
    std::atomic<int> running{0};
    std::vector<std::unique_ptr<QThread>> threads;
    for (int number = 0; number < ConsistencyArena::readers; ++number) {
        threads.emplace_back(QThread::create([&, number] {
            const auto stack = arena.reader();
            std::vector<Task<>> loops;
            for (int lane = 0; lane < lanes; ++lane)
                loops.push_back(checker.readLoop(*stack, ConsistencyArena::userOf(number)));
            for (Task<> &loop : loops)
                awaitResult(std::move(loop), 180s);
            stack->settle();
            const std::lock_guard lock(mutex);
            counts = counts + stack->counts();
            --running;
        }));
    }
    for (int number = 0; number < StaleReadChecker::writers; ++number) {
        threads.emplace_back(QThread::create([&, number] {
            const auto stack = arena.writer(number);
            awaitResult(checker.writeLoop(*stack, number, ConsistencyArena::writingUser(number)), 180s);
            --running;
        }));
    }
    running = static_cast<int>(threads.size());
    for (const auto &thread : threads)
        thread->start();
    while (!checker.isEnding()) {
        saboteur.pause();
        const bool first = redis && (!postgres || QRandomGenerator::global()->bounded(3) > 0);
        first ? saboteur.breakRedis() : saboteur.breakPostgres();
    }
    QTRY_COMPARE_WITH_TIMEOUT(running.load(), 0, 60'000);
    for (const auto &thread : threads)
        thread->wait();

    const StaleReadChecker::Figures figures = checker.figures();
    report(QTest::currentDataTag(), figures, counts);
    qInfo("faults: %s", qPrintable(saboteur.kinds()));
    QVERIFY2(figures.stale == 0 && figures.torn == 0, qPrintable(figures.firstProblem));
    // The database answers whatever happens to the cache.
    if (!postgres)
        QVERIFY2(figures.failed == 0, qPrintable(figures.firstProblem));
    QVERIFY(figures.hits > 300);
    QVERIFY(counts.stored > 20);
    QVERIFY(figures.writes > 50);
    // What came last may have been a fault that emptied the cache.
    const auto reader = arena.reader();
    QVERIFY(awaitResult(
        reader->service().read(ConsistencyArena::userOf(0), HrQuery::employees(sampleCompany()))));
    awaitResult(reader->cache().idle());
    const RestingState rest = arena.atRest();
    QVERIFY2(rest.differences.isEmpty(), qPrintable(rest.differences.join(QLatin1Char('\n'))));
    QVERIFY(rest.compared > 0);
}

QTEST_GUILESS_MAIN(TestConsistencyFaults)
#include "tst_consistencyfaults.moc"
