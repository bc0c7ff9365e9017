#include "CliOnServers.h"

#include "support/DelayProxy.h"

#include <QUrl>

using namespace hrcache;

/// `hrcachectl warm` on a real Redis and PostgreSQL.
class TestCliWarm : public CliOnServers
{
    Q_OBJECT

private slots:
    void init();

    void warmLoadsWhatIsMissing();
    void warmTakesNoMoreRoundTripsThanOneRead();
    void warmLoadsALongListInPages();
    void warmLeavesALongListThatAnotherProgramStored();
    void warmWithDetailsLoadsEverybodyOfALongList();

private:
    /// So many employees beside the three that are there.
    void addEmployees(int count) const
    {
        m_database->exec(QStringLiteral("INSERT INTO hr.employees (company_id, identifier, first_name, "
                                        "last_name, birth_date, cluster_code, hire_date) SELECT '%1', 'X' || "
                                        "n, 'Anna', 'M' || n, '1990-01-01', 'CH-GE', '2020-01-01' FROM "
                                        "generate_series(1, %2) n")
                             .arg(interop::company)
                             .arg(count));
    }
};

void TestCliWarm::init()
{
    startServers();
    m_cli->set("HRCACHE_USER", interop::user);
}

void TestCliWarm::warmLoadsWhatIsMissing()
{
    QCOMPARE(run("employees").status, 0);
    const CliResult first = run("warm --lang fr,de");
    QCOMPARE(first.status, 0);
    QVERIFY2(first.out.contains("\n4 loaded, 1 there already.\n"), first.out.constData());
    const CliResult details = run("warm --lang fr,de --details");
    // Two of three employees have no contract, and nothing is cached of those.
    QVERIFY2(details.out.contains("\n5 loaded, 5 there already.\n"), details.out.constData());
    const QJsonArray again = run("warm --details --json").array();
    for (const QJsonValue &tally : again) {
        QCOMPARE(tally[u"loaded"].toInt(), 0);
        QCOMPARE(tally[u"no_rows"].toInt(), tally[u"data"].toString().endsWith(u"contracts") ||
                                                    tally[u"data"].toString() == u"active_contract"
                                                ? 2
                                                : 0);
    }
    QCOMPARE(keysInRedis().size(), 10);
}

void TestCliWarm::warmTakesNoMoreRoundTripsThanOneRead()
{
    const QUrl url(m_database->url());
    DelayProxy redis(QStringLiteral("127.0.0.1"), m_redis->port(), std::chrono::milliseconds(0));
    DelayProxy postgres(QStringLiteral("127.0.0.1"), static_cast<std::uint16_t>(url.port()),
                        std::chrono::milliseconds(0));
    QUrl near = url;
    near.setHost(QStringLiteral("127.0.0.1"));
    near.setPort(postgres.port());
    m_cli->useRedis(redis.port());
    m_cli->useDatabase(near.toString(QUrl::FullyEncoded));
    m_cli->set("HRCACHE_COMPANY", interop::company);

    struct Turns
    {
        int redis = 1'000;
        int postgres = 1'000;
    };

    // An answer that comes in two pieces may be counted as two: the fewest of some runs are the program's
    // own.
    const auto fewest = [&](const char *command, const char *expected, Turns wanted) {
        Turns least;
        for (int i = 0; i < 12 && (i < 3 || least.redis > wanted.redis || least.postgres > wanted.postgres);
             ++i) {
            m_redis->peer().command({"FLUSHALL"});
            redis.resetCounts();
            postgres.resetCounts();
            const CliResult result = run(command);
            if (result.status != 0 || !result.out.contains(expected))
                qFatal("%s: %s%s", command, result.out.constData(), result.err.constData());
            least.redis = std::min(least.redis, redis.counts().total.roundTrips);
            least.postgres = std::min(least.postgres, postgres.counts().total.roundTrips);
        }
        return least;
    };
    const Turns one = fewest("employees", "", Turns());
    const Turns warm = fewest("warm", "4 loaded", one);
    QCOMPARE(warm.redis, one.redis);
    QCOMPARE(warm.postgres, one.postgres);
}

void TestCliWarm::warmLoadsALongListInPages()
{
    addEmployees(2'000);
    const CliResult first = run("warm");
    QCOMPARE(first.status, 0);
    // The list's own entry and three pages, clusters twice, references.
    QVERIFY2(first.out.contains("\n7 loaded, 0 there already.\n"), first.out.constData());
    QVERIFY2(first.out.contains("The list of 2,003 employees is kept in 3 pages"), first.out.constData());
    RedisPeer peer = m_redis->peer();
    QVERIFY(peer.text({"GET", interop::prefix + "employees"}).size() < 1'000);
    for (const char *page : {"0", "1", "2"})
        QCOMPARE(peer.number({"EXISTS", interop::prefix + "employees:page:" + page}), 1);
    QCOMPARE(keysInRedis().size(), 7);

    const QJsonArray again = run("warm --json").array();
    QCOMPARE(again[0][u"data"].toString(), QStringLiteral("employees"));
    QCOMPARE(again[0][u"there_already"].toInt(), 1);
    QCOMPARE(again[1][u"data"].toString(), QStringLiteral("employees:page"));
    QCOMPARE(again[1][u"there_already"].toInt(), 3);
    for (const QJsonValue &tally : again)
        QCOMPARE(tally[u"loaded"].toInt(), 0);
}

void TestCliWarm::warmLeavesALongListThatAnotherProgramStored()
{
    addEmployees(2'000);
    QCOMPARE(run("employees").status, 0);
    const CliResult warm = run("warm");
    QVERIFY2(warm.out.contains("\n3 loaded, 1 there already.\n"), warm.out.constData());
    QVERIFY2(!warm.out.contains("pages"), warm.out.constData());
    QCOMPARE(keysInRedis().size(), 4);
}

void TestCliWarm::warmWithDetailsLoadsEverybodyOfALongList()
{
    addEmployees(1'100);
    // Once into pages, and once when they are there.
    for (int i = 0; i < 2; ++i) {
        if (i == 1) {
            QCOMPARE(run("invalidate --yes --type employee").status, 0);
            QCOMPARE(run("invalidate --yes --type contracts").status, 0);
        }
        const CliResult result = run("warm --details --json");
        QVERIFY2(result.status == 0, result.err.constData());
        for (const QJsonValue &tally : result.array()) {
            if (tally[u"data"].toString() == u"employee")
                QCOMPARE(tally[u"loaded"].toInt(), 1'103);
            if (tally[u"data"].toString() == u"contracts")
                QCOMPARE(tally[u"no_rows"].toInt(), 1'102);
            QCOMPARE(tally[u"not_stored"].toInt(), 0);
        }
    }
}

QTEST_GUILESS_MAIN(TestCliWarm)
#include "tst_cli_warm.moc"
