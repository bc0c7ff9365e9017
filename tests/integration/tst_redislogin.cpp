#include "RedisTesting.h"
#include "support/RedisProcess.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

class TestRedisLogin final : public QObject
{
    Q_OBJECT

private slots:
    void aPlainServerAnswers();
    void aPasswordOpensTheServer_data();
    void aPasswordOpensTheServer();
    void aWrongLoginIsRefused_data();
    void aWrongLoginIsRefused();
    void aPasswordThatNobodyAskedForIsSaid();
    void anUnknownDatabaseIsSaid();
    void databasesAreSeparate();
    void tlsIsVerifiedAndUsed_data();
    void tlsIsVerifiedAndUsed();
    void anUntrustedServerIsRefused_data();
    void anUntrustedServerIsRefused();
    void aCertificateForAnotherHostIsRefused();
    void aServerWithoutTlsIsRefused();
    void nothingIsSentUnencrypted();
    void withoutTlsATlsServerIsNamed();
    void anUnknownHostIsSaid();
};

void TestRedisLogin::aPlainServerAnswers()
{
    RedisCacheStore store(redisConfig(TestServers::redisPort()));
    const auto status = awaitResult(store.check());
    QVERIFY(status);
    QCOMPARE(status->product, QStringLiteral("Redis"));
    QVERIFY(status->version.at(0).isDigit());
    QCOMPARE(status->host, QStringLiteral("127.0.0.1:%1").arg(TestServers::redisPort()));
    QCOMPARE(status->user, QStringLiteral("default"));
    QVERIFY(!status->encrypted);
    QVERIFY(status->primary);
    QVERIFY(status->canWrite && status->canScript && status->canPublish && status->canScan);
    QVERIFY(status->missingRights.isEmpty());
    QVERIFY(status->latency > 0us && status->latency < 1s);
    QVERIFY(store.typicalLatency() > 0us && store.typicalLatency() < 1s);
}

void TestRedisLogin::aPasswordOpensTheServer_data()
{
    QTest::addColumn<QString>("user");
    QTest::newRow("password alone") << QString();
    QTest::newRow("default user") << QStringLiteral("default");
    QTest::newRow("another user") << QStringLiteral("app");
}

void TestRedisLogin::aPasswordOpensTheServer()
{
    QFETCH(QString, user);
    RedisCacheStore store(redisConfigFor(qPrintable(user)));
    const QByteArray key = ownKey();
    QVERIFY(awaitResult(store.set(key, "v", 10s)));
    const auto value = getOne(store, key);
    QVERIFY(value);
    QCOMPARE(*value->value, QByteArray("v"));
    const auto status = awaitResult(store.check());
    QVERIFY(status);
    QCOMPARE(status->user, user.isEmpty() ? QStringLiteral("default") : user);
}

void TestRedisLogin::aWrongLoginIsRefused_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::newRow("no password") << QString() << QString();
    QTest::newRow("wrong password") << QString() << QStringLiteral("not-the-secret");
    QTest::newRow("wrong password of a user") << QStringLiteral("app") << QStringLiteral("not-the-secret");
    QTest::newRow("unknown user") << QStringLiteral("nobody") << TestServers::redisPassword();
}

void TestRedisLogin::aWrongLoginIsRefused()
{
    QFETCH(QString, user);
    QFETCH(QString, password);
    RedisConfig config = redisConfig(TestServers::redisAuthPort());
    config.username = user;
    config.password = password;
    RedisCacheStore store(config);
    const Result<CacheValue> read = leaseOne(store, ownKey());
    const Result<qint64> removed = awaitResult(store.remove({ownKey()}));
    const Result<void> alive = awaitResult(store.ping());
    const Result<CacheStatus> status = awaitResult(store.check());
    QVERIFY(!read && !removed && !alive && !status);
    for (const Error &error : {read.error(), removed.error(), alive.error(), status.error()}) {
        QCOMPARE(error.code, ErrorCode::AuthFailed);
        QVERIFY(!error.retryable);
        QVERIFY(!error.message.isEmpty());
        QVERIFY(password.isEmpty() || !(error.message + error.detail).contains(password));
    }
}

void TestRedisLogin::aPasswordThatNobodyAskedForIsSaid()
{
    RedisConfig config = redisConfig(TestServers::redisPort());
    config.password = QStringLiteral("superfluous");
    RedisCacheStore store(config);
    const auto read = getOne(store, ownKey());
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::AuthFailed);
    QVERIFY2(read.error().message.contains(QStringLiteral("has none")), qPrintable(read.error().message));
}

void TestRedisLogin::anUnknownDatabaseIsSaid()
{
    RedisConfig config = redisConfig(TestServers::redisPort());
    config.database = 99'999;
    RedisCacheStore store(config);
    const auto read = leaseOne(store, ownKey());
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::ServerError);
    QVERIFY(read.error().message.contains(QStringLiteral("99999")));
}

void TestRedisLogin::databasesAreSeparate()
{
    RedisConfig config = redisConfig(TestServers::redisPort());
    RedisCacheStore first(config);
    config.database = 5;
    RedisCacheStore second(config);
    const QByteArray key = ownKey();
    QVERIFY(awaitResult(first.set(key, "in 0", 10s)));
    const auto read = getOne(second, key);
    QVERIFY(read);
    QVERIFY(!read->value);
    const auto status = awaitResult(second.check());
    QCOMPARE(status->database, 5);
}

void TestRedisLogin::tlsIsVerifiedAndUsed_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("name") << QStringLiteral("localhost");
    QTest::newRow("address") << QStringLiteral("127.0.0.1");
}

void TestRedisLogin::tlsIsVerifiedAndUsed()
{
    QFETCH(QString, host);
    RedisConfig config = redisConfig(TestServers::redisTlsPort());
    config.host = host;
    config.tls = true;
    config.caFile = TestServers::caFile();
    RedisCacheStore store(config);
    const QByteArray key = ownKey();
    const QByteArray large(3'000'000, 'x');
    QVERIFY(awaitResult(store.set(key, large, 10s)));
    const auto value = getOne(store, key);
    QVERIFY(value);
    QCOMPARE(*value->value, large);
    const auto status = awaitResult(store.check());
    QVERIFY(status);
    QVERIFY(status->encrypted);
    QVERIFY2(status->tls == QStringLiteral("TLSv1.3") || status->tls == QStringLiteral("TLSv1.2"),
             qPrintable(status->tls));
}

void TestRedisLogin::anUntrustedServerIsRefused_data()
{
    QTest::addColumn<QString>("caFile");
    QTest::addColumn<QString>("words");
    QTest::newRow("another authority") << TestServers::otherCaFile() << QStringLiteral("not signed by");
    QTest::newRow("the system's authorities") << QString() << QStringLiteral("not signed by");
    QTest::newRow("a file that is not there")
        << QStringLiteral("/nowhere/ca.pem") << QStringLiteral("/nowhere/ca.pem");
    QTest::newRow("a file without a certificate")
        << TestServers::serverKeyFile() << QStringLiteral("no certificate");
}

void TestRedisLogin::anUntrustedServerIsRefused()
{
    QFETCH(QString, caFile);
    QFETCH(QString, words);
    RedisConfig config = redisConfig(TestServers::redisTlsPort());
    config.tls = true;
    config.caFile = caFile;
    RedisCacheStore store(config);
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto read = getOne(store, ownKey());
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::TlsFailed);
        QVERIFY2(read.error().message.contains(words), qPrintable(read.error().message));
    }
}

void TestRedisLogin::aCertificateForAnotherHostIsRefused()
{
    RedisProcess server({QStringLiteral("--bind"), QStringLiteral("127.0.0.1"), QStringLiteral("127.0.0.2")},
                        RedisProcess::Transport::Tls);
    RedisConfig config = redisConfig(server.port());
    config.tls = true;
    config.caFile = TestServers::caFile();
    RedisCacheStore good(config);
    QVERIFY(getOne(good, "k"));
    config.host = QStringLiteral("127.0.0.2");
    RedisCacheStore store(config);
    const auto read = getOne(store, "k");
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::TlsFailed);
    QVERIFY2(read.error().message.contains(QStringLiteral("another host name")),
             qPrintable(read.error().message));
}

void TestRedisLogin::aServerWithoutTlsIsRefused()
{
    QTcpServer plain;
    QVERIFY(plain.listen(QHostAddress::LocalHost));
    connect(&plain, &QTcpServer::newConnection, &plain, [&plain] {
        QTcpSocket *socket = plain.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->readAll();
            socket->write("-ERR Protocol error\r\n");
        });
    });
    RedisConfig config = redisConfig(plain.serverPort());
    config.tls = true;
    config.caFile = TestServers::caFile();
    RedisCacheStore store(config);
    const auto read = getOne(store, "k");
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::TlsFailed);
    QVERIFY2(read.error().message.contains(QStringLiteral("does not speak TLS")),
             qPrintable(read.error().message));
}

void TestRedisLogin::nothingIsSentUnencrypted()
{
    QTcpServer listener;
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    QByteArray received;
    connect(&listener, &QTcpServer::newConnection, &listener, [&] {
        QTcpSocket *socket = listener.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [&received, socket] {
            received += socket->readAll();
            socket->write("+OK\r\n");
            socket->disconnectFromHost();
        });
    });
    RedisConfig config = redisConfig(listener.serverPort());
    config.tls = true;
    config.caFile = TestServers::caFile();
    config.password = QStringLiteral("hunter2");
    RedisCacheStore store(config);
    QVERIFY(!awaitResult(store.set("telltale", "v", 10s)));
    QVERIFY(!received.isEmpty());
    QCOMPARE(received[0], '\x16'); // a TLS handshake record
    for (const char *word : {"AUTH", "hunter2", "SET", "telltale"})
        QVERIFY(!received.contains(word));
}

void TestRedisLogin::withoutTlsATlsServerIsNamed()
{
    RedisCacheStore store(redisConfig(TestServers::redisTlsPort()));
    const auto read = getOne(store, "k");
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Unreachable);
    QVERIFY2(read.error().message.contains(QStringLiteral("expects TLS")), qPrintable(read.error().message));
}

void TestRedisLogin::anUnknownHostIsSaid()
{
    RedisConfig config = redisConfig(6379);
    config.host = QStringLiteral("no-such-host.invalid");
    config.readTimeout = 5s;
    RedisCacheStore store(config);
    const auto read = getOne(store, "k");
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Unreachable);
    QVERIFY(read.error().message.contains(QStringLiteral("no-such-host.invalid")));
}

QTEST_GUILESS_MAIN(TestRedisLogin)
#include "tst_redislogin.moc"
