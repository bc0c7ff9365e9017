#include "support/RedisProcess.h"
#include "support/TestDatabase.h"
#include "ui/ServerProfile.h"
#include "ui/support/UiTestMain.h"

#include <QProcess>
#include <QTemporaryDir>

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

    void start(const QString &file = QStringLiteral(HRCACHE_BIN_DIR "/hrcache-monitor"))
    {
        process.setProcessEnvironment(environment);
        process.start(file, QStringList());
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

QTEST_MAIN(AppProgramTest)
#include "tst_app_program.moc"
