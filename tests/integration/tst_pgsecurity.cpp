#include "integration/PgTesting.h"
#include "postgres/PgHrStore.h"
#include "support/PostgresProcess.h"
#include "support/TestDatabase.h"
#include "support/TestServers.h"

#include <QTest>
#include <QUrlQuery>

using namespace hrcache;
using namespace hrcache::pgtesting;

namespace {

QString withQuery(const QString &url, const QString &query)
{
    QUrl changed(url);
    changed.setQuery(query);
    return changed.toString(QUrl::FullyEncoded);
}

Error connectError(const QString &url)
{
    const auto parsed = PgConfig::parse(url);
    if (!parsed)
        return parsed.error();
    PgPool pool(*parsed);
    const auto reply = query(pool, "SELECT 1");
    return reply ? Error::make(ErrorCode::Internal, QStringLiteral("it did connect")) : reply.error();
}

QString shown(const Error &error)
{
    QString text;
    QDebug(&text) << error;
    return text;
}

} // namespace

class TestPgSecurity : public QObject
{
    Q_OBJECT

private slots:
    void aCheckedCertificateGivesAnEncryptedConnection();
    void missingModeOnLoopbackIsPlain();
    void aNameIsLookedUp();
    void aCertificateOfAnotherAuthorityIsRefused();
    void aCertificateForAnotherHostIsRefused();
    void aMissingRootCertificateIsRefused();
    void aServerWithoutTlsIsRefused();
    void aWrongPasswordIsSaidInWords();
    void aMissingPasswordIsSaidInWords();
    void anUnknownUserIsSaidInWords();
    void anUnknownDatabaseIsNamed();
    void aMissingRightIsSaidInWords();
    void aReadOnlyServerRefusesWrites();
    void anUnknownHostIsUnreachable();
    void aClosedPortIsUnreachable();
    void aServerWithoutFreeConnectionsMayBeTriedAgain();
};

void TestPgSecurity::aCheckedCertificateGivesAnEncryptedConnection()
{
    TestDatabase database;
    PgHrStore store(config(database.tlsUrl()));
    const auto status = awaitResult(store.check());
    QVERIFY2(status, status ? "" : qPrintable(status.error().message));
    QVERIFY(status->encrypted);
    QCOMPARE(status->tls, QStringLiteral("TLSv1.3"));
    QCOMPARE(status->user, QStringLiteral("postgres"));
    QCOMPARE(status->database, database.name());
    QVERIFY(status->version.startsWith(QLatin1String("PostgreSQL ")));
    QVERIFY(awaitResult(store.read({HrQuery::employees(company())}))[0]);
}

void TestPgSecurity::missingModeOnLoopbackIsPlain()
{
    TestDatabase database;
    PgHrStore store(config(withQuery(database.url(), {})));
    const auto status = awaitResult(store.check());
    QVERIFY(status);
    QVERIFY(!status->encrypted);
    QCOMPARE(status->tls, QString());
    QCOMPARE(status->host, QStringLiteral("127.0.0.1:%1").arg(portOf(database.url())));
}

void TestPgSecurity::aNameIsLookedUp()
{
    TestDatabase database;
    QUrl url(database.tlsUrl());
    url.setHost(QStringLiteral("localhost"));
    PgPool pool(config(url.toString(QUrl::FullyEncoded)));
    QCOMPARE(value(pool, "SELECT 1"), "1");
    QCOMPARE(pool.serverAddress(), QStringLiteral("localhost:%1").arg(url.port()));
}

void TestPgSecurity::aCertificateOfAnotherAuthorityIsRefused()
{
    const Error error = connectError(
        withQuery(TestServers::postgresTlsUrl(),
                  QStringLiteral("sslmode=verify-full&sslrootcert=%1").arg(TestServers::otherCaFile())));
    QCOMPARE(error.code, ErrorCode::TlsFailed);
    QVERIFY(error.message.contains(QLatin1String("certificate")));
    QVERIFY(!error.retryable);
}

void TestPgSecurity::aCertificateForAnotherHostIsRefused()
{
    const QUrl url(TestServers::postgresTlsUrl());
    const Error error = connectError(
        QStringLiteral("host=db.example.com hostaddr=127.0.0.1 port=%1 user=postgres password=%2 "
                       "dbname=postgres sslmode=verify-full sslrootcert=%3")
            .arg(url.port())
            .arg(TestServers::postgresPassword(), TestServers::caFile()));
    QCOMPARE(error.code, ErrorCode::TlsFailed);
    QVERIFY2(error.message.contains(QLatin1String("db.example.com")), qPrintable(error.message));
}

void TestPgSecurity::aMissingRootCertificateIsRefused()
{
    const Error error = connectError(withQuery(
        TestServers::postgresTlsUrl(), QStringLiteral("sslmode=verify-full&sslrootcert=/nowhere/ca.crt")));
    QCOMPARE(error.code, ErrorCode::TlsFailed);
    QVERIFY(error.message.contains(QLatin1String("/nowhere/ca.crt")));
}

void TestPgSecurity::aServerWithoutTlsIsRefused()
{
    PostgresProcess server({QStringLiteral("-c"), QStringLiteral("ssl=off")});
    const Error error = connectError(withQuery(server.url(), QStringLiteral("sslmode=require")));
    QCOMPARE(error.code, ErrorCode::TlsFailed);
    PgPool plain(config(withQuery(server.url(), {})));
    QCOMPARE(value(plain, "SELECT 1"), "1");
}

void TestPgSecurity::aWrongPasswordIsSaidInWords()
{
    for (const QString &good : {TestServers::postgresUrl(), TestServers::postgresTlsUrl()}) {
        QUrl url(good);
        url.setPassword(QStringLiteral("wr0ng-s3cret"));
        const Error error = connectError(url.toString(QUrl::FullyEncoded));
        QCOMPARE(error.code, ErrorCode::AuthFailed);
        QCOMPARE(error.serverCode, QStringLiteral("28P01"));
        QVERIFY(!error.retryable);
        QVERIFY(!error.message.isEmpty());
        QVERIFY(!shown(error).contains(QLatin1String("wr0ng-s3cret")));
    }
}

void TestPgSecurity::aMissingPasswordIsSaidInWords()
{
    QUrl url(TestServers::postgresUrl());
    url.setPassword(QString());
    const Error error = connectError(url.toString(QUrl::FullyEncoded));
    QCOMPARE(error.code, ErrorCode::AuthFailed);
    QVERIFY(error.message.contains(QLatin1String("password")));
}

void TestPgSecurity::anUnknownUserIsSaidInWords()
{
    QUrl url(TestServers::postgresUrl());
    url.setUserName(QStringLiteral("nobody_here"));
    QCOMPARE(connectError(url.toString(QUrl::FullyEncoded)).code, ErrorCode::AuthFailed);
}

void TestPgSecurity::anUnknownDatabaseIsNamed()
{
    QUrl url(TestServers::postgresUrl());
    url.setPath(QStringLiteral("/no_such_database"));
    const Error error = connectError(url.toString(QUrl::FullyEncoded));
    QCOMPARE(error.code, ErrorCode::ServerError);
    QCOMPARE(error.serverCode, QStringLiteral("3D000"));
    QVERIFY2(error.message.contains(QLatin1String("no_such_database")), qPrintable(error.message));
    QVERIFY(!shown(error).contains(TestServers::postgresPassword()));
}

void TestPgSecurity::aMissingRightIsSaidInWords()
{
    TestDatabase database;
    const QString role = QStringLiteral("reader_") + database.name();
    database.exec(
        QStringLiteral("CREATE ROLE %1 LOGIN PASSWORD 'reader'; GRANT USAGE ON SCHEMA hr, core TO %1; "
                       "GRANT SELECT ON ALL TABLES IN SCHEMA hr, core TO %1; "
                       "REVOKE SELECT ON core.accounts FROM %1")
            .arg(role));
    QUrl url(database.url());
    url.setUserName(role);
    url.setPassword(QStringLiteral("reader"));
    {
        PgHrStore store(config(url.toString(QUrl::FullyEncoded)));
        const auto status = awaitResult(store.check());
        QVERIFY(status);
        QCOMPARE(status->rights, QStringList(QStringLiteral("select")));
        QCOMPARE(status->missingTables, QStringList());
        QVERIFY(awaitResult(store.read({HrQuery::employees(company())}))[0]);
        const auto written = awaitResult(store.write(moveTo("Nyon")));
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::PermissionDenied);
        const auto holders = awaitResult(store.holders(company()));
        QVERIFY(!holders);
        QCOMPARE(holders.error().code, ErrorCode::PermissionDenied);
        QVERIFY(holders.error().message.contains(QLatin1String("accounts")));
    }
    database.exec(QStringLiteral("REVOKE USAGE ON SCHEMA hr FROM %1").arg(role));
    {
        PgHrStore store(config(url.toString(QUrl::FullyEncoded)));
        QVERIFY(awaitResult(store.check()));
        const auto rows = awaitResult(store.read({HrQuery::employees(company())}));
        QCOMPARE(rows[0].error().code, ErrorCode::PermissionDenied);
    }
    QTRY_COMPARE(database.value(
                     QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE usename = '%1'").arg(role)),
                 QStringLiteral("0"));
    database.exec(QStringLiteral("DROP OWNED BY %1; DROP ROLE %1").arg(role));
}

void TestPgSecurity::aReadOnlyServerRefusesWrites()
{
    TestDatabase database;
    database.exec(
        QStringLiteral("ALTER DATABASE %1 SET default_transaction_read_only = on").arg(database.name()));
    PgHrStore store(config(database.url()));
    const auto outcome = awaitResult(store.write(moveTo("Nyon")));
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::PermissionDenied);
    QVERIFY(outcome.error().message.contains(QLatin1String("read-only")));
    QVERIFY(awaitResult(store.read({HrQuery::employees(company())}))[0]);
}

void TestPgSecurity::anUnknownHostIsUnreachable()
{
    const Error error = connectError(QStringLiteral("postgresql://u:s3cret@no-such-host.invalid/d"));
    QCOMPARE(error.code, ErrorCode::Unreachable);
    QVERIFY(error.retryable);
    QVERIFY(!shown(error).contains(QLatin1String("s3cret")));
}

void TestPgSecurity::aClosedPortIsUnreachable()
{
    const Error error = connectError(QStringLiteral("postgresql://u:s3cret@127.0.0.1:1/d"));
    QCOMPARE(error.code, ErrorCode::Unreachable);
    QVERIFY(error.retryable);
    QVERIFY(!shown(error).contains(QLatin1String("s3cret")));
}

void TestPgSecurity::aServerWithoutFreeConnectionsMayBeTriedAgain()
{
    PostgresProcess server({QStringLiteral("-c"), QStringLiteral("max_connections=5"), QStringLiteral("-c"),
                            QStringLiteral("superuser_reserved_connections=0"), QStringLiteral("-c"),
                            QStringLiteral("max_wal_senders=0"), QStringLiteral("-c"),
                            QStringLiteral("max_replication_slots=0")});
    auto greedy = std::make_unique<PgPool>(config(server.url()), PgPool::Limits{5, 100});
    std::vector<Task<Result<PgReply>>> tasks;
    for (int i = 0; i < 5; ++i)
        tasks.push_back(asTask(greedy->read({{PgSql::once("SELECT pg_sleep(0.2)"), {}}})));
    for (auto &task : tasks)
        QVERIFY(awaitResult(std::move(task)));
    QCOMPARE(greedy->openConnections(), 5);

    PgPool late(config(server.url()));
    const auto refused = query(late, "SELECT 1");
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unreachable);
    QCOMPARE(refused.error().serverCode, QStringLiteral("53300"));
    QVERIFY(refused.error().retryable);
    greedy.reset();
    QTRY_COMPARE(value(late, "SELECT 1"), "1");
}

QTEST_GUILESS_MAIN(TestPgSecurity)
#include "tst_pgsecurity.moc"
