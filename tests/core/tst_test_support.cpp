// The tests' own tools: what they count, delay and break must be true, or the tests prove nothing.

#include "support/Await.h"
#include "support/PostgresProcess.h"
#include "support/RedisPeer.h"
#include "support/RedisProcess.h"
#include "support/TestDatabase.h"
#include "support/TestServers.h"

#include <QCoroTimer>

#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTest>

#include <cstdio>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 5'000;
constexpr auto crashArgument = "--start-server-and-die";

struct NotDefaultConstructible
{
    explicit NotDefaultConstructible(int n)
        : number(n)
    {
    }

    int number;
};

Task<NotDefaultConstructible> atOnce()
{
    co_return NotDefaultConstructible(7);
}

Task<NotDefaultConstructible> afterAWhile()
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(1ms);
    co_await timer;
    co_return NotDefaultConstructible(8);
}

Task<> markDone(bool *done)
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(1ms);
    co_await timer;
    *done = true;
}

QByteArray exchange(QTcpSocket &socket, const QByteArray &request, qsizetype answerSize)
{
    socket.write(request);
    QByteArray answer;
    const bool complete = QTest::qWaitFor(
        [&] {
            answer += socket.readAll();
            return answer.size() >= answerSize;
        },
        patience);
    return complete ? answer : QByteArray("(no answer)");
}

void connectTo(QTcpSocket &socket, std::uint16_t port)
{
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    if (!QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::ConnectedState; }, patience))
        qFatal("no connection: %s", qPrintable(socket.errorString()));
}

/// Starts a server, tells its process id and dies without a destructor, like a crashed test.
[[noreturn]] void startServerAndDie()
{
    ServerProcess server;
    server.start(QStringLiteral("sleep"), {QStringLiteral("600")}, QProcess::nullDevice());
    std::printf("%lld\n", static_cast<long long>(server.processId()));
    std::fflush(stdout);
    _exit(0);
}

} // namespace

class TestSupportTest : public QObject
{
    Q_OBJECT

private slots:
    void awaitReturnsWhatTheTaskReturns();
    void theNamedServersAnswer();
    void theAclUsersMayDoWhatTheirNamesSay();
    void theCertificateIsOfTheNamedCaOnly();
    void aRedisOfOnesOwnDiesAndComesBackOnItsPort();
    void aPausedRedisAnswersAfterResume();
    void aRedisOfOnesOwnSpeaksTls();
    void aServerDiesWithTheProgramThatStartedIt();
    void aPostgresOfOnesOwnDiesAndComesBackWithItsData();
    void aPausedPostgresAnswersAfterResume();
    void aDatabaseHoldsTheSampleAndIsDropped();
    void theDatabaseIsReachedOverTls();
};

void TestSupportTest::awaitReturnsWhatTheTaskReturns()
{
    QCOMPARE(awaitResult(atOnce()).number, 7);
    QCOMPARE(awaitResult(afterAWhile()).number, 8);
    bool done = false;
    awaitResult(markDone(&done));
    QVERIFY(done);
}

void TestSupportTest::theNamedServersAnswer()
{
    RedisPeer plain(TestServers::redisPort());
    QCOMPARE(plain.text({"PING"}), "PONG");
    RedisPeer locked(TestServers::redisAuthPort());
    QVERIFY(locked.text({"PING"}).startsWith("ERROR NOAUTH"));
    QCOMPARE(locked.text({"AUTH", TestServers::redisPassword().toUtf8()}), "OK");
    QCOMPARE(locked.text({"PING"}), "PONG");
}

void TestSupportTest::theAclUsersMayDoWhatTheirNamesSay()
{
    const QByteArray password = TestServers::redisPassword().toUtf8();
    RedisPeer peer(TestServers::redisAuthPort());
    QCOMPARE(peer.text({"AUTH", "app", password}), "OK");
    QCOMPARE(peer.text({"SET", "test_support:acl", "1"}), "OK");
    QCOMPARE(peer.number({"EVAL", "return 3", "0"}), 3);
    QCOMPARE(peer.text({"AUTH", "reader", password}), "OK");
    QCOMPARE(peer.text({"GET", "test_support:acl"}), "1");
    QVERIFY(peer.text({"SET", "test_support:acl", "2"}).startsWith("ERROR NOPERM"));
    QVERIFY(peer.text({"EVAL", "return 3", "0"}).startsWith("ERROR NOPERM"));
    QCOMPARE(peer.text({"AUTH", "noscript", password}), "OK");
    QVERIFY(peer.text({"EVAL", "return 3", "0"}).startsWith("ERROR NOPERM"));
    QCOMPARE(peer.text({"AUTH", "notracking", password}), "OK");
    QVERIFY(peer.text({"CLIENT", "TRACKING", "ON"}).startsWith("ERROR NOPERM"));
    QVERIFY(peer.text({"SUBSCRIBE", "x"}).startsWith("ERROR NOPERM"));
    QCOMPARE(peer.number({"DEL", "test_support:acl"}), 1);
}

void TestSupportTest::theCertificateIsOfTheNamedCaOnly()
{
    const auto handshake = [](const QString &caFile) {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates(QSslCertificate::fromPath(caFile));
        QSslSocket socket;
        socket.setSslConfiguration(configuration);
        socket.connectToHostEncrypted(QStringLiteral("localhost"), TestServers::redisTlsPort());
        return socket.waitForEncrypted(patience);
    };
    QVERIFY(handshake(TestServers::caFile()));
    QVERIFY(!handshake(TestServers::otherCaFile()));
}

void TestSupportTest::aRedisOfOnesOwnDiesAndComesBackOnItsPort()
{
    RedisProcess redis;
    const std::uint16_t port = redis.port();
    RedisPeer before(port);
    QCOMPARE(before.text({"SET", "k", "v"}), "OK");
    redis.kill();
    QVERIFY(!redis.isRunning());
    QTcpSocket refused;
    refused.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    QVERIFY(!refused.waitForConnected(patience));
    redis.restart();
    QCOMPARE(redis.port(), port);
    RedisPeer after(port);
    QVERIFY(!after.command({"GET", "k"}).isValid());
}

void TestSupportTest::aPausedRedisAnswersAfterResume()
{
    RedisProcess redis;
    QTcpSocket socket;
    connectTo(socket, redis.port());
    redis.pause();
    socket.write("PING\r\n");
    QVERIFY(!socket.waitForReadyRead(100));
    redis.resume();
    QVERIFY(socket.waitForReadyRead(patience));
    QCOMPARE(socket.readAll(), "+PONG\r\n");
}

void TestSupportTest::aRedisOfOnesOwnSpeaksTls()
{
    RedisProcess redis({QStringLiteral("--requirepass"), QStringLiteral("secret")},
                       RedisProcess::Transport::Tls);
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromPath(TestServers::caFile()));
    QSslSocket socket;
    socket.setSslConfiguration(configuration);
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), redis.port());
    QVERIFY2(socket.waitForEncrypted(patience), qPrintable(socket.errorString()));
    QCOMPARE(exchange(socket, "AUTH secret\r\n", 5), "+OK\r\n");
    RedisPeer peer = redis.peer();
    QCOMPARE(peer.text({"AUTH", "secret"}), "OK");
}

void TestSupportTest::aServerDiesWithTheProgramThatStartedIt()
{
    // What the crashed program leaves behind comes to us instead of to the init process, and can be awaited.
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    QProcess crashing;
    crashing.start(QCoreApplication::applicationFilePath(), {QString::fromLatin1(crashArgument)});
    QVERIFY(crashing.waitForFinished());
    const auto server = static_cast<pid_t>(crashing.readAllStandardOutput().toLongLong());
    QVERIFY(server > 0);
    const auto hasEnded = [server] { return waitpid(server, nullptr, WNOHANG) == server; };
    QVERIFY(QTest::qWaitFor(hasEnded, patience));
    prctl(PR_SET_CHILD_SUBREAPER, 0);
}

void TestSupportTest::aPostgresOfOnesOwnDiesAndComesBackWithItsData()
{
    PostgresProcess postgres;
    const TestDatabase database(TestDatabase::Content::Empty, postgres.url());
    database.exec(QStringLiteral("CREATE TABLE t (n int); INSERT INTO t VALUES (42)"));
    const std::uint16_t port = postgres.port();
    postgres.kill();
    QVERIFY(!postgres.isRunning());
    postgres.restart();
    QCOMPARE(postgres.port(), port);
    QCOMPARE(database.value(QStringLiteral("SELECT n FROM t")), QStringLiteral("42"));
}

void TestSupportTest::aPausedPostgresAnswersAfterResume()
{
    PostgresProcess postgres;
    postgres.pause();
    QTcpSocket socket;
    connectTo(socket, postgres.port());
    // SSLRequest; a server without a connection to serve answers a single letter.
    socket.write(QByteArray::fromHex("0000000804d2162f"));
    QVERIFY(!socket.waitForReadyRead(100));
    postgres.resume();
    QVERIFY(socket.waitForReadyRead(patience));
    QCOMPARE(socket.readAll(), "S");
}

void TestSupportTest::aDatabaseHoldsTheSampleAndIsDropped()
{
    QString name;
    {
        const TestDatabase database;
        name = database.name();
        QCOMPARE(
            database.value(QStringLiteral("SELECT count(*) FROM hr.employees WHERE last_name = 'Äbischer'")),
            QStringLiteral("1"));
        QVERIFY(database.value(QStringLiteral("SELECT NULL")).isNull());
        const QList<QStringList> rows = database.exec(QStringLiteral("VALUES ('a', 1), ('b', 2)"));
        QCOMPARE(rows, (QList<QStringList>{{QStringLiteral("a"), QStringLiteral("1")},
                                           {QStringLiteral("b"), QStringLiteral("2")}}));
    }
    const TestDatabase other(TestDatabase::Content::Empty);
    QCOMPARE(other.value(QStringLiteral("SELECT count(*) FROM pg_database WHERE datname = '%1'").arg(name)),
             QStringLiteral("0"));
}

void TestSupportTest::theDatabaseIsReachedOverTls()
{
    // As the program would: psql knows nothing of the URL but what stands in it.
    const TestDatabase database(TestDatabase::Content::Empty);
    QProcess psql;
    psql.start(QStringLiteral("psql"),
               {database.tlsUrl(), QStringLiteral("-Atc"),
                QStringLiteral("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")});
    QVERIFY(psql.waitForFinished());
    QCOMPARE(psql.readAllStandardError(), "");
    QCOMPARE(psql.readAllStandardOutput(), "t\n");
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().contains(QLatin1String(crashArgument)))
        startServerAndDie();
    TestSupportTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_test_support.moc"
