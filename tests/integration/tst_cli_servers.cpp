#include "CliOnServers.h"

#include "support/TestServers.h"

#include <QUrl>

using namespace hrcache;

/// The commands of hrcachectl on a real Redis and PostgreSQL.
class TestCliServers : public CliOnServers
{
    Q_OBJECT

private slots:
    void init();

    void aReadGoesFromMissToHitToForced();
    void withoutAUserTheCacheIsLeftAlone();
    void withoutAUserOrCompanyItAsks();
    void severalCompaniesAreNamed();
    void redisDownIsSaidAndTheDatabaseAnswers();
    void withoutADatabaseRedisAloneWorks();
    void checkNamesWhatIsMissing();
    void checkKnowsTlsAndRights();
    void initDbCreatesSchemaAndSample();
    void initDbRefusesADatabaseWithAnythingInIt();
    void aProfileNamesTheServers();
};

void TestCliServers::init()
{
    startServers();
    m_cli->set("HRCACHE_USER", interop::user);
}

void TestCliServers::aReadGoesFromMissToHitToForced()
{
    const CliResult miss = run("employees");
    QCOMPARE(miss.status, 0);
    QVERIFY2(miss.out.endsWith("\n3 active employees\ndatabase · MISS\n"), miss.out.constData());
    QVERIFY(miss.out.contains("O'Neil-Łukasz, 李  1970-06-01"));
    const CliResult hit = run("employees");
    QVERIFY2(hit.out.contains("\ncache · 0 s old · 59 min left\n"), hit.out.constData());
    QCOMPARE(hit.out.left(hit.out.indexOf("\n3 active")), miss.out.left(miss.out.indexOf("\n3 active")));
    QVERIFY(run("employees --refresh").out.endsWith("\ndatabase · forced\n"));
    QVERIFY(run("contracts EMP001").out.contains("6,500.00 CHF") ||
            run("contracts EMP001").out.contains("6500.00 CHF"));
    const QJsonObject json = run("contracts EMP001 --json").object();
    QCOMPARE(json[u"reason"].toString(), QStringLiteral("HIT"));
    QVERIFY(json[u"ttl_left_seconds"].toDouble() > 3'500);
    QCOMPARE(json[u"key"].toString().toUtf8(), interop::prefix + "contracts:" + interop::employee.toUtf8());
}

void TestCliServers::withoutAUserTheCacheIsLeftAlone()
{
    m_cli->set("HRCACHE_USER", {});
    m_cli->set("HRCACHE_COMPANY", interop::company);
    const CliResult result = run("employees");
    QCOMPARE(result.status, 0);
    QVERIFY(result.out.endsWith("\ndatabase · no user\n"));
    QCOMPARE(keysInRedis(), QByteArrayList());
    for (const char *command : {"keys", "stats", "warm", "invalidate --yes"}) {
        const CliResult refused = run(command);
        QCOMPARE(refused.status, 2);
        QVERIFY2(refused.err.contains("--user"), refused.err.constData());
    }
}

void TestCliServers::withoutAUserOrCompanyItAsks()
{
    m_cli->set("HRCACHE_USER", {});
    const CliResult result = run("employees");
    QCOMPARE(result.status, 2);
    QVERIFY(result.err.contains("HRCACHE_USER"));
    const CliResult nobody = run("employees --user nobody");
    QCOMPARE(nobody.status, 1);
    QVERIFY(nobody.err.contains("nobody"));
}

void TestCliServers::severalCompaniesAreNamed()
{
    m_database->exec(QStringLiteral(
        "INSERT INTO core.companies (id, account_id, firebase_mandate_path, name, country_code) VALUES "
        "('99999999-9999-4999-8999-999999999999', '00000000-0000-4000-8000-00000000b001', 'm2', 'Zweite AG', "
        "'CH')"));
    const CliResult result = run("employees");
    QCOMPARE(result.status, 2);
    QVERIFY(result.err.contains("99999999-9999-4999-8999-999999999999  Zweite AG"));
    QVERIFY(result.err.contains(interop::company.toUtf8() + "  Müller & Fils SA"));
    QCOMPARE(run("employees --company 99999999-9999-4999-8999-999999999999").status, 0);
}

void TestCliServers::redisDownIsSaidAndTheDatabaseAnswers()
{
    m_redis->kill();
    const CliResult result = run("employees");
    QCOMPARE(result.status, 0);
    QVERIFY2(result.out.contains("\ndatabase · cache unreachable\n"), result.out.constData());
    for (const char *command : {"keys", "stats", "warm", "get x", "invalidate --yes", "check"}) {
        const CliResult failed = run(command);
        QCOMPARE(failed.status, 1);
        QVERIFY((failed.err + failed.out).contains("127.0.0.1:"));
    }
}

void TestCliServers::withoutADatabaseRedisAloneWorks()
{
    QCOMPARE(run("warm").status, 0);
    m_cli->useDatabase({});
    const CliResult read = run("employees");
    QCOMPARE(read.status, 2);
    QVERIFY(read.err.contains("NEON_DATABASE_URL"));
    m_cli->set("HRCACHE_COMPANY", interop::company);
    const QJsonObject stats = run("stats --json").object();
    QCOMPARE(stats[u"total_keys"].toInt(), 4);
    QCOMPARE(stats[u"keys_from_scan"].toInt(), 4);
    QVERIFY(stats[u"complete"].toBool());
    const CliResult get =
        m_cli->run({QStringLiteral("get"), QString::fromUtf8(interop::prefix + "employees")});
    QCOMPARE(get.status, 0);
    const CliResult cached = run("employees");
    QCOMPARE(cached.status, 0);
    QVERIFY(cached.out.contains("\ncache · "));
    const CliResult check = run("check");
    QCOMPARE(check.status, 1);
    QVERIFY(check.out.contains("✗ No database is configured"));
    const CliResult gone = run("invalidate --yes");
    QCOMPARE(gone.status, 0);
    QCOMPARE(keysInRedis(), QByteArrayList());
}

void TestCliServers::checkNamesWhatIsMissing()
{
    QCOMPARE(run("check").status, 0);
    m_database->exec(QStringLiteral("DROP TABLE hr.ref_permit_types"));
    const CliResult result = run("check");
    QCOMPARE(result.status, 1);
    QVERIFY2(result.out.contains("✗ missing: hr.ref_permit_types"), result.out.constData());
    const TestDatabase empty(TestDatabase::Content::Empty);
    m_cli->useDatabase(empty.url());
    const CliResult none = run("check");
    QCOMPARE(none.status, 1);
    QVERIFY(none.out.contains("init-db"));
    m_cli->useDatabase(
        QStringLiteral("postgresql://postgres:wrong@127.0.0.1:%1/postgres").arg(QUrl(empty.url()).port()));
    const QJsonObject json = run("check --json").object();
    QCOMPARE(json[u"ok"].toBool(), false);
    QCOMPARE(json[u"cache"][u"ok"].toBool(), true);
    QCOMPARE(json[u"database"][u"error_code"].toString(), QStringLiteral("auth_failed"));
    QVERIFY(!QJsonDocument(json).toJson().contains("wrong"));
}

void TestCliServers::checkKnowsTlsAndRights()
{
    m_cli->useRedis(TestServers::redisTlsPort());
    m_cli->set("LISTENERS_REDIS_TLS", QStringLiteral("true"));
    m_cli->set("HRCACHE_REDIS_CA_FILE", TestServers::caFile());
    m_cli->useDatabase(m_database->tlsUrl());
    const CliResult encrypted = run("check");
    QVERIFY2(encrypted.status == 0, encrypted.out.constData());
    QCOMPARE(encrypted.out.count("✓ encrypted (TLS"), 2);
    m_cli->set("HRCACHE_REDIS_CA_FILE", TestServers::otherCaFile());
    QCOMPARE(run("check --json").object()[u"cache"][u"error_code"].toString(), QStringLiteral("tls_failed"));

    m_cli->useRedis(TestServers::redisAuthPort());
    m_cli->set("LISTENERS_REDIS_TLS", {});
    const QJsonObject locked = run("check --json").object()[u"cache"].toObject();
    QCOMPARE(locked[u"error_code"].toString(), QStringLiteral("auth_failed"));
    m_cli->set("LISTENERS_REDIS_PASSWORD", TestServers::redisPassword());
    QCOMPARE(run("check").status, 0);
    m_cli->set("HRCACHE_REDIS_USERNAME", QStringLiteral("reader"));
    const CliResult reader = run("check");
    QCOMPARE(reader.status, 1);
    QVERIFY2(reader.out.contains("logged in as reader"), reader.out.constData());
    QVERIFY(reader.out.contains("  ✗ may not both store and delete"));
}

void TestCliServers::initDbCreatesSchemaAndSample()
{
    for (const bool sample : {false, true}) {
        const TestDatabase empty(TestDatabase::Content::Empty);
        m_cli->useDatabase(empty.url());
        const CliResult created = run(sample ? "init-db --sample" : "init-db");
        QVERIFY2(created.status == 0, created.err.constData());
        QVERIFY(!created.out.contains(QUrl(empty.url()).password().toUtf8()));
        QCOMPARE(run("check").status, 0);
        QCOMPARE(empty.value(QStringLiteral("SELECT count(*) FROM core.companies")).toInt(), sample ? 3 : 0);
        QCOMPARE(empty.value(QStringLiteral("SELECT count(*) FROM hr.employees")).toInt(),
                 sample ? 1'225 : 0);
        const CliResult again = run("init-db");
        QCOMPARE(again.status, 1);
        QVERIFY2(again.err.contains("hr.employees"), again.err.constData());
        QCOMPARE(run("employees --user demo-viewer").status, sample ? 0 : 1);
    }
}

void TestCliServers::initDbRefusesADatabaseWithAnythingInIt()
{
    for (const char *sql : {"CREATE TABLE public.notes (text text)", "CREATE SCHEMA hr",
                            "CREATE VIEW public.everything AS SELECT 1 AS one", "CREATE SEQUENCE numbers"}) {
        const TestDatabase used(TestDatabase::Content::Empty);
        used.exec(QString::fromLatin1(sql));
        m_cli->useDatabase(used.url());
        const CliResult refused = run("init-db");
        QVERIFY2(refused.status == 1, sql);
        QVERIFY2(refused.err.contains("not empty"), refused.err.constData());
        QCOMPARE(
            used.value(QStringLiteral("SELECT count(*) FROM pg_namespace WHERE nspname = 'core'")).toInt(),
            0);
    }
}

void TestCliServers::aProfileNamesTheServers()
{
    m_cli->set("XDG_CONFIG_HOME", m_cli->folder());
    const QString folder = m_cli->folder() + QStringLiteral("/hr-cache-monitor/profiles");
    QVERIFY(QDir().mkpath(folder));
    const QUrl url(m_database->url());
    const auto write = [&](const char *name, const QString &text) {
        QFile file(folder + u'/' + QLatin1String(name) + QStringLiteral(".ini"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.toUtf8());
    };
    const QString redis = QStringLiteral("[redis]\nhost=127.0.0.1\nport=%1\n").arg(m_redis->port());
    write("mine", redis + QStringLiteral("[postgresql]\nurl=postgresql://postgres@127.0.0.1:%1%2\n"
                                         "[defaults]\nuser=%3\ncompany=%4\n")
                              .arg(QString::number(url.port()), url.path(), interop::user, interop::company));
    write("leaky", redis + QStringLiteral("password=hunter2\n"));
    write("leaky2", redis + QStringLiteral("[postgresql]\nurl=postgresql://postgres:hunter2@127.0.0.1/x\n"));
    write("typo", QStringLiteral("[redis]\nhots=127.0.0.1\n"));
    write("locked",
          redis + QStringLiteral("[postgresql]\nurl=postgresql://postgres@127.0.0.1/x\npassword=keychain\n"));

    Cli cli;
    cli.set("XDG_CONFIG_HOME", m_cli->folder());
    cli.set("PGPASSWORD", url.password());
    const CliResult read = cli.run(args("employees --profile mine"));
    QVERIFY2(read.status == 0, read.err.constData());
    QVERIFY(read.out.contains("3 active employees"));
    QCOMPARE(keysInRedis(), QByteArrayList({interop::prefix + "employees"}));
    for (const char *leaky : {"leaky", "leaky2"}) {
        const CliResult refused =
            cli.run({QStringLiteral("employees"), QStringLiteral("--profile"), QLatin1String(leaky)});
        QCOMPARE(refused.status, 2);
        QVERIFY(refused.err.contains("never kept in settings files"));
        QVERIFY(!refused.err.contains("hunter2"));
    }
    QVERIFY(cli.run(args("employees --profile typo")).err.contains("redis/hots"));
    const CliResult absent = cli.run(args("employees --profile absent"));
    QCOMPARE(absent.status, 2);
    QVERIFY(absent.err.contains("There are: leaky, leaky2, locked, mine, typo."));
    // The environment wins over the profile.
    cli.set("LISTENERS_REDIS_PORT", QStringLiteral("1"));
    QVERIFY(cli.run(args("employees --profile mine")).out.contains("cache unreachable"));
    // Without a keychain it says so, and does not wait for one.
    const CliResult locked = cli.run(args("employees --profile locked"));
    QCOMPARE(locked.status, 1);
    QVERIFY2(locked.err.contains("keychain"), locked.err.constData());
}

QTEST_GUILESS_MAIN(TestCliServers)
#include "tst_cli_servers.moc"
