#include "support/DelayProxy.h"
#include "support/RedisProcess.h"
#include "support/TestDatabase.h"
#include "ui/MonitorTesting.h"
#include "ui/ServerProfile.h"
#include "ui/base/Session.h"
#include "ui/employees/EmployeesPage.h"
#include "ui/support/UiTestMain.h"

#include <QSignalSpy>
#include <QTableView>
#include <QUrl>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

/// The window on a Redis of its own and the sample rows in PostgreSQL, named by the environment.
struct Servers
{
    Servers()
        : proxy(QStringLiteral("127.0.0.1"), static_cast<std::uint16_t>(QUrl(database.url()).port()), 0ms)
    {
        QUrl url(database.url());
        url.setPort(proxy.port());
        QProcessEnvironment &environment = test.options.session.environment;
        environment.insert(QStringLiteral("LISTENERS_REDIS_HOST"), QStringLiteral("127.0.0.1"));
        environment.insert(QStringLiteral("LISTENERS_REDIS_PORT"), QString::number(redis.port()));
        environment.insert(QStringLiteral("NEON_DATABASE_URL"), url.toString(QUrl::FullyEncoded));
        environment.insert(QStringLiteral("HRCACHE_USER"), someUserOf(database));
    }

    [[nodiscard]] BackendSession &session() const { return test.monitor->session(); }

    [[nodiscard]] EmployeesPage &page() const
    {
        return *qobject_cast<EmployeesPage *>(test.monitor->window().page(QStringLiteral("employees")));
    }

    [[nodiscard]] int rows() const { return page().table()->model()->rowCount(); }

    const TestDatabase database{TestDatabase::Content::Sample};
    RedisProcess redis;
    DelayProxy proxy;
    TestMonitor test;
};

} // namespace

/// What the program shows when it is started again.
class AppStartTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void theCompanyOfLastTimeIsThereAtOnce();
    void aCompanyThatHasOtherRightsNowIsShownWithThem();
    void whoLostAccessSeesNothing();
    void theCachedRowsAreThereWhenTheDatabaseIsNot();
    void theKnownCompanyIsNobodyElses();
};

void AppStartTest::theCompanyOfLastTimeIsThereAtOnce()
{
    TestMonitor test;
    test.open();
    QTRY_COMPARE(test.monitor->session().companies().size(), size_t(3));
    const QString company = QString::fromLatin1(sample::largeCompany);
    test.monitor->session().setCompany(company);
    test.quit();

    BackendSession &session = test.open().session();
    QSignalSpy changed(&session, &Session::companyChanged);
    QCOMPARE(session.company().id, company);
    QVERIFY(session.isLoadingCompanies());
    QVERIFY(test.monitor->window().currentPage()->isLoading());
    QTRY_COMPARE(session.companies().size(), size_t(3));
    // What was known was right: nothing on screen is taken away again.
    QCOMPARE(changed.count(), 0);
    QCOMPARE(session.company().id, company);
}

void AppStartTest::aCompanyThatHasOtherRightsNowIsShownWithThem()
{
    Servers servers;
    servers.test.open();
    QTRY_VERIFY(servers.rows() > 0);
    QVERIFY(servers.session().mayWrite());
    servers.test.quit();
    servers.database.exec(QStringLiteral("UPDATE core.account_access SET user_profile = 'viewer'"));
    servers.test.open();
    QTRY_VERIFY(!servers.session().mayWrite());
    QTRY_VERIFY(servers.rows() > 0);
}

void AppStartTest::whoLostAccessSeesNothing()
{
    Servers servers;
    servers.test.open();
    QTRY_VERIFY(servers.rows() > 0);
    servers.test.quit();
    servers.database.exec(QStringLiteral("UPDATE core.account_access SET is_active = false"));
    servers.test.open();
    QSignalSpy shown(servers.page().table()->model(), &QAbstractItemModel::rowsInserted);
    QTRY_VERIFY(!servers.session().isLoadingCompanies());
    QTRY_VERIFY(servers.session().company().id.isEmpty());
    QCOMPARE(shown.count(), 0);
    QCOMPARE(servers.rows(), 0);
    QCOMPARE(servers.session().companies().size(), size_t(0));
}

void AppStartTest::theCachedRowsAreThereWhenTheDatabaseIsNot()
{
    Servers servers;
    servers.test.open();
    QTRY_VERIFY(servers.rows() > 0);
    const int rows = servers.rows();
    QTRY_VERIFY(servers.redis.peer().number({"DBSIZE"}) > 0);
    servers.test.quit();
    servers.proxy.setListening(false);
    servers.proxy.kill();

    servers.test.open();
    QTRY_COMPARE(servers.rows(), rows);
    QCOMPARE(servers.page().source().state, SourceInfo::State::Cache);
    QTRY_VERIFY(servers.session().companiesError());
    QCOMPARE(servers.rows(), rows);
    QTRY_VERIFY(!servers.session().whyNoWrite().isEmpty());

    servers.proxy.setListening(true);
    servers.session().reloadCompanies();
    QTRY_VERIFY(!servers.session().companiesError() && !servers.session().isLoadingCompanies());
    QCOMPARE(servers.rows(), rows);
}

void AppStartTest::theKnownCompanyIsNobodyElses()
{
    Servers servers;
    servers.test.open();
    QTRY_VERIFY(servers.rows() > 0);
    servers.test.quit();
    servers.test.options.session.environment.insert(QStringLiteral("HRCACHE_USER"),
                                                    QStringLiteral("uid_nobody"));
    servers.test.open();
    QVERIFY(servers.session().company().id.isEmpty());
    QTRY_VERIFY(!servers.session().isLoadingCompanies());
    QVERIFY(servers.session().company().id.isEmpty());
}

QTEST_MAIN(AppStartTest)
#include "tst_app_start.moc"
