#include "app/gui/SessionBus.h"
#include "support/RedisProcess.h"
#include "support/TestDatabase.h"
#include "ui/ServerProfile.h"
#include "ui/support/UiTestMain.h"

#include <QElapsedTimer>
#include <QLocalServer>
#include <QLocalSocket>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

#include <memory>

using namespace hrcache;

namespace {

/// The real program without a display, with settings in a folder of its own.
struct Program
{
    Program()
    {
        environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        for (const char *name :
             {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"})
            environment.insert(QLatin1String(name), folder.path());
        environment.insert(QStringLiteral("HRCACHE_DATA_DIR"), folder.path());
    }

    ~Program()
    {
        process.terminate();
        if (!process.waitForFinished(10'000))
            process.kill();
        process.waitForFinished();
    }

    void useServers(std::uint16_t redisPort, const TestDatabase &database)
    {
        environment.insert(QStringLiteral("LISTENERS_REDIS_HOST"), QStringLiteral("127.0.0.1"));
        environment.insert(QStringLiteral("LISTENERS_REDIS_PORT"), QString::number(redisPort));
        environment.insert(QStringLiteral("NEON_DATABASE_URL"), database.url());
        environment.insert(QStringLiteral("HRCACHE_USER"), someUserOf(database));
    }

    void takeDisplay()
    {
        for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM"})
            environment.remove(QLatin1String(name));
    }

    void start(const QString &file = QStringLiteral(HRCACHE_BIN_DIR "/hrcache-monitor"),
               const QStringList &arguments = {})
    {
        process.setProcessEnvironment(environment);
        process.start(file, arguments);
        QVERIFY(process.waitForStarted());
    }

    /// Libraries that are mapped now.
    [[nodiscard]] bool hasLoaded(const char *library) const
    {
        QFile maps(QStringLiteral("/proc/%1/maps").arg(process.processId()));
        return maps.open(QIODevice::ReadOnly) && maps.readAll().contains(library);
    }

    QTemporaryDir folder;
    QProcessEnvironment environment;
    QProcess process;
};

} // namespace

/// The program as it is installed: its file, and the library with the clients of the servers.
class AppProgramTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void itReadsAndFillsTheCacheOfServers();
    void onTheSampleItLoadsNoClientOfAServer();
    void withoutItsLibraryItSaysWhatIsMissing();
    void withoutADisplayItSaysWhatToDo();
    void whatNeedsNoDisplayWorksWithoutOne_data();
    void whatNeedsNoDisplayWorksWithoutOne();
    void aSilentSessionBusHoldsNothingUp();
    void onlyASilentSessionBusIsLeft_data();
    void onlyASilentSessionBusIsLeft();
};

void AppProgramTest::itReadsAndFillsTheCacheOfServers()
{
    const TestDatabase database(TestDatabase::Content::Sample);
    RedisProcess redis;
    Program program;
    program.useServers(redis.port(), database);
    program.start();
    QTRY_VERIFY_WITH_TIMEOUT(redis.peer().command({"KEYS", "cache:*:hr:employees"}).toList().size() == 1,
                             15'000);
}

void AppProgramTest::onTheSampleItLoadsNoClientOfAServer()
{
#if !defined(Q_OS_LINUX) || !defined(HRCACHE_LOADS_SERVERS)
    QSKIP("The clients are linked, or there is no telling what is loaded.");
#endif
    Program program;
    program.start();
    // The database of the sample is the last that a start needs.
    QTRY_VERIFY_WITH_TIMEOUT(program.hasLoaded("libqsqlite"), 15'000);
    QVERIFY(!program.hasLoaded("libpq.so"));
    QVERIFY(!program.hasLoaded("hrcache-servers"));
}

void AppProgramTest::withoutItsLibraryItSaysWhatIsMissing()
{
#ifndef HRCACHE_LOADS_SERVERS
    QSKIP("The clients are linked.");
#endif
    const TestDatabase database(TestDatabase::Content::Sample);
    Program program;
    program.useServers(1, database);
    const QString alone = program.folder.filePath(QStringLiteral("hrcache-monitor"));
    QVERIFY(QFile::copy(QStringLiteral(HRCACHE_BIN_DIR "/hrcache-monitor"), alone));
    program.start(alone);
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT(
        (said += program.process.readAllStandardError()).contains("Install the program again"), 15'000);
    QVERIFY2(said.contains("hrcache-servers"), said.constData());
}

void AppProgramTest::withoutADisplayItSaysWhatToDo()
{
#ifndef Q_OS_LINUX
    QSKIP("There is always a display.");
#endif
    Program program;
    program.takeDisplay();
    program.start();
    QVERIFY(program.process.waitForFinished());
    QCOMPARE(program.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.process.exitCode(), 1);
    const QByteArray said = program.process.readAllStandardError();
    QCOMPARE(said.count('\n'), 1);
    for (const char *word : {"DISPLAY", "ssh -X", "hrcachectl"})
        QVERIFY2(said.contains(word), said.constData());
}

void AppProgramTest::whatNeedsNoDisplayWorksWithoutOne_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addRow("version") << QStringList{QStringLiteral("--version")} << 0;
    QTest::addRow("help") << QStringList{QStringLiteral("--help")} << 0;
    QTest::addRow("wrong") << QStringList{QStringLiteral("--nonsense")} << 2;
    QTest::addRow("pictures, in no folder")
        << QStringList{QStringLiteral("--screenshot"), QStringLiteral("/dev/null/folder")} << 1;
    QTest::addRow("the platform as an argument")
        << QStringList{QStringLiteral("-platform"), QStringLiteral("offscreen"), QStringLiteral("--nonsense")}
        << 2;
}

void AppProgramTest::whatNeedsNoDisplayWorksWithoutOne()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    Program program;
    program.takeDisplay();
    program.start(QStringLiteral(HRCACHE_BIN_DIR "/hrcache-monitor"), arguments);
    QVERIFY(program.process.waitForFinished());
    QCOMPARE(program.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.process.exitCode(), status);
    const QByteArray said = program.process.readAllStandardError();
    QVERIFY2(!said.contains("display"), said.constData());
}

void AppProgramTest::aSilentSessionBusHoldsNothingUp()
{
#ifndef Q_OS_LINUX
    QSKIP("There is no session bus.");
#endif
    const TestDatabase database(TestDatabase::Content::Sample);
    RedisProcess redis;
    Program program;
    QLocalServer bus;
    QVERIFY(bus.listen(program.folder.filePath(QStringLiteral("bus"))));
    program.environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"),
                               QStringLiteral("unix:path=") + bus.fullServerName());
    program.useServers(redis.port(), database);
    QElapsedTimer since;
    since.start();
    program.start();
    // The window reads, and goes on asking how the servers are.
    QTRY_VERIFY_WITH_TIMEOUT(redis.peer().command({"KEYS", "cache:*:hr:employees"}).toList().size() == 1,
                             10'000);
    const auto commands = [&redis] {
        const QByteArray all = redis.peer().text({"INFO", "stats"});
        const auto at = all.indexOf("total_commands_processed:") + 25;
        return all.mid(at, all.indexOf('\r', at) - at).toInt();
    };
    QVERIFY2(since.elapsed() < 5'000, qPrintable(QString::number(since.elapsed())));
    const int before = commands();
    QTRY_VERIFY_WITH_TIMEOUT(commands() > before + 20, 10'000);
}

void AppProgramTest::onlyASilentSessionBusIsLeft_data()
{
    QTest::addColumn<QByteArray>("prefix");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<bool>("isLeft");
    QTest::addRow("answers") << QByteArray("unix:path=") << QByteArray("OK 0123\r\n") << true << false;
    QTest::addRow("refuses") << QByteArray("unix:path=") << QByteArray("REJECTED\r\n") << true << false;
    QTest::addRow("is not there") << QByteArray("unix:path=") << QByteArray() << false << false;
    QTest::addRow("no socket") << QByteArray("tcp:host=") << QByteArray() << true << false;
    QTest::addRow("silent") << QByteArray("unix:path=") << QByteArray() << true << true;
    QTest::addRow("silent, with its guid")
        << QByteArray("unix:guid=12,path=") << QByteArray() << true << true;
    QTest::addRow("silent, the first is not there")
        << QByteArray("unix:path=/nowhere/bus;unix:path=") << QByteArray() << true << true;
}

void AppProgramTest::onlyASilentSessionBusIsLeft()
{
#ifndef Q_OS_LINUX
    QSKIP("There is no session bus.");
#endif
    QFETCH(QByteArray, prefix);
    QFETCH(QByteArray, answer);
    QFETCH(bool, isThere);
    QFETCH(bool, isLeft);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bus"));
    // Where the probe waits, nobody here can answer: another thread does.
    const auto bus = std::unique_ptr<QThread>(QThread::create([&] {
        QLocalServer server;
        if (isThere && !server.listen(path))
            qFatal("no socket");
        while (!QThread::currentThread()->isInterruptionRequested()) {
            if (!server.isListening() || !server.waitForNewConnection(10) || answer.isEmpty())
                continue;
            QLocalSocket *socket = server.nextPendingConnection();
            if (socket->waitForReadyRead(1000)) {
                socket->write(answer);
                socket->waitForBytesWritten(1000);
            }
        }
    }));
    bus->start();
    QTRY_VERIFY(!isThere || QFile::exists(path));
    const QByteArray usual = qgetenv("DBUS_SESSION_BUS_ADDRESS");
    const QByteArray address = prefix + path.toUtf8();
    qputenv("DBUS_SESSION_BUS_ADDRESS", address);
    QElapsedTimer since;
    since.start();
    const bool stays = leaveSilentSessionBus(std::chrono::milliseconds(200));
    const qint64 took = since.elapsed();
    const QByteArray now = qgetenv("DBUS_SESSION_BUS_ADDRESS");
    usual.isEmpty() ? qunsetenv("DBUS_SESSION_BUS_ADDRESS") : qputenv("DBUS_SESSION_BUS_ADDRESS", usual);
    bus->requestInterruption();
    bus->wait();
    QCOMPARE(stays, !isLeft);
    QCOMPARE(now, isLeft ? QByteArray("disabled:") : address);
    QVERIFY2(took < 1'000, qPrintable(QString::number(took)));
}

QTEST_MAIN(AppProgramTest)
#include "tst_app_program.moc"
