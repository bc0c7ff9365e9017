#include "postgres/PgConfig.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace hrcache;

namespace {

QByteArray parameter(const PgConfig &config, const QByteArray &name)
{
    for (const auto &[key, value] : config.parameters()) {
        if (key == name)
            return value;
    }
    return {};
}

/// Sets environment variables, and puts back what was there.
class Environment
{
public:
    ~Environment()
    {
        for (const auto &[name, value] : m_before)
            value.isNull() ? qunsetenv(name) : qputenv(name, value);
    }

    void set(const char *name, const QByteArray &value)
    {
        m_before.emplace_back(name, qgetenv(name));
        qputenv(name, value);
    }

private:
    std::vector<std::pair<const char *, QByteArray>> m_before;
};

} // namespace

class TestPgConfig : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aUrlIsTakenApart();
    void keysAndValuesAreTakenApart();
    void tlsToARemoteHostIsNeverWeakerThanVerifyFull_data();
    void tlsToARemoteHostIsNeverWeakerThanVerifyFull();
    void tlsToARemoteHostCannotBeSwitchedOff_data();
    void tlsToARemoteHostCannotBeSwitchedOff();
    void whatIsGivenForLoopbackIsHonoured_data();
    void whatIsGivenForLoopbackIsHonoured();
    void oneRemoteHostAmongSeveralMakesAllOfThemRemote();
    void theSystemsCertificatesAreTrusted();
    void aGivenRootCertificateIsTrustedAlone();
    void theUsersOwnRootCertificateComesBeforeTheSystems();
    void theEnvironmentFillsWhatIsLeftOpen();
    void theTextComesBeforeTheEnvironment();
    void thePasswordIsNeverShown_data();
    void thePasswordIsNeverShown();
    void anUnknownParameterIsNamed();
    void anUnknownSslModeIsNamed();
    void hostsAndPortsMustMatch();
    void theConnectTimeoutIsTaken();
    void aRoundTripForGssIsNotSpent();

private:
    std::unique_ptr<Environment> m_environment;
    std::unique_ptr<QTemporaryDir> m_home;
};

void TestPgConfig::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_environment = std::make_unique<Environment>();
    m_environment->set("HOME", QFile::encodeName(m_home->path()));
    for (const char *name :
         {"PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGDATABASE", "PGPASSWORD", "PGSSLMODE",
          "PGSSLROOTCERT", "PGSERVICE", "PGCONNECT_TIMEOUT", "PGCHANNELBINDING"}) {
        m_environment->set(name, {});
        qunsetenv(name);
    }
}

void TestPgConfig::cleanup()
{
    m_environment.reset();
}

void TestPgConfig::aUrlIsTakenApart()
{
    const auto config = PgConfig::parse(QStringLiteral(
        "postgresql://hr:p%40ss@db.example.com:6432/payroll?sslmode=require&channel_binding=require"));
    QVERIFY(config);
    QCOMPARE(config->hosts().size(), size_t(1));
    QCOMPARE(config->hosts()[0].name, "db.example.com");
    QCOMPARE(config->hosts()[0].port, "6432");
    QCOMPARE(parameter(*config, "user"), "hr");
    QCOMPARE(parameter(*config, "password"), "p@ss");
    QCOMPARE(parameter(*config, "dbname"), "payroll");
    QCOMPARE(parameter(*config, "channel_binding"), "require");
    QCOMPARE(parameter(*config, "client_encoding"), "UTF8");
    QVERIFY(!config->isLocal());
    QCOMPARE(config->toString(),
             QStringLiteral("postgresql://hr@db.example.com:6432/payroll?sslmode=verify-full"));
}

void TestPgConfig::keysAndValuesAreTakenApart()
{
    const auto config =
        PgConfig::parse(QStringLiteral("host=db.example.com user=hr password='a b\\'c' dbname=payroll"));
    QVERIFY(config);
    QCOMPARE(config->hosts()[0].name, "db.example.com");
    QCOMPARE(config->hosts()[0].port, "5432");
    QCOMPARE(parameter(*config, "password"), "a b'c");
}

void TestPgConfig::tlsToARemoteHostIsNeverWeakerThanVerifyFull_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("mode");
    const auto add = [](const char *name, const char *url, const char *mode) {
        QTest::newRow(name) << QString::fromLatin1(url) << QByteArray(mode);
    };
    add("missing", "postgresql://u@db.example.com/d", "verify-full");
    add("allow", "postgresql://u@db.example.com/d?sslmode=allow", "verify-full");
    add("prefer", "postgresql://u@db.example.com/d?sslmode=prefer", "verify-full");
    add("require", "postgresql://u@db.example.com/d?sslmode=require", "verify-full");
    add("verify-ca", "postgresql://u@db.example.com/d?sslmode=verify-ca", "verify-ca");
    add("verify-full", "postgresql://u@db.example.com/d?sslmode=verify-full", "verify-full");
    add("address", "postgresql://u@192.0.2.1/d", "verify-full");
    add("IPv6", "postgresql://u@[2001:db8::1]/d?sslmode=prefer", "verify-full");
    add("looks like loopback", "postgresql://u@127.0.0.1.example.com/d", "verify-full");
    add("localhost with another address", "host=localhost hostaddr=192.0.2.1", "verify-full");
    add("keys", "host=db.example.com sslmode=prefer", "verify-full");
    add("a service may name any host", "service=hr", "verify-full");
}

void TestPgConfig::tlsToARemoteHostIsNeverWeakerThanVerifyFull()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, mode);
    const auto config = PgConfig::parse(url);
    QVERIFY(config);
    QVERIFY(!config->isLocal());
    QCOMPARE(config->sslMode(), mode);
    QVERIFY(!parameter(*config, "sslrootcert").isEmpty());
}

void TestPgConfig::tlsToARemoteHostCannotBeSwitchedOff_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("environment");
    QTest::newRow("url") << QStringLiteral("postgresql://u@db.example.com/d?sslmode=disable") << QByteArray();
    QTest::newRow("keys") << QStringLiteral("host=192.0.2.1 sslmode=disable") << QByteArray();
    QTest::newRow("environment") << QStringLiteral("postgresql://u@db.example.com/d")
                                 << QByteArray("disable");
}

void TestPgConfig::tlsToARemoteHostCannotBeSwitchedOff()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, environment);
    if (!environment.isNull())
        m_environment->set("PGSSLMODE", environment);
    const auto config = PgConfig::parse(url);
    QVERIFY(!config);
    QCOMPARE(config.error().code, ErrorCode::TlsFailed);
    QVERIFY(config.error().message.contains(QLatin1String("verify-full")));
}

void TestPgConfig::whatIsGivenForLoopbackIsHonoured_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("mode");
    const auto add = [](const char *name, const char *url, const char *mode) {
        QTest::newRow(name) << QString::fromLatin1(url) << QByteArray(mode);
    };
    add("missing: plain first", "postgresql://u@127.0.0.1/d", "allow");
    add("localhost", "postgresql://u@LOCALHOST:5433/d", "allow");
    add("another loopback address", "postgresql://u@127.8.9.10/d", "allow");
    add("IPv6", "postgresql://u@[::1]/d", "allow");
    add("disable", "postgresql://u@127.0.0.1/d?sslmode=disable", "disable");
    add("prefer", "postgresql://u@127.0.0.1/d?sslmode=prefer", "prefer");
    add("require", "postgresql://u@127.0.0.1/d?sslmode=require", "require");
    add("verify-full", "postgresql://u@localhost/d?sslmode=verify-full", "verify-full");
    add("Unix socket", "host=/var/run/postgresql dbname=d", "allow");
    add("no host", "dbname=d", "allow");
    add("a tunnel", "host=db.example.com hostaddr=127.0.0.1", "allow");
    add("channel binding needs TLS", "postgresql://u@127.0.0.1/d?channel_binding=require", "prefer");
}

void TestPgConfig::whatIsGivenForLoopbackIsHonoured()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, mode);
    const auto config = PgConfig::parse(url);
    QVERIFY(config);
    QVERIFY(config->isLocal());
    QCOMPARE(config->sslMode(), mode);
}

void TestPgConfig::oneRemoteHostAmongSeveralMakesAllOfThemRemote()
{
    const auto config =
        PgConfig::parse(QStringLiteral("postgresql://u@127.0.0.1:5433,db.example.com:5434/d"));
    QVERIFY(config);
    QVERIFY(!config->isLocal());
    QCOMPARE(config->sslMode(), "verify-full");
    QCOMPARE(config->hosts().size(), size_t(2));
    QCOMPARE(config->hosts()[1].port, "5434");
    // With a choice of servers, only the primary will do.
    QCOMPARE(parameter(*config, "target_session_attrs"), "read-write");
}

void TestPgConfig::theSystemsCertificatesAreTrusted()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("bundle.pem"));
    QFile bundle(file);
    QVERIFY(bundle.open(QIODevice::WriteOnly));
    m_environment->set("SSL_CERT_FILE", QFile::encodeName(file));
    for (const auto *url :
         {"postgresql://u@db.example.com/d", "postgresql://u@db.example.com/d?sslrootcert=system"}) {
        const auto config = PgConfig::parse(QString::fromLatin1(url));
        QVERIFY(config);
        QCOMPARE(parameter(*config, "sslrootcert"), QFile::encodeName(file));
    }
}

void TestPgConfig::aGivenRootCertificateIsTrustedAlone()
{
    const auto config =
        PgConfig::parse(QStringLiteral("postgresql://u@db.example.com/d?sslrootcert=/my/ca.crt"));
    QVERIFY(config);
    QCOMPARE(parameter(*config, "sslrootcert"), "/my/ca.crt");

    m_environment->set("PGSSLROOTCERT", "/other/ca.crt");
    const auto inherited = PgConfig::parse(QStringLiteral("postgresql://u@db.example.com/d"));
    QVERIFY(inherited);
    QVERIFY(parameter(*inherited, "sslrootcert").isEmpty()); // libpq reads it itself
}

void TestPgConfig::theUsersOwnRootCertificateComesBeforeTheSystems()
{
    QVERIFY(QDir(m_home->path()).mkdir(QStringLiteral(".postgresql")));
    QFile own(m_home->filePath(QStringLiteral(".postgresql/root.crt")));
    QVERIFY(own.open(QIODevice::WriteOnly));
    const auto config = PgConfig::parse(QStringLiteral("postgresql://u@db.example.com/d"));
    QVERIFY(config);
    QVERIFY(parameter(*config, "sslrootcert").isEmpty()); // libpq's default is that file
}

void TestPgConfig::theEnvironmentFillsWhatIsLeftOpen()
{
    m_environment->set("PGHOST", "db.example.com");
    m_environment->set("PGPORT", "6000");
    m_environment->set("PGUSER", "envuser");
    m_environment->set("PGDATABASE", "envdb");
    m_environment->set("PGPASSWORD", "envsecret");
    const auto config = PgConfig::parse(QString());
    QVERIFY(config);
    QCOMPARE(config->hosts()[0].name, "db.example.com");
    QCOMPARE(config->hosts()[0].port, "6000");
    QCOMPARE(config->sslMode(), "verify-full");
    QCOMPARE(config->toString(),
             QStringLiteral("postgresql://envuser@db.example.com:6000/envdb?sslmode=verify-full"));
}

void TestPgConfig::theTextComesBeforeTheEnvironment()
{
    m_environment->set("PGHOST", "db.example.com");
    m_environment->set("PGUSER", "envuser");
    m_environment->set("PGSSLMODE", "disable");
    const auto config = PgConfig::parse(QStringLiteral("postgresql://u@127.0.0.1:5555/d?sslmode=require"));
    QVERIFY(config);
    QCOMPARE(config->toString(), QStringLiteral("postgresql://u@127.0.0.1:5555/d?sslmode=require"));
}

void TestPgConfig::thePasswordIsNeverShown_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("url") << QStringLiteral("postgresql://u:s3cret@db.example.com/d");
    QTest::newRow("keys") << QStringLiteral("host=db.example.com user=u password=s3cret");
    QTest::newRow("broken percent") << QStringLiteral("postgresql://u:s3cret%ZZ@db.example.com/d");
    QTest::newRow("unquoted space") << QStringLiteral("host=db.example.com password=x s3cret");
    QTest::newRow("another scheme") << QStringLiteral("mysql://u:s3cret@db.example.com/d");
    QTest::newRow("unknown parameter") << QStringLiteral("postgresql://u:s3cret@db.example.com/d?nonsense=1");
    QTest::newRow("unended quote") << QStringLiteral("host=db.example.com password='s3cret");
    QTest::newRow("switched off") << QStringLiteral("postgresql://u:s3cret@db.example.com/d?sslmode=disable");
}

void TestPgConfig::thePasswordIsNeverShown()
{
    QFETCH(QString, text);
    const auto config = PgConfig::parse(text);
    QString shown;
    if (config) {
        shown = config->toString();
    } else {
        QDebug(&shown) << config.error();
        QVERIFY(!config.error().message.isEmpty());
    }
    QVERIFY(!shown.isEmpty());
    QVERIFY2(!shown.contains(QLatin1String("s3cret")), qPrintable(shown));
}

void TestPgConfig::anUnknownParameterIsNamed()
{
    const auto config =
        PgConfig::parse(QStringLiteral("postgresql://u@db.example.com/d?sslmode=require&pgbouncer=true"));
    QVERIFY(!config);
    QCOMPARE(config.error().code, ErrorCode::InvalidArgument);
    QVERIFY(config.error().message.contains(QLatin1String("\"pgbouncer\"")));
}

void TestPgConfig::anUnknownSslModeIsNamed()
{
    const auto config = PgConfig::parse(QStringLiteral("postgresql://u@127.0.0.1/d?sslmode=maybe"));
    QVERIFY(!config);
    QCOMPARE(config.error().code, ErrorCode::InvalidArgument);
    QVERIFY(config.error().message.contains(QLatin1String("maybe")));
}

void TestPgConfig::hostsAndPortsMustMatch()
{
    const auto config = PgConfig::parse(QStringLiteral("host=a,b,c port=1,2"));
    QVERIFY(!config);
    QCOMPARE(config.error().code, ErrorCode::InvalidArgument);
    const auto onePort = PgConfig::parse(QStringLiteral("host=a.example.com,b.example.com port=7"));
    QVERIFY(onePort);
    QCOMPARE(onePort->hosts()[1].port, "7");
}

void TestPgConfig::theConnectTimeoutIsTaken()
{
    using std::chrono::seconds;
    QCOMPARE(PgConfig::parse(QStringLiteral("dbname=d"))->connectTimeout, seconds(5));
    QCOMPARE(PgConfig::parse(QStringLiteral("postgresql://u@127.0.0.1/d?connect_timeout=9"))->connectTimeout,
             seconds(9));
    QCOMPARE(PgConfig::parse(QStringLiteral("connect_timeout=0"))->connectTimeout, seconds(5));
}

void TestPgConfig::aRoundTripForGssIsNotSpent()
{
    QCOMPARE(parameter(*PgConfig::parse(QStringLiteral("dbname=d")), "gssencmode"), "disable");
    QCOMPARE(parameter(*PgConfig::parse(QStringLiteral("gssencmode=prefer")), "gssencmode"), "prefer");
}

QTEST_GUILESS_MAIN(TestPgConfig)
#include "tst_pgconfig.moc"
