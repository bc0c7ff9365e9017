// A proxy that miscounts or does not delay would make every number measured behind it wrong.

#include "support/DelayProxy.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 5'000;

/// Answers every line with the same line; blocks nothing, lives in the test's own thread.
class EchoServer
{
public:
    EchoServer()
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            QTcpSocket *socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket,
                             [socket] { socket->write(socket->readAll()); });
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("no port for the echo server");
    }

    std::uint16_t port() const { return m_server.serverPort(); }

private:
    QTcpServer m_server;
};

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
        qFatal("no connection to the proxy: %s", qPrintable(socket.errorString()));
}

} // namespace

class DelayProxyTest : public QObject
{
    Q_OBJECT

private slots:
    void theProxyDelaysBothWays();
    void theProxyCountsTurnsNotPackets();
    void theProxyKeepsTheCountsOfClosedConnections();
    void theProxyResets();
    void theProxyHoldsBytesWhilePaused();
    void theProxyCutsAfterExactlySoManyBytes();
    void theProxyRefusesWhenNotListening();
    void theProgramRelaysAndTellsTheCounts();
};

void DelayProxyTest::theProxyDelaysBothWays()
{
    EchoServer echo;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), echo.port(), 20ms);
    QTcpSocket socket;
    QElapsedTimer timer;
    timer.start();
    connectTo(socket, proxy.port());
    QCOMPARE(exchange(socket, "a", 1), "a");
    QVERIFY2(timer.elapsed() >= 80, "the first exchange waits for the handshake as well");
    timer.restart();
    QCOMPARE(exchange(socket, "b", 1), "b");
    QVERIFY(timer.elapsed() >= 40);
}

void DelayProxyTest::theProxyCountsTurnsNotPackets()
{
    EchoServer echo;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), echo.port(), 10ms);
    QTcpSocket socket;
    connectTo(socket, proxy.port());
    // Three packets before anything can come back: one round trip.
    proxy.pause();
    qint64 sent = 0;
    for (const QByteArray &packet : {QByteArray("one"), QByteArray("two"), QByteArray("three")}) {
        socket.write(packet);
        socket.flush();
        sent += packet.size();
        QTRY_COMPARE(proxy.counts().total.bytesToServer, sent);
    }
    QCOMPARE(proxy.counts().total.roundTrips, 1);
    proxy.resume();
    QCOMPARE(exchange(socket, "", 11), "onetwothree");
    QCOMPARE(proxy.counts().total.roundTrips, 1);
    QCOMPARE(exchange(socket, "four", 4), "four");
    QCOMPARE(proxy.counts().total.roundTrips, 2);
    QCOMPARE(proxy.counts().total.bytesToClient, 15);
    proxy.resetCounts();
    QCOMPARE(exchange(socket, "five", 4), "five");
    QCOMPARE(proxy.counts().total.roundTrips, 1);
    QCOMPARE(proxy.counts().connections, 1);
}

void DelayProxyTest::theProxyKeepsTheCountsOfClosedConnections()
{
    EchoServer echo;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), echo.port(), 0ms);
    QTcpSocket first;
    connectTo(first, proxy.port());
    QCOMPARE(exchange(first, "abc", 3), "abc");
    QTcpSocket second;
    connectTo(second, proxy.port());
    first.disconnectFromHost();
    QCOMPARE(exchange(second, "d", 1), "d");
    QCOMPARE(exchange(second, "e", 1), "e");
    const DelayProxy::Counts counts = proxy.counts();
    QCOMPARE(counts.connections, 2);
    QCOMPARE(counts.perConnection[0].bytesToServer, 3);
    QCOMPARE(counts.perConnection[0].roundTrips, 1);
    QCOMPARE(counts.perConnection[1].roundTrips, 2);
    QCOMPARE(counts.total.roundTrips, 3);
}

void DelayProxyTest::theProxyResets()
{
    EchoServer echo;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), echo.port(), 0ms);
    QTcpSocket socket;
    connectTo(socket, proxy.port());
    QCOMPARE(exchange(socket, "a", 1), "a");
    proxy.kill();
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    QTcpSocket again;
    connectTo(again, proxy.port());
    QCOMPARE(exchange(again, "b", 1), "b");
}

void DelayProxyTest::theProxyHoldsBytesWhilePaused()
{
    EchoServer echo;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), echo.port(), 0ms);
    QTcpSocket socket;
    connectTo(socket, proxy.port());
    QCOMPARE(exchange(socket, "a", 1), "a");
    proxy.pause();
    socket.write("held");
    QVERIFY(!socket.waitForReadyRead(100));
    QTRY_COMPARE(proxy.counts().total.bytesToServer, 5);
    QCOMPARE(proxy.counts().total.bytesToClient, 1);
    proxy.resume();
    QCOMPARE(exchange(socket, "", 4), "held");
}

void DelayProxyTest::theProxyCutsAfterExactlySoManyBytes()
{
    EchoServer echo;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), echo.port(), 0ms);
    proxy.cutAfter(5);
    QTcpSocket socket;
    connectTo(socket, proxy.port());
    socket.write("0123456789");
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(socket.error(), QAbstractSocket::RemoteHostClosedError);
    QCOMPARE(socket.readAll(), "01234");
    proxy.cutAfter(-1);
    QTcpSocket whole;
    connectTo(whole, proxy.port());
    QCOMPARE(exchange(whole, "0123456789", 10), "0123456789");
}

void DelayProxyTest::theProxyRefusesWhenNotListening()
{
    EchoServer echo;
    DelayProxy proxy(QStringLiteral("127.0.0.1"), echo.port(), 0ms);
    proxy.setListening(false);
    QTcpSocket refused;
    refused.connectToHost(QHostAddress(QHostAddress::LocalHost), proxy.port());
    QTRY_COMPARE(refused.error(), QAbstractSocket::ConnectionRefusedError);
    proxy.setListening(true);
    QTcpSocket accepted;
    connectTo(accepted, proxy.port());
    QCOMPARE(exchange(accepted, "a", 1), "a");
}

void DelayProxyTest::theProgramRelaysAndTellsTheCounts()
{
    EchoServer echo;
    QProcess program;
    program.start(QStringLiteral(HRCACHE_BIN_DIR "/hrcache-delay-proxy"),
                  {QStringLiteral("--target"), QStringLiteral("127.0.0.1:%1").arg(echo.port()),
                   QStringLiteral("--delay"), QStringLiteral("1")});
    QVERIFY2(program.waitForStarted(), qPrintable(program.errorString()));
    QTRY_VERIFY(program.canReadLine());
    const QByteArray line = program.readLine();
    QVERIFY2(line.startsWith("listening on "), line.constData());
    QTcpSocket socket;
    connectTo(socket, line.mid(13).trimmed().toUShort());
    QCOMPARE(exchange(socket, "abc", 3), "abc");
    QCOMPARE(exchange(socket, "d", 1), "d");
    program.terminate();
    QVERIFY(program.waitForFinished(patience));
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QVERIFY(program.readAll().contains("total: 2 round trips, 4 bytes to server, 4 bytes to client"));
}

QTEST_GUILESS_MAIN(DelayProxyTest)
#include "tst_delay_proxy.moc"
