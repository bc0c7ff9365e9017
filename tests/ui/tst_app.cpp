#include "ui/MonitorTesting.h"

#include "app/gui/MonitorProgram.h"
#include "ui/base/MessageStrip.h"
#include "ui/support/UiTestMain.h"
#include "ui/window/Rail.h"

#include <QProcess>
#include <QTableView>
#include <QTcpServer>
#include <QTcpSocket>

using namespace hrcache;

namespace {

QProcess &run(QProcess &program, const QStringList &arguments, const QProcessEnvironment &environment)
{
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(HRCACHE_BIN_DIR "/hrcache-monitor"), arguments);
    if (!program.waitForFinished(20'000))
        qFatal("hrcache-monitor does not end");
    return program;
}

QProcessEnvironment withoutDisplay()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY"})
        environment.remove(QLatin1String(name));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    return environment;
}

} // namespace

class AppTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void versionAndHelpNeedNoDisplay();
    void wrongArgumentsAreRefusedInWords_data();
    void wrongArgumentsAreRefusedInWords();
    void theFirstStartShowsTheSampleAndSaysSo();
    void everyPageFitsIntoASmallWindow();
    void theSameUserCompanyAndPageAreThereAgain();
    void theEnvironmentChoosesTheServers();
    void anUnknownProfileIsAnError();
    void aProfileThatWasTakenAwayLeadsToTheSample();
    void itQuitsWithinASecondWhileServersAreSilent();
    void picturesOfEveryPageAreWritten();
};

void AppTest::versionAndHelpNeedNoDisplay()
{
    QProcess version;
    run(version, {QStringLiteral("--version")}, withoutDisplay());
    QCOMPARE(version.exitCode(), 0);
    QCOMPARE(version.readAllStandardOutput().trimmed(), QByteArray("hr-cache-monitor " HRCACHE_VERSION));
    QProcess help;
    run(help, {QStringLiteral("--help")}, withoutDisplay());
    QCOMPARE(help.exitCode(), 0);
    QVERIFY(help.readAllStandardOutput().contains("--profile"));
}

void AppTest::wrongArgumentsAreRefusedInWords_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown") << QStringList{QStringLiteral("--nonsense")};
    QTest::newRow("positional") << QStringList{QStringLiteral("file")};
    QTest::newRow("empty profile") << QStringList{QStringLiteral("--profile=")};
    QTest::newRow("both") << QStringList{QStringLiteral("--embedded"), QStringLiteral("--profile=x")};
}

void AppTest::wrongArgumentsAreRefusedInWords()
{
    QFETCH(QStringList, arguments);
    const MonitorArguments parsed = MonitorArguments::parse(arguments);
    QCOMPARE(parsed.action, MonitorArguments::Action::Refuse);
    QVERIFY(parsed.text.contains(u"--help"));
}

void AppTest::theFirstStartShowsTheSampleAndSaysSo()
{
    TestMonitor test;
    Monitor &monitor = test.open();
    QTRY_COMPARE(monitor.session().companies().size(), size_t(3));
    QVERIFY(monitor.session().isEmbedded());
    QCOMPARE(monitor.session().profileName(), QStringLiteral("Sample data"));
    QCOMPARE(monitor.session().users().size(), size_t(2));
    QCOMPARE(monitor.session().cacheHealth().state, LinkHealth::State::Local);
    QCOMPARE(monitor.session().databaseHealth().state, LinkHealth::State::Local);
    const MessageStrip *strip = monitor.window().strip();
    QTRY_VERIFY(strip->isVisible());
    QVERIFY(strip->message().text.contains(u"sample data"));
    QCOMPARE(strip->message().actionText, QStringLiteral("Connect…"));
    strip->message().action();
    QCOMPARE(monitor.window().currentPage()->id(), QStringLiteral("connections"));
}

void AppTest::everyPageFitsIntoASmallWindow()
{
    TestMonitor test;
    MainWindow &window = test.open().window();
    QTRY_COMPARE(test.monitor->session().companies().size(), size_t(3));
    const QStringList ids = window.pageIds();
    for (const QString &id : ids) {
        window.showPage(id);
        const QSize least = window.currentPage()->minimumSizeHint();
        QVERIFY2(least.width() <= 760 && least.height() <= 560,
                 qPrintable(QStringLiteral("%1: %2 x %3").arg(id).arg(least.width()).arg(least.height())));
    }
    const QSize least = window.minimumSizeHint();
    QVERIFY2(least.width() <= 1000 && least.height() <= 680,
             qPrintable(QStringLiteral("%1 x %2").arg(least.width()).arg(least.height())));
}

void AppTest::theSameUserCompanyAndPageAreThereAgain()
{
    TestMonitor test;
    {
        Monitor &monitor = test.open();
        QTRY_COMPARE(monitor.session().companies().size(), size_t(3));
        monitor.session().setCompany(QString::fromLatin1(sample::largeCompany));
        monitor.window().showPage(QStringLiteral("connections"));
        monitor.session().setUser(*UserId::parse(u"someone-typed", {}));
        monitor.session().setUser(*UserId::parse(QString::fromLatin1(sample::adminUser), {}));
        QTRY_COMPARE(monitor.session().companies().size(), size_t(3));
        test.quit();
    }
    Monitor &again = test.open();
    QCOMPARE(again.window().currentPage()->id(), QStringLiteral("connections"));
    QTRY_COMPARE(again.session().company().id, QString::fromLatin1(sample::largeCompany));
    QCOMPARE(again.session().user().toString(), QString::fromLatin1(sample::adminUser));
    const auto &users = again.session().users();
    QVERIFY(std::any_of(users.begin(), users.end(),
                        [](const SessionUser &user) { return user.id.toString() == u"someone-typed"; }));
}

void AppTest::theEnvironmentChoosesTheServers()
{
    TestMonitor test;
    // Nothing listens there.
    test.options.session.environment.insert(QStringLiteral("LISTENERS_REDIS_HOST"),
                                            QStringLiteral("127.0.0.1"));
    test.options.session.environment.insert(QStringLiteral("LISTENERS_REDIS_PORT"), QStringLiteral("1"));
    test.options.session.environment.insert(QStringLiteral("NEON_DATABASE_URL"),
                                            QStringLiteral("postgresql://a@127.0.0.1:1/b"));
    test.options.session.environment.insert(QStringLiteral("HRCACHE_USER"), QStringLiteral("u-1"));
    Monitor &monitor = test.open();
    QVERIFY(!monitor.session().isEmbedded());
    QCOMPARE(monitor.session().profileName(), QStringLiteral("Environment"));
    QCOMPARE(monitor.session().user().toString(), QStringLiteral("u-1"));
    QTRY_COMPARE(monitor.session().cacheHealth().state, LinkHealth::State::Lost);
    QTRY_COMPARE(monitor.session().databaseHealth().state, LinkHealth::State::Lost);
    QVERIFY(!monitor.session().databaseHealth().words.isEmpty());
}

void AppTest::anUnknownProfileIsAnError()
{
    TestMonitor test;
    test.options.choice = ConnectionChoice{ConnectionChoice::Kind::Profile, QStringLiteral("nowhere")};
    Monitor monitor(test.options);
    const auto opened = monitor.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::NotFound);
}

void AppTest::aProfileThatWasTakenAwayLeadsToTheSample()
{
    TestMonitor test;
    {
        Settings settings(test.options.settingsFile);
        settings.set(SettingKey<QString>{"window/connection"}, QStringLiteral("gone"));
    }
    QVERIFY(test.open().session().isEmbedded());
}

void AppTest::itQuitsWithinASecondWhileServersAreSilent()
{
    QTcpServer redis;
    QTcpServer database;
    QVERIFY(redis.listen(QHostAddress::LocalHost) && database.listen(QHostAddress::LocalHost));
    TestMonitor test;
    auto &environment = test.options.session.environment;
    environment.insert(QStringLiteral("LISTENERS_REDIS_HOST"), QStringLiteral("127.0.0.1"));
    environment.insert(QStringLiteral("LISTENERS_REDIS_PORT"), QString::number(redis.serverPort()));
    environment.insert(QStringLiteral("NEON_DATABASE_URL"),
                       QStringLiteral("postgresql://a@127.0.0.1:%1/b").arg(database.serverPort()));
    environment.insert(QStringLiteral("HRCACHE_USER"), QStringLiteral("u-1"));
    Monitor &monitor = test.open();
    // Both connections stand, and the question for the companies has no answer.
    QTRY_VERIFY(redis.hasPendingConnections() && database.hasPendingConnections());
    QVERIFY(monitor.session().isLoadingCompanies());
    const auto time = test.quit();
    QVERIFY2(time < std::chrono::seconds(1), qPrintable(QString::number(time.count())));
}

void AppTest::picturesOfEveryPageAreWritten()
{
    const QTemporaryDir folder;
    QProcessEnvironment environment = withoutDisplay();
    environment.remove(QStringLiteral("QT_QPA_PLATFORM"));
    QProcess program;
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(HRCACHE_BIN_DIR "/hrcache-monitor"),
                  {QStringLiteral("--screenshot"), folder.path()});
    QVERIFY(program.waitForFinished(120'000));
    QCOMPARE(program.exitCode(), 0);
    TestMonitor test;
    const QStringList pages = test.open().window().pageIds();
    QVERIFY(pages.size() > 1);
    for (const QString &page : pages) {
        for (const QString &theme : {QStringLiteral("light"), QStringLiteral("dark")}) {
            const QImage picture(folder.filePath(QStringLiteral("%1-%2.png").arg(page, theme)));
            QVERIFY2(picture.width() > 1000, qPrintable(page));
            // A light picture is light.
            QCOMPARE(qGray(picture.pixel(picture.width() / 2, 8)) > 128, theme == u"light");
        }
    }
}

QTEST_MAIN(AppTest)
#include "tst_app.moc"
