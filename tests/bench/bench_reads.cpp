// HIT and MISS of the reads beside a bare C chain in the same run, near and at a distance.
// Run by `tests/run --with-servers build/release/tests/bench_reads [--rounds N] [--delay MS]`.

#include "base/Tasks.h"
#include "bench/BareChain.h"
#include "bench/BenchData.h"
#include "bench/BenchTable.h"
#include "cache/CacheKey.h"
#include "cache/HrCacheManager.h"
#include "hr/HrService.h"
#include "postgres/PgHrStore.h"
#include "redis/RedisCacheStore.h"
#include "support/Await.h"
#include "support/DelayProxy.h"
#include "support/TestDatabase.h"
#include "support/TestServers.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QUrl>

#include <cstdio>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef __linux__
#include <sched.h>
#endif

using namespace hrcache;
using namespace std::chrono;

namespace {

/// One service with its own connections.
struct Chain
{
    RedisCacheStore cacheStore;
    PgHrStore store;
    MemoryInvalidationJournal journal;
    HrCacheManager manager;
    HrService service;

    Chain(const RedisConfig &redis, const QString &url)
        : cacheStore(redis)
        , store(*PgConfig::parse(url))
        , manager(cacheStore, journal, Clock::system())
        , service(store, manager, Clock::system())
    {
    }

    ~Chain() { manager.close(); }
};

struct Case
{
    QString name;
    HrQuery query;
    std::vector<const char *> statements;
    std::vector<QByteArray> parameters;
    double hitToReach;
    double missToReach;
};

Task<> measureHits(Chain *chain, BareChain *bare, UserId user, Case one, int rounds)
{
    constexpr int block = 50;
    Samples floor;
    Samples own;
    const QByteArray key = CacheKey::of(user, one.query);
    const DocumentResult warm = co_await chain->service.read(user, one.query);
    if (!warm)
        qFatal("%s", qPrintable(warm.error().message));
    co_await chain->manager.idle();
    for (int round = -block; round < rounds; round += block) {
        for (int i = 0; i < block; ++i) {
            const auto start = steady_clock::now();
            if (bare->hit(key) == 0)
                qFatal("bare chain: no HIT for %s", key.constData());
            if (round >= 0)
                floor.add(steady_clock::now() - start);
        }
        for (int i = 0; i < block; ++i) {
            const auto start = steady_clock::now();
            const DocumentResult result = co_await chain->service.read(user, one.query);
            if (round >= 0)
                own.add(steady_clock::now() - start);
            if (!result || result->from.reason != Reason::Hit)
                qFatal("no HIT");
        }
    }
    printRow(one.name + QStringLiteral(" HIT"), floor, own, one.hitToReach);
}

Task<> measureMisses(Chain *chain, BareChain *bare, UserId user, Case one, int rounds)
{
    constexpr int block = 20;
    Samples floor;
    Samples own;
    const QByteArray key = CacheKey::of(user, one.query);
    for (int round = -block; round < rounds; round += block) {
        bare->remove(key);
        for (int i = 0; i < block; ++i) {
            const auto start = steady_clock::now();
            if (bare->miss(key, one.statements, one.parameters) == 0)
                qFatal("bare chain: no rows");
            if (round >= 0)
                floor.add(steady_clock::now() - start);
        }
        for (int i = 0; i < block; ++i) {
            bare->remove(key);
            const auto start = steady_clock::now();
            const DocumentResult result = co_await chain->service.read(user, one.query);
            if (round >= 0)
                own.add(steady_clock::now() - start);
            if (!result || result->from.reason != Reason::Miss)
                qFatal("no MISS");
            co_await chain->manager.idle();
        }
    }
    printRow(one.name + QStringLiteral(" MISS"), floor, own, one.missToReach);
}

Task<> measureAll(Chain *chain, BareChain *bare, UserId user, std::vector<Case> cases, int rounds)
{
    for (const Case &one : cases)
        co_await measureHits(chain, bare, user, one, rounds);
    for (const Case &one : cases)
        co_await measureMisses(chain, bare, user, one, rounds / 4);
}

std::vector<Case> makeCases(BareChain &bare, const BenchData &data)
{
    bare.prepare(
        "employees",
        "SELECT id, identifier, first_name, last_name, birth_date, cluster_code, hire_date, is_active, "
        "created_at FROM hr.employees WHERE company_id = $1::uuid AND is_active ORDER BY last_name, "
        "first_name",
        1);
    bare.prepare("employee", "SELECT * FROM hr.employees WHERE company_id = $1::uuid AND id = $2::uuid", 2);
    bare.prepare(
        "contracts",
        "SELECT c.* FROM hr.contracts c JOIN hr.employees e ON e.id = c.employee_id WHERE e.company_id = "
        "$1::uuid AND c.employee_id = $2::uuid ORDER BY c.start_date DESC",
        2);
    std::vector<const char *> references{"contract_types", "remuneration_types", "family_status",
                                         "tax_status", "permit_types"};
    for (const char *table : references) {
        bare.prepare(table,
                     (QByteArray("SELECT * FROM hr.ref_") + table +
                      " WHERE country_code = $1 ORDER BY sort_order, code")
                         .constData(),
                     1);
    }
    return {
        {QStringLiteral("list_employees 25"),
         HrQuery::employees(data.small),
         {"employees"},
         {data.small.bytes()},
         1.5,
         1.4},
        {QStringLiteral("list_employees 1000"),
         HrQuery::employees(data.large),
         {"employees"},
         {data.large.bytes()},
         1.3,
         1.4},
        {QStringLiteral("get_employee"),
         HrQuery::employeeById(data.small, data.employee),
         {"employee"},
         {data.small.bytes(), data.employee.bytes()},
         1.5,
         1.4},
        {QStringLiteral("list_contracts"),
         HrQuery::contracts(data.small, data.employee),
         {"contracts"},
         {data.small.bytes(), data.employee.bytes()},
         1.5,
         1.4},
        {QStringLiteral("references"),
         HrQuery::references(data.small, "CH", "fr"),
         references,
         {"CH"},
         1.5,
         1.4},
    };
}

QString throughProxy(const QString &url, std::uint16_t port)
{
    QUrl moved(url);
    moved.setHost(QStringLiteral("127.0.0.1"));
    moved.setPort(port);
    return moved.toString(QUrl::FullyEncoded);
}

void measureAtADistance(const RedisConfig &near, const QString &url, const BenchData &data,
                        const std::vector<Case> &cases, milliseconds delay)
{
    DelayProxy redisProxy(near.host, near.port, delay);
    const QUrl server(url);
    DelayProxy postgresProxy(server.host(), static_cast<std::uint16_t>(server.port(5432)), delay);
    RedisConfig far = near;
    far.port = redisProxy.port();
    BareChain clean(near.port, url.toUtf8());
    std::printf("\nAt a distance (%lld ms each way)\n%-34s %12s %12s %12s\n",
                static_cast<long long>(delay.count()), "", "duration", "Redis trips", "PG trips");
    const auto run = [&](Chain &chain, const QString &name, const HrQuery &query, bool miss) {
        if (miss)
            clean.remove(CacheKey::of(data.user, query));
        redisProxy.resetCounts();
        postgresProxy.resetCounts();
        const auto start = steady_clock::now();
        const DocumentResult result = awaitResult(chain.service.read(data.user, query));
        const auto duration = duration_cast<microseconds>(steady_clock::now() - start);
        const int redisTrips = redisProxy.counts().total.roundTrips;
        const int postgresTrips = postgresProxy.counts().total.roundTrips;
        if (!result || result->from.reason != (miss ? Reason::Miss : Reason::Hit))
            qFatal("%s: not what was expected", qPrintable(name));
        awaitResult(chain.manager.idle());
        std::printf("%-34s %9.1f ms %12d %12d\n", qPrintable(name),
                    static_cast<double>(duration.count()) / 1000, redisTrips, postgresTrips);
    };
    {
        Chain cold(far, throughProxy(url, postgresProxy.port()));
        cold.cacheStore.prepare();
        cold.store.prepare();
        run(cold, QStringLiteral("first read, no connection"), cases.front().query, true);
    }
    Chain chain(far, throughProxy(url, postgresProxy.port()));
    run(chain, QStringLiteral("(connects)"), cases.front().query, true);
    for (const Case &one : cases) {
        clean.remove(CacheKey::of(data.user, one.query));
        // The first execution prepares the statement; it takes no trip more, but is not what is shown.
        run(chain, one.name + QStringLiteral(" MISS"), one.query, true);
        run(chain, one.name + QStringLiteral(" HIT"), one.query, false);
    }
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_NO_GLIB", "1");
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 64 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({QStringLiteral("rounds"), QStringLiteral("Reads of each kind."), QStringLiteral("N"),
                      QStringLiteral("2000")});
    parser.addOption({QStringLiteral("delay"), QStringLiteral("Delay each way."), QStringLiteral("MS"),
                      QStringLiteral("15")});
    parser.addOption({QStringLiteral("core"), QStringLiteral("Core to run on."), QStringLiteral("N"),
                      QStringLiteral("0")});
    parser.addOption({QStringLiteral("case"), QStringLiteral("Only cases whose name contains this."),
                      QStringLiteral("TEXT")});
    parser.process(app);
#ifdef __linux__
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(parser.value(QStringLiteral("core")).toUInt(), &cores);
    sched_setaffinity(0, sizeof cores, &cores);
#endif

    TestDatabase database(TestDatabase::Content::Schema);
    database.exec(BenchData::sql());
    const BenchData data = BenchData::make();
    RedisConfig redis;
    redis.host = QStringLiteral("127.0.0.1");
    redis.port = TestServers::redisPort();

    const int rounds = parser.value(QStringLiteral("rounds")).toInt();
    BareChain bare(redis.port, database.url().toUtf8());
    auto cases = makeCases(bare, data);
    std::erase_if(cases,
                  [&](const Case &one) { return !one.name.contains(parser.value(QStringLiteral("case"))); });
    {
        Chain chain(redis, database.url());
        printHeader(QStringLiteral("Near, client on one core, %1 reads").arg(rounds));
        awaitResult(measureAll(&chain, &bare, data.user, cases, rounds), minutes(10));
    }
    measureAtADistance(redis, database.url(), data, cases,
                       milliseconds(parser.value(QStringLiteral("delay")).toInt()));
    return 0;
}
