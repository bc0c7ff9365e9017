#include "ConsistencyArena.h"

#include "hr/Employee.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

/// The existing backend's way with the cache: GET, and where there is nothing or empty data, SELECT and
/// SETEX. It knows no lease and fences nothing. Blocks its thread.
class ForeignClient
{
public:
    ForeignClient(std::uint16_t redisPort, const QString &databaseUrl)
        : m_redis(redisPort)
        , m_database(PgConfig::parse(databaseUrl).value())
    {
    }

    DocumentResult read(const UserId &user, const HrQuery &query)
    {
        const QByteArray key = CacheKey::of(user, query);
        if (auto cached = lookUp(key, query))
            return *cached;
        const QByteArray json = select(query);
        store(key, json);
        return Sourced<HrDocument>{HrDocument::fromRows(query.kind, json).value(), {}};
    }

    QByteArray select(const HrQuery &query)
    {
        const auto rows = awaitResult(m_database.read({query}));
        if (!rows.front())
            qFatal("the database does not answer: %s", qPrintable(rows.front().error().message));
        return rows.front()->json;
    }

    void store(const QByteArray &key, const QByteArray &json)
    {
        m_redis.command({"SETEX", key, "3600",
                         "{\"data\": " + json + ", \"cached_at\": \"" + toLocalIso(Clock::system().now()) +
                             "\", \"ttl_seconds\": 3600, \"source\": \"hr.employees\"}"});
    }

    [[nodiscard]] int leasesSeen() const { return m_leasesSeen; }

    [[nodiscard]] int leasesServed() const { return m_leasesServed; }

private:
    std::optional<DocumentResult> lookUp(const QByteArray &key, const HrQuery &query)
    {
        const QByteArray value = m_redis.text({"GET", key});
        if (value.isEmpty())
            return std::nullopt;
        const QJsonObject envelope = QJsonDocument::fromJson(value).object();
        const QJsonValue data = envelope.value(QLatin1String("data"));
        const bool lease = CacheEnvelope::isLease(value);
        m_leasesSeen += lease ? 1 : 0;
        if (data.isUndefined() || data.isNull())
            return std::nullopt;
        if (data.isArray() && data.toArray().isEmpty()) {
            m_redis.command({"DEL", key});
            return std::nullopt;
        }
        m_leasesServed += lease ? 1 : 0;
        const QByteArray json = data.isArray()
                                    ? QJsonDocument(data.toArray()).toJson(QJsonDocument::Compact)
                                    : QJsonDocument(data.toObject()).toJson(QJsonDocument::Compact);
        Provenance from;
        from.source = Source::Cache;
        from.reason = Reason::Hit;
        from.key = key;
        return DocumentResult(Sourced<HrDocument>{HrDocument::fromRows(query.kind, json).value(), from});
    }

    RedisPeer m_redis;
    PgHrStore m_database;
    int m_leasesSeen = 0;
    int m_leasesServed = 0;
};

QString cityOf(const DocumentResult &answer)
{
    return answer ? Employee::from(answer->data).value_or(Employee{}).city : answer.error().message;
}

} // namespace

class TestConsistencyForeign final : public QObject
{
    Q_OBJECT

private slots:
    void aForeignFillThatRacedAWriteIsDeletedAgain();
    void withoutTheSecondDeleteItStays();
    void theSecondDeleteSparesOurOwnEntries();
    void aForeignClientServesNoLeaseAndNothingOldStays();
};

void TestConsistencyForeign::aForeignFillThatRacedAWriteIsDeletedAgain()
{
    ConsistencyArena arena;
    CacheSettings settings;
    settings.secondDelete = 1500ms;
    const auto ours = arena.writer(0, settings);
    ForeignClient foreign(arena.redis.port(), arena.database.url());
    const UserId user = ConsistencyArena::userOf(0);
    const HrQuery query = HrQuery::employeeById(sampleCompany(), sampleEmployee(1));

    const QByteArray old = foreign.select(query);
    QVERIFY(awaitResult(ours->service().write({}, employeeUpdate(sampleEmployee(1), {{"city", "v1"}}))));
    foreign.store(CacheKey::of(user, query), old);
    // This much is known and cannot be helped: the foreign client asks nobody.
    QCOMPARE(cityOf(awaitResult(ours->service().read(user, query))), QStringLiteral("v0"));

    QTRY_COMPARE(arena.redis.peer().number({"EXISTS", CacheKey::of(user, query)}), 0);
    const DocumentResult read = awaitResult(ours->service().read(user, query));
    QCOMPARE(cityOf(read), QStringLiteral("v1"));
    QCOMPARE(read->from.reason, Reason::Miss);
}

void TestConsistencyForeign::withoutTheSecondDeleteItStays()
{
    ConsistencyArena arena;
    CacheSettings settings;
    settings.secondDelete = 0ms;
    const auto ours = arena.writer(0, settings);
    ForeignClient foreign(arena.redis.port(), arena.database.url());
    const UserId user = ConsistencyArena::userOf(0);
    const HrQuery query = HrQuery::employeeById(sampleCompany(), sampleEmployee(1));
    const QByteArray old = foreign.select(query);
    QVERIFY(awaitResult(ours->service().write({}, employeeUpdate(sampleEmployee(1), {{"city", "v1"}}))));
    foreign.store(CacheKey::of(user, query), old);
    awaitResult(pauseFor(800ms));
    QCOMPARE(cityOf(awaitResult(ours->service().read(user, query))), QStringLiteral("v0"));
}

void TestConsistencyForeign::theSecondDeleteSparesOurOwnEntries()
{
    ConsistencyArena arena;
    CacheSettings settings;
    settings.secondDelete = 200ms;
    const auto ours = arena.writer(0, settings);
    ForeignClient foreign(arena.redis.port(), arena.database.url());
    const UserId user = ConsistencyArena::userOf(0);
    const HrQuery own = HrQuery::employeeById(sampleCompany(), sampleEmployee(1));
    const HrQuery theirs = HrQuery::employees(sampleCompany());
    QVERIFY(awaitResult(ours->service().write({}, employeeUpdate(sampleEmployee(1), {{"city", "v1"}}))));
    QVERIFY(awaitResult(ours->service().read(user, own))->from.willStore);
    ours->settle();
    foreign.store(CacheKey::of(user, theirs), foreign.select(theirs));
    // Both are among the keys of the same write.
    QTRY_COMPARE(arena.redis.peer().number({"EXISTS", CacheKey::of(user, theirs)}), 0);
    QCOMPARE(awaitResult(ours->service().read(user, own))->from.reason, Reason::Hit);
}

void TestConsistencyForeign::aForeignClientServesNoLeaseAndNothingOldStays()
{
    ConsistencyArena arena;
    CacheSettings settings;
    settings.secondDelete = 300ms;
    StaleReadChecker::Plan plan;
    plan.reads = 15'000;
    plan.writePause = 12ms;
    plan.seed = QRandomGenerator::global()->generate();
    StaleReadChecker checker(plan);

    std::atomic<bool> stop{false};
    StaleReadChecker::Figures foreignFigures;
    int leasesSeen = 0;
    int leasesServed = 0;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        ForeignClient client(arena.readersToRedis.port(),
                             HrStack::urlThrough(arena.database.url(), arena.readersToDatabase.port()));
        QRandomGenerator random(plan.seed);
        while (!stop) {
            // The users of our readers: the same keys.
            const UserId user = ConsistencyArena::userOf(random.bounded(ConsistencyArena::readers));
            const HrQuery query =
                random.bounded(2) == 0
                    ? HrQuery::employees(sampleCompany())
                    : HrQuery::employeeById(sampleCompany(),
                                            sampleEmployee(random.bounded(StaleReadChecker::employees) + 1));
            const auto expected = checker.acknowledged();
            StaleReadChecker::judge(query, client.read(user, query), expected, foreignFigures);
        }
        leasesSeen = client.leasesSeen();
        leasesServed = client.leasesServed();
    }));
    std::vector<std::unique_ptr<HrStack>> stacks;
    std::vector<Task<>> loops;
    for (int number = 0; number < ConsistencyArena::readers; ++number) {
        stacks.push_back(arena.reader(settings));
        for (int lane = 0; lane < 4; ++lane)
            loops.push_back(checker.readLoop(*stacks.back(), ConsistencyArena::userOf(number)));
    }
    for (int number = 0; number < StaleReadChecker::writers; ++number) {
        stacks.push_back(arena.writer(number, settings));
        loops.push_back(checker.writeLoop(*stacks.back(), number, ConsistencyArena::writingUser(number)));
    }
    thread->start();
    for (Task<> &loop : loops)
        awaitResult(std::move(loop), 120s);
    stop = true;
    thread->wait();

    HrStack::Counts counts;
    for (const auto &stack : stacks) {
        stack->settle();
        counts = counts + stack->counts();
    }
    report("beside a foreign client", checker.figures(), counts);
    qInfo("the foreign client: %lld reads (%lld HIT), %lld stale = %.0f per million; it met %d leases",
          foreignFigures.reads, foreignFigures.hits, foreignFigures.stale, foreignFigures.stalePerMillion(),
          leasesSeen);
    QVERIFY(foreignFigures.reads > 300);
    QVERIFY(leasesSeen > 0);
    QCOMPARE(leasesServed, 0);
    QCOMPARE(foreignFigures.failed + checker.figures().failed, 0);
    QVERIFY(checker.figures().hits > 1'000);
    // What the foreign client stored too late goes with the second DEL of the last writes.
    RestingState atRest;
    QTRY_VERIFY2((atRest = arena.atRest()).differences.isEmpty(),
                 qPrintable(atRest.differences.join(QLatin1Char('\n'))));
    QVERIFY(arena.atRest().compared > 0);
}

QTEST_GUILESS_MAIN(TestConsistencyForeign)
#include "tst_consistencyforeign.moc"
